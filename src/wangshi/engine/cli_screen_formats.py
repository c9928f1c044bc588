"""wangshi screen --format: the same answers as JSON lines, as a workbook, or as SARIF 2.1.0."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .screening import Screener
from .screening.reporting import (
    Answer,
    Dismissals,
    Report,
    json_line,
    read_baseline,
    read_dismissals,
    report_sheets,
    write_sarif,
)
from .screening.spared import SparedFinder
from .tables.writing import write_xlsx

FORMATS = ("jsonl", "xlsx", "sarif")
TABLES = (".csv", ".tsv", ".xlsx", ".parquet")
_BLOCK = 1 << 20


class FormatRefused(ValueError):
    """选项用错了: the message says which go together."""


@dataclass(frozen=True)
class Wanted:
    """要写成什么: the format, and for SARIF what to compare with and what was turned down."""

    form: str
    baseline: str | None = None
    dismissals: str | None = None
    spared: bool = False

    def check(self) -> None:
        """合不合: only SARIF knows baselines and suppressions. Raises FormatRefused."""
        given = {"--baseline": self.baseline, "--dismissals": self.dismissals}
        used = [name for name, value in given.items() if value] + ["--spared"] * self.spared
        if used and self.form != "sarif":
            raise FormatRefused(f"{used[0]} 只和 --format sarif 一起用")


def is_table(source: Path) -> bool:
    """是不是表: CSV, TSV, XLSX or Parquet by name, gzipped or not; the rest are JSON lines."""
    return source.name.lower().removesuffix(".gz").endswith(TABLES)


def write_answers(
    wanted: Wanted, target: Path, source: Path, answers: Iterable[Answer], screener: Screener
) -> None:
    """写出结果: the target appears only when all went well."""
    draft = target.with_name(f"{target.name}.part")
    try:
        _WRITERS[wanted.form](wanted, draft, source, answers, screener)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _write_lines(
    _wanted: Wanted, draft: Path, _source: Path, answers: Iterable[Answer], _screener: Screener
) -> None:
    with draft.open("w", encoding="utf-8", errors="surrogatepass") as part:
        part.writelines(f"{json_line(each.item.id, each.hits)}\n" for each in answers)


def _write_workbook(
    _wanted: Wanted, draft: Path, source: Path, answers: Iterable[Answer], screener: Screener
) -> None:
    notes = [("来源", source.name), ("匹配引擎", screener.engine)]
    write_xlsx(draft, report_sheets(answers, screener.rulebook, notes=notes))


def _write_sarif(
    wanted: Wanted, draft: Path, source: Path, answers: Iterable[Answer], screener: Screener
) -> None:
    report = Report(
        rulebook=screener.rulebook,
        engine=screener.engine,
        version=version("wangshi"),
        source=source.name,
        digest=_digest(source),
        baseline=read_baseline(Path(wanted.baseline)) if wanted.baseline else None,
        dismissals=(
            read_dismissals(Path(wanted.dismissals)) if wanted.dismissals else Dismissals({})
        ),
    )
    if wanted.spared:
        answers = _with_spared(answers, SparedFinder(screener.rulebook, screener.engine))
    with draft.open("w", encoding="utf-8") as part:
        write_sarif(part, answers, report)


def _with_spared(answers: Iterable[Answer], finder: SparedFinder) -> Iterator[Answer]:
    for answer in answers:
        spared = tuple(finder.spared(answer.item, answer.hits))
        yield Answer(answer.item, answer.hits, spared)


def _digest(source: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


_WRITERS = {"jsonl": _write_lines, "xlsx": _write_workbook, "sarif": _write_sarif}
