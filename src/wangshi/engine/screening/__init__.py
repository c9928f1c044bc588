"""筛查引擎: rules in, texts in, hits with reasons out."""

from .packs import load_rules
from .rules import Level, Rule, RuleBook
from .screener import Hit, Item, Screener, TextTooLong

__all__ = ["Hit", "Item", "Level", "Rule", "RuleBook", "Screener", "TextTooLong", "load_rules"]
