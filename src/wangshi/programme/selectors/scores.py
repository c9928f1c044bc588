"""评分: how an assessment stands, item by item; what is missing, what has changed since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from wangshi.engine.indicators import (
    Gain,
    Group,
    Item,
    Nature,
    Sheet,
    Tally,
    gains,
    load_sheets,
    ratio,
    reached,
    sheet_of,
    tally,
)
from wangshi.programme.models import Assessment, Clause, Mark, Proof, ScoreSheet
from wangshi.programme.workflow import Side

from .harvest import Harvested, harvest, harvested
from .queries import Period, serving


@dataclass(frozen=True)
class ItemState:
    """一项指标的现状: counted, handed in, given, and what has moved since."""

    item: Item
    figures: tuple[Harvested, ...]
    proofs: tuple[Proof, ...]
    value: Decimal | None
    suggested: Decimal | None
    own: Mark | None
    checked: Mark | None
    moved: tuple[str, ...]

    @property
    def value_words(self) -> str:
        """算出来的数: a dash where the denominator is 0 or nothing is counted."""
        if self.item.formula is None or self.value is None:
            return "—"
        if not self.item.formula.denominator:
            return f"{self.value}"
        return f"{self.value * 100:.1f}%"

    @property
    def fraction(self) -> str:
        """分子、分母."""
        formula = self.item.formula
        counts = {one.query.key: one.count for one in self.figures}
        if formula is None or not formula.denominator:
            return ""
        return f"{counts.get(formula.numerator, 0)}/{counts.get(formula.denominator, 0)}"

    @property
    def apart(self) -> Decimal | None:
        """核查比自评多几分: unknown until both stand."""
        if self.own is None or self.checked is None:
            return None
        return self.checked.points - self.own.points

    @property
    def apart_words(self) -> str:
        """差几分, without its sign."""
        return "" if self.apart is None else f"{abs(self.apart)}"

    @property
    def has_evidence(self) -> bool:
        """有没有依据: a row of ours, or a proof that stands."""
        return any(one.count for one in self.figures) or bool(self.proofs)


@dataclass(frozen=True)
class Score:
    """一次自评的现状."""

    assessment: Assessment
    sheet: Sheet
    items: tuple[ItemState, ...]
    own: Tally
    checked: Tally
    gains: tuple[Gain, ...]

    @property
    def checked_items(self) -> int:
        """核查过几项."""
        return sum(1 for state in self.items if state.checked is not None)

    @cached_property
    def missing(self) -> tuple[ItemState, ...]:
        """缺依据的."""
        return tuple(state for state in self.items if not state.has_evidence)

    @cached_property
    def moved(self) -> tuple[ItemState, ...]:
        """打分以后依据变了的."""
        return tuple(state for state in self.items if state.moved)

    def of_group(self, group: Group) -> tuple[ItemState, ...]:
        """一个一级指标下的."""
        return tuple(state for state in self.items if state.item.group == group.title)

    def item(self, number: str) -> ItemState:
        """取一项: KeyError where there is none."""
        for state in self.items:
            if state.item.number == number:
                return state
        raise KeyError(number)


def shipped_sheets() -> Mapping[str, Sheet]:
    """随软件来的评分表."""
    return load_sheets()


def sheets_taken() -> Sequence[tuple[ScoreSheet, Sheet]]:
    """收入的评分表."""
    return [(row, sheet_of(row.content)) for row in ScoreSheet.objects.select_related("taken_by")]


def sheet_in(assessment: Assessment) -> Sheet:
    """这次自评用的评分表: as it was frozen."""
    return sheet_of(assessment.sheet.content)


def score_of(assessment: Assessment) -> Score:
    """自评的现状: every query once, every mark as it stands."""
    sheet = sheet_in(assessment)
    figures = harvested(
        (key for item in sheet.items for key in item.queries), period_of(assessment)
    )
    proofs = _proofs(assessment)
    marks = standing_marks(assessment)
    items = tuple(
        item_state(item, figures, proofs.get(item.number, ()), marks) for item in sheet.items
    )
    own = _points(marks, Side.SELF)
    checked = _points(marks, Side.CHECKED)
    return Score(
        assessment, sheet, items, tally(sheet, own), tally(sheet, checked), gains(sheet, own)
    )


def state_of(assessment: Assessment, number: str) -> ItemState:
    """一项的现状: only its own queries are asked. KeyError where there is none."""
    item = sheet_in(assessment).item(number)
    figures = harvested(item.queries, period_of(assessment))
    proofs = _proofs(assessment).get(number, ())
    return item_state(item, figures, proofs, standing_marks(assessment))


def serving_figures(clause: Clause, today: date) -> Sequence[Harvested]:
    """条款的依据: the queries its words ask for, from the adoption of the plan to today."""
    queries = serving(clause.title + clause.words) if clause.leads else ()
    since = clause.plan.adopted_on or timezone.localdate(clause.plan.imported_at)
    return [harvest(query, Period(since.replace(month=1, day=1), today)) for query in queries]


def period_of(assessment: Assessment) -> Period:
    """自评的起止."""
    return Period(assessment.since, assessment.until)


def _proofs(assessment: Assessment) -> Mapping[str, tuple[Proof, ...]]:
    rows = Proof.objects.filter(
        withdrawn_at=None,
        happened_on__gte=assessment.since,
        happened_on__lte=assessment.until,
    ).exclude(item="")
    found: dict[str, list[Proof]] = {}
    for proof in rows.select_related("department"):
        found.setdefault(proof.item, []).append(proof)
    return {number: tuple(each) for number, each in found.items()}


def standing_marks(assessment: Assessment) -> Mapping[tuple[str, str], Mark]:
    """打的分: the newest of each item and side."""
    rows = assessment.marks.select_related("by").order_by("pk")
    return {(mark.item, mark.side): mark for mark in rows}


def _points(marks: Mapping[tuple[str, str], Mark], side: Side) -> Mapping[str, Decimal]:
    return {item: mark.points for (item, of), mark in marks.items() if of == side}


def item_state(
    item: Item,
    figures: Mapping[str, Harvested],
    proofs: Iterable[Proof],
    marks: Mapping[tuple[str, str], Mark],
) -> ItemState:
    """一项的现状."""
    used = tuple(figures[key] for key in item.queries if key in figures)
    value = _value(item, figures)
    handed_in = tuple(proofs)
    own, checked = marks.get((item.number, Side.SELF)), marks.get((item.number, Side.CHECKED))
    return ItemState(
        item=item,
        figures=used,
        proofs=handed_in,
        value=value,
        suggested=reached(item, value),
        own=own,
        checked=checked,
        moved=_moved(checked or own, used, handed_in),
    )


def _value(item: Item, figures: Mapping[str, Harvested]) -> Decimal | None:
    formula = item.formula
    if item.nature is not Nature.QUANTITATIVE or formula is None:
        return None
    top = figures.get(formula.numerator)
    under = figures.get(formula.denominator)
    if top is None or (formula.denominator and under is None):
        return None
    return ratio(top.count, under.count if under else None)


def basis_of(figures: Sequence[Harvested], proofs: Sequence[Proof]) -> dict[str, Any]:
    """打分那一刻的依据: the digests of what was counted, the proofs that stood."""
    return {
        "figures": {one.query.key: {"count": one.count, "digest": one.digest} for one in figures},
        "proofs": [proof.pk for proof in proofs],
    }


def _moved(
    mark: Mark | None, figures: Sequence[Harvested], proofs: Sequence[Proof]
) -> tuple[str, ...]:
    if mark is None:
        return ()
    before = mark.basis.get("figures", {})
    found = [
        f"{one.query.title}：打分时 {before[one.query.key]['count']}，现在 {one.count}"
        for one in figures
        if one.query.key in before and before[one.query.key]["digest"] != one.digest
    ]
    gone = set(mark.basis.get("proofs", [])) - {proof.pk for proof in proofs}
    if gone:
        titles = Proof.objects.filter(pk__in=gone).values_list("title", flat=True)
        found.append(f"打分以后撤回了佐证：{'、'.join(titles)}")
    return tuple(found)
