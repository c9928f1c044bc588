"""矛盾的依据: law/claims/grounds.yaml read once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import (
    CITATION_KEYS,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)

from .model import Attribute, Channel, Contradiction
from .vocabulary import CLAIMS_DIR

_RULE_KEYS: Final = ("rule", "title", "violation", "fact_to_check", "evidence", "harm")


@dataclass(frozen=True)
class ClaimRule:
    """一个事项的规则: what a contradiction about it may amount to, and what to find out."""

    attribute: Attribute
    rule: str
    title: str
    violation: str
    fact_to_check: str
    evidence: tuple[str, ...]
    harm: int


@dataclass(frozen=True)
class ClaimLaw:
    """矛盾的依据."""

    rules: Mapping[Attribute, ClaimRule]
    grounds: Mapping[str, Citation]
    fingerprint: str

    def rule(self, attribute: Attribute) -> ClaimRule:
        """一个事项的规则."""
        return self.rules[attribute]

    def citation(self, found: Contradiction) -> Citation:
        """依据: prices by the price rules, speech by the rules of live rooms, pages by the law."""
        if found.attribute is Attribute.PRICE:
            return self.grounds["price"]
        spoken = Channel.SPEECH in {claim.channel for claim in (found.one, *found.others)}
        return self.grounds["speech" if spoken else "page"]

    def citations(self) -> Iterator[Citation]:
        """每一条依据."""
        yield from self.grounds.values()


@cache
def standing_claim_law() -> ClaimLaw:
    """随产品发布的: read once a process."""
    return load_claim_law()


def load_claim_law(
    path: Path = CLAIMS_DIR / "grounds.yaml", sources: Mapping[str, Source] | None = None
) -> ClaimLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    sources = load_sources() if sources is None else sources
    top = load_yaml(path)
    top.allow("grounds", "attributes")
    grounds, rules = top.entry("grounds"), top.entry("attributes")
    grounds.allow("speech", "page", "price")
    rules.allow(*Attribute)
    return ClaimLaw(
        rules={one: _rule(one, rules.entry(one)) for one in Attribute},
        grounds={key: _ground(grounds.entry(key), sources) for key in grounds},
        fingerprint=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _rule(attribute: Attribute, entry: Entry) -> ClaimRule:
    entry.allow(*_RULE_KEYS)
    return ClaimRule(
        attribute=attribute,
        rule=entry.text("rule"),
        title=entry.text("title"),
        violation=entry.text("violation"),
        fact_to_check=entry.text("fact_to_check"),
        evidence=entry.texts("evidence"),
        harm=entry.number("harm"),
    )


def _ground(entry: Entry, sources: Mapping[str, Source]) -> Citation:
    entry.allow(*CITATION_KEYS)
    return read_citation(entry, sources)
