"""训练分拣: labelled texts from files and from what people sorted, in the name of the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone

from wangshi.accounts.services import system_account
from wangshi.complaints.models import TriageModel
from wangshi.complaints.services import train_triage
from wangshi.complaints.triage import problem_titles
from wangshi.complaints.workflow import RoadRefused
from wangshi.engine.cli_chinese import Refused
from wangshi.engine.tables import Fault, Record, TableRefused, open_table, preset, read_records
from wangshi.engine.triage import Example, Text

from .running import migrate

PRESET = "triage_texts"


def train(files: tuple[Path, ...]) -> TriageModel:
    """训练一次: the first row that cannot be read ends it with its place and reason."""
    migrate()
    try:
        examples = [one for path in files for one in _examples(path)]
        return train_triage(examples, by=system_account(), at=timezone.now())
    except TableRefused as refused:
        raise Refused(f"{refused.message_zh}，{refused.what_next_zh}") from None
    except RoadRefused as refusal:
        raise Refused(str(refusal)) from None


def as_answer(trained: TriageModel) -> dict[str, Any]:
    """For a program."""
    names = ("fingerprint", "texts", "settled", "right", "brier", "line")
    return {name: getattr(trained, name) for name in names}


def as_sentence(trained: TriageModel) -> str:
    """For a person."""
    held = f"轮流留出来量的 {trained.texts} 段里"
    if not trained.settled:
        return f"训练好了。{held}，把握都不够：只作建议，不自动定"
    right = f"对的 {trained.right / trained.settled:.1%}"
    return f"训练好了。{held}，能自动定 {trained.settled} 段，{right}，Brier {trained.brier:.3f}"


def _examples(path: Path) -> Iterator[Example]:
    table, form = open_table(path), preset(PRESET)
    codes = {title: code for code, title in problem_titles().items()}
    codes |= {code: code for code in codes.values()}
    for row in read_records(table, form.schema, form.mapping(table.columns)):
        yield _example(row, codes, path)


def _example(row: Record | Fault, codes: dict[str, str], path: Path) -> Example:
    if isinstance(row, Fault):
        raise Refused(f"{path.name} 第 {row.row_number} 行：{row.message_zh}")
    written = row.text("category")
    if written not in codes:
        wanted = "、".join(f"{code} {title}" for title, code in codes.items() if title != code)
        raise Refused(
            f"{path.name} 第 {row.row_number} 行没有“{written}”这一类，能写的是：{wanted}"
        )
    return Example(Text(row.text("title"), row.text("text")), codes[written])
