"""叠起来: the columns of several batches as the columns of one, and taken apart again."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np

from wangshi.engine.matching.texts import Places, Texts, joined

_Columns = TypeVar("_Columns")


def stacked(parts: Sequence[_Columns]) -> _Columns:
    """叠起来: dataclasses of arrays, texts and their like, one batch behind the other.

    What texts had worked out for themselves, such as sums, stays behind: one batch alone is
    slimmer afterwards too.
    """
    first: Any = parts[0]
    if isinstance(first, np.ndarray):
        arrays = cast(Sequence[Any], parts)
        return cast(_Columns, arrays[0] if len(arrays) == 1 else np.concatenate(arrays))
    if isinstance(first, Texts):
        return cast(_Columns, joined(cast(Sequence[Texts], parts)))
    if not is_dataclass(first):
        raise TypeError(f"no column: {type(first).__name__}")
    columns = {
        field.name: stacked([getattr(part, field.name) for part in parts])
        for field in fields(first)
    }
    make: Any = type(first)
    return cast(_Columns, make(**columns))


def unstacked(whole: _Columns, rows: int) -> tuple[_Columns, ...]:
    """分开: a dataclass of columns as batches of `rows` rows each; nothing when there are none."""
    columns: Any = whole
    make: Any = type(whole)
    return tuple(
        cast(
            _Columns,
            make(
                **{
                    field.name: _taken(getattr(columns, field.name), np.arange(first, first + rows))
                    for field in fields(columns)
                }
            ),
        )
        for first in range(0, len(columns), max(rows, 1))
    )


def _taken(column: Any, rows: Places) -> Any:
    return column.taken(rows) if isinstance(column, Texts) else column[rows]
