"""分页与排序: a page of rows in two queries, however many rows there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)
SIZE = 50
COUNTED = 100_000
SHOWN_EACH_SIDE = 2


@dataclass(frozen=True)
class Page(Generic[Row]):
    """一页: `total` is None when there are more rows than anyone counts."""

    rows: tuple[Row, ...]
    number: int
    size: int
    total: int | None
    reach: int

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> int:
        """本页第一条的序号: 0 when the page is empty."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """本页最后一条的序号."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def pages(self) -> int:
        """能翻到的页数."""
        return max(1, -(-self.reach // self.size))

    @property
    def before(self) -> int | None:
        """上一页."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """下一页."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def is_single(self) -> bool:
        """只有一页."""
        return self.pages == 1

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """页码: first, neighbours, last; None is a gap. Without a total only the neighbours."""
        near = range(
            max(1, self.number - SHOWN_EACH_SIDE),
            min(self.pages, self.number + SHOWN_EACH_SIDE) + 1,
        )
        ends = {1} if self.total is None else {1, self.pages}
        return _with_gaps(sorted(ends.union(near)))


def _with_gaps(numbers: list[int]) -> tuple[int | None, ...]:
    shown: list[int | None] = []
    for number in numbers:
        last = shown[-1] if shown else None
        if last is not None and number > last + 1:
            shown.append(None)
        shown.append(number)
    return tuple(shown)


def page_of(
    rows: QuerySet[Record], request: HttpRequest, *, size: int = SIZE, counted: int = COUNTED
) -> Page[Record]:
    """取一页: at most two queries; counting stops at `counted`, and so does turning pages."""
    # Keys alone: what the rows are told beside is not asked for merely to count them.
    found = rows.order_by().values("pk")[: counted + 1].count()
    reach = min(found, counted)
    number = _number(request.GET.get("page", ""), pages=max(1, -(-reach // size)))
    start = (number - 1) * size
    return Page(
        rows=tuple(rows[start : start + size]) if reach else (),
        number=number,
        size=size,
        total=found if found <= counted else None,
        reach=reach,
    )


def page_of_list(rows: Sequence[Row], request: HttpRequest, *, size: int = SIZE) -> Page[Row]:
    """取一页 of rows that are all at hand."""
    number = _number(request.GET.get("page", ""), pages=max(1, -(-len(rows) // size)))
    start = (number - 1) * size
    shown = tuple(rows[start : start + size])
    return Page(rows=shown, number=number, size=size, total=len(rows), reach=len(rows))


def _number(asked: str, *, pages: int) -> int:
    number = (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("10000000") else 1
    )
    return min(max(1, number), pages)


def order_of(
    request: HttpRequest, columns: Mapping[str, tuple[Any, ...]], *, default: str
) -> tuple[Any, ...]:
    """排序: the `order_by` arguments for `?s=name`; only names in `columns` count."""
    asked = request.GET.get("s", "")
    return columns[asked] if asked in columns else columns[default]
