"""条款拆、并、恢复的表单."""

import re
from datetime import datetime
from typing import Any

from django import forms

from wangshi.programme import services
from wangshi.programme.models import Clause

from .acting import ActForm, line, words

SENTENCES = re.compile(r"(?<=[。；])")
EMPTY_LINE = re.compile(r"\n\s*\n")
WHY = "写一句：为什么这样拆并，是谁定的"


class CutForm(ActForm):
    """对一条的拆并."""

    def __init__(self, *args: Any, clause: Clause, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clause = clause


class SplitClauseForm(CutForm):
    title, button, done = "拆开这一条", "拆开", "拆开了。原来的任务还在原来那一条上。"
    lede = "各部分合起来要和原文一字不差；每一部分单独核对、单独下达任务"

    parts = words("各部分", "写各部分", "每一部分之间空一行；不想拆的句子，把空行去掉", rows=12)
    reason = line("为什么这样拆，谁定的", WHY)

    def __init__(self, *args: Any, clause: Clause, **options: Any) -> None:
        sentences = [each for each in SENTENCES.split(clause.words or clause.title) if each]
        options["initial"] = {"parts": "\n\n".join(sentences)} | (options.get("initial") or {})
        super().__init__(*args, clause=clause, **options)

    def act(self, at: datetime) -> tuple[Clause, ...]:
        """The pieces."""
        text = self.cleaned_data["parts"].replace("\r\n", "\n")
        parts = [each for each in EMPTY_LINE.split(text) if each.strip()]
        return services.split_clause(
            self.clause, parts=parts, reason=self.cleaned_data["reason"], by=self.by, at=at
        )


class MergeClausesForm(CutForm):
    title, button, done = "把别的条款并进来", "并进来", "并进来了。各条的原文和任务都还在。"
    lede = "并进来的单位写进责任单位；任务还挂在原来的条款上，在这一条的页面也看得到"

    others = forms.ModelMultipleChoiceField(
        Clause.objects.none(),
        label="并哪几条",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "选要并进来的条款"},
    )
    reason = line("为什么这样并，谁定的", WHY)

    def __init__(self, *args: Any, clause: Clause, **options: Any) -> None:
        super().__init__(*args, clause=clause, **options)
        others = self.fields["others"]
        if isinstance(others, forms.ModelMultipleChoiceField):
            alike = Clause.objects.filter(plan=clause.plan_id, kind=clause.kind, pieces=None)
            free = alike.filter(merged_into=None, merged=None, piece_of=None)
            others.queryset = free.exclude(pk=clause.pk)

    def act(self, at: datetime) -> Clause:
        """The clause they went into."""
        given = self.cleaned_data
        return services.merge_clauses(
            self.clause, list(given["others"]), reason=given["reason"], by=self.by, at=at
        )


class RestoreClauseForm(CutForm):
    title, button, done = "恢复这一条", "恢复", "恢复了。"
    lede = "拆出来、还没有任务的部分去掉；并入别的，回到自己"

    reason = line("为什么恢复", "写一句：为什么恢复")

    def act(self, at: datetime) -> Clause:
        """As it was."""
        return services.restore_clause(
            self.clause, reason=self.cleaned_data["reason"], by=self.by, at=at
        )


CUT_FORMS: dict[str, type[CutForm]] = {
    "split": SplitClauseForm,
    "merge": MergeClausesForm,
    "restore": RestoreClauseForm,
}
