"""怎么改好: plain words for the person who has to put it right, one violation a row."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from wangshi.engine.lawfiles import load_yaml

SHIPPED = Path(__file__).parent / "remedies.yaml"


def remedies(code: str) -> tuple[str, ...]:
    """做法: of this violation, else of the one it is part of; empty when none is written."""
    rows = _rows()
    return rows.get(code) or rows.get(code[:3], ())


@cache
def _rows() -> Mapping[str, tuple[str, ...]]:
    top = load_yaml(SHIPPED)
    return {code: top.texts(code) for code in top}
