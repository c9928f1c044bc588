"""The shipped rules and both engines, made ready once a process for all tests."""

from functools import cache

from wangshi.engine.screening import RuleBook, Screener, load_rules


@cache
def rules() -> RuleBook:
    return load_rules()


@cache
def screener(engine: str = "hyperscan") -> Screener:
    return Screener(rules(), engine)
