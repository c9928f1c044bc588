"""分拣用的: the codes of problems, the sentences to start from, the model that is asked."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import yaml

from wangshi.engine.triage import NEVER, Example, Guess, Model, Text, train

from .codes import CATEGORIES, table
from .models import Complaint, TriageModel

FILE: Final = Path(__file__).parent / "triage.yaml"
PROBLEM: Final = "problem"


def problem_titles() -> dict[str, str]:
    """问题类别: code and title as it is today; a code outlives its title."""
    return {row.code: row.title for row in table(CATEGORIES) if row.code and row.group == PROBLEM}


def text_of(complaint: Complaint) -> Text:
    """读哪些字: what was bought, and what is disputed."""
    return Text(complaint.goods, complaint.text)


def read(complaint: Complaint) -> tuple[TriageModel | None, Guess]:
    """读一件: by the newest model of this county, or by the one to start from."""
    newest = TriageModel.objects.only("pk").first()
    model = _kept(newest.pk) if newest else starting_model()
    return newest, model.read(text_of(complaint))


@cache
def starting_model() -> Model:
    """起步的模型: of invented sentences; it suggests and settles nothing."""
    return replace(train(starting_examples(), hints=title_hints()), line=NEVER)


@cache
def starting_examples() -> tuple[Example, ...]:
    """起步的例句."""
    return tuple(_examples())


def title_hints() -> tuple[Example, ...]:
    """代码表自己说的."""
    return tuple(Example(Text(title, ""), code) for code, title in problem_titles().items())


@lru_cache(maxsize=2)
def _kept(pk: int) -> Model:
    return Model.from_bytes(bytes(TriageModel.objects.get(pk=pk).kept))


def _examples() -> Iterator[Example]:
    for code, lines in yaml.safe_load(FILE.read_text("utf-8")).items():
        for line in lines:
            goods, _, words = line.partition("｜")
            yield Example(Text(goods, words), code)
