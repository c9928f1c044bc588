"""按分片筛查: one Parquet file in, one file of findings out; the same wherever it is done.

A part is a pure function of its file, the rule packs and the engine. Nothing is shared between
parts, so they may be done in a row, by processes of one machine or by hosts with a common disk.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wangshi.engine.lawfiles import LawFault
from wangshi.engine.tables import TableRefused, match_columns

from .intake import TEXT_FIELDS, TEXTS
from .packs import SCREENING_DIR, load_rules
from .screener import LONGEST_TEXT, Hit, Item, Screener

ROWS_AT_ONCE = 4_000
FINDINGS = pa.schema(
    [
        ("row", pa.int64()),
        ("id", pa.string()),
        ("rule", pa.string()),
        ("rule_version", pa.int32()),
        ("violation", pa.string()),
        ("level", pa.string()),
        ("harm", pa.int8()),
        ("starts", pa.list_(pa.int32())),
        ("ends", pa.list_(pa.int32())),
        ("quote", pa.string()),
        ("article", pa.string()),
        ("disguise", pa.string()),
        ("fact_to_check", pa.string()),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True)
class Part:
    """一个分片: the file to read, the file to write, and what to screen with."""

    source: str
    target: str
    engine: str = "auto"
    rules: str = str(SCREENING_DIR)


@dataclass(frozen=True)
class PartDone:
    """做完的分片: what was read and found; `too_long` are rows not screened, `fault` says why none
    was."""

    part: str
    rows: int = 0
    rows_hit: int = 0
    hits: int = 0
    too_long: tuple[int, ...] = ()
    rules: str = ""
    engine: str = ""
    sha256: str = ""
    fault: str = ""

    def facts(self) -> dict[str, object]:
        """写进清单的: the same wherever the part was done."""
        return asdict(self)


def screen_part(part: Part) -> PartDone:
    """筛查一个分片: the findings file appears only whole; a part that cannot be read says why."""
    name = Path(part.source).name
    try:
        return _screened(part, name)
    except (pa.ArrowException, TableRefused, LawFault) as fault:
        return PartDone(name, fault=str(fault)[:300])
    except OSError as error:
        return PartDone(name, fault=f"读不了或者写不了（{error.strerror}）")


def _screened(part: Part, name: str) -> PartDone:
    screener = _screener(part.rules, part.engine)
    tally = _Tally()
    target = Path(part.target)
    draft = target.with_name(f"{target.name}.part")
    told = {"rules": screener.rulebook.fingerprint, "engine": screener.engine}
    schema = FINDINGS.with_metadata(told)
    try:
        with pq.ParquetFile(part.source) as file, pq.ParquetWriter(draft, schema) as findings:
            for batch in _batches(file):
                findings.write_table(_findings(screener, batch, tally, schema))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return PartDone(
        part=name,
        rows=tally.rows,
        rows_hit=tally.rows_hit,
        hits=tally.hits,
        too_long=tuple(tally.too_long),
        sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
        **told,
    )


@cache
def _screener(rules: str, engine: str) -> Screener:
    """Made ready once a process."""
    return Screener(load_rules(Path(rules)), engine)


class _Tally:
    def __init__(self) -> None:
        self.rows, self.rows_hit, self.hits = 0, 0, 0
        self.too_long: list[int] = []


def _batches(file: pq.ParquetFile) -> Iterator[list[Item]]:
    mapping = match_columns(file.schema_arrow.names, TEXTS)
    columns = {field.name: mapping.columns_of(field.name) for field in TEXTS.fields}
    if not any(columns[field] for field in TEXT_FIELDS):
        raise TableRefused(
            "wrong_columns", "没有找到写着文字的列", "把列名改成 标题、详情 或者 文字"
        )
    wanted = {name: names[0] for name, names in columns.items() if names}
    for batch in file.iter_batches(ROWS_AT_ONCE, columns=list(wanted.values())):
        cells = {name: _cells(batch.column(column)) for name, column in wanted.items()}
        yield list(_items(cells, batch.num_rows))


def _items(cells: dict[str, list[Any]], rows: int) -> Iterator[Item]:
    prices = cells.pop("price", [None] * rows)
    names = list(cells)
    for values, price in zip(zip(*cells.values(), strict=True), prices, strict=True):
        texts = {name: _text(value) for name, value in zip(names, values, strict=True)}
        amount = float(price) if isinstance(price, int | float) else None
        yield Item(**{"id": "", **texts}, price=amount)


def _cells(column: pa.Array) -> list[Any]:
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        # Written by something that did not keep to UTF-8: what is broken is no character.
        raw = column.cast(pa.binary()).to_pylist()
        return [None if value is None else value.decode("utf-8", "replace") for value in raw]


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _findings(
    screener: Screener, items: Sequence[Item], tally: _Tally, schema: pa.Schema
) -> pa.Table:
    fit = [number for number, item in enumerate(items) if len(item.body) <= LONGEST_TEXT]
    fitting = set(fit)
    tally.too_long += [tally.rows + n for n in range(len(items)) if n not in fitting]
    found: dict[str, list[object]] = {name: [] for name in schema.names}
    answers = screener.screen_many([items[number] for number in fit])
    for number, hits in zip(fit, answers, strict=True):
        tally.rows_hit += bool(hits)
        tally.hits += len(hits)
        for hit in hits:
            row = (tally.rows + number, items[number].id, *_row(hit))
            for column, value in zip(found.values(), row, strict=True):
                column.append(value)
    tally.rows += len(items)
    return pa.table(found, schema=schema)


def _row(hit: Hit) -> tuple[object, ...]:
    return (
        hit.rule,
        hit.rule_version,
        hit.violation,
        hit.level.value,
        hit.harm,
        [start for start, _ in hit.spans],
        [end for _, end in hit.spans],
        _written(hit.quote),
        f"《{hit.source}》{hit.article}",
        _written(hit.disguise),
        hit.fact_to_check,
        _written(hit.reason),
    )


def _written(text: str) -> str:
    """Half a character cannot be written down."""
    return text.encode("utf-8", "replace").decode()
