"""类别: what stands on a page, and how often people agreed with what software said."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from wangshi.complaints.models import Complaint, Triage, TriageModel
from wangshi.complaints.triage import problem_titles


@dataclass(frozen=True)
class Category:
    """一件的类别: its title as of today, by whom; what software read, how surely, from what."""

    title: str
    by_person: bool
    suggested: str
    suggested_code: str
    certainty: float
    words: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """等人定的."""
        return not self.title

    @property
    def percent(self) -> str:
        """把握, never more than 99 of a hundred."""
        return f"{min(99, round(self.certainty * 100))}%"


@dataclass(frozen=True)
class TriageFigures:
    """分拣的数: read by software, settled by it, said by people, and of those the same."""

    read: int
    by_software: int
    judged: int
    agreed: int
    looked_at: int
    left_so: int
    waiting: int


@dataclass(frozen=True)
class CategoryLine:
    """一类: how many complaints it has today."""

    code: str
    title: str
    complaints: int
    judged: int
    agreed: int


def category_of(complaint: Complaint) -> Category:
    """一件的类别; `triage` is looked at and not asked for where there is none."""
    titles, triage = problem_titles(), getattr(complaint, "triage", None)
    title = titles.get(complaint.problem, complaint.problem)
    if triage is None:
        return Category(title, True, "", "", 0.0, ())
    return Category(
        title=title,
        by_person=bool(triage.code),
        suggested=titles.get(triage.suggested, ""),
        suggested_code=triage.suggested,
        certainty=triage.certainty,
        words=tuple(triage.words),
    )


def triage_figures() -> TriageFigures:
    """一共."""
    judged, same = ~Q(code="") & ~Q(suggested=""), Q(code=F("suggested"))
    counted = Triage.objects.aggregate(
        read=Count("pk", filter=~Q(suggested="")),
        by_software=Count("pk", filter=Q(settled=True)),
        judged=Count("pk", filter=judged),
        agreed=Count("pk", filter=judged & same),
        looked_at=Count("pk", filter=judged & Q(settled=True)),
        left_so=Count("pk", filter=judged & same & Q(settled=True)),
    )
    return TriageFigures(waiting=Complaint.objects.filter(problem="").count(), **counted)


def category_lines() -> tuple[CategoryLine, ...]:
    """各类: the codes of today, each with its complaints and what people said of suggestions."""
    rows = dict(Complaint.objects.values_list("problem").annotate(Count("pk")).order_by("problem"))
    suggested = Triage.objects.exclude(code="").values_list("suggested")
    judged = dict(suggested.annotate(Count("pk")).order_by("suggested"))
    agreed = dict(suggested.filter(code=F("suggested")).annotate(Count("pk")).order_by("suggested"))
    return tuple(
        CategoryLine(code, title, rows.get(code, 0), judged.get(code, 0), agreed.get(code, 0))
        for code, title in problem_titles().items()
        if code in rows or code in judged
    )


def triage_models() -> QuerySet[TriageModel]:
    """训练过的模型, the newest first."""
    return TriageModel.objects.defer("kept")
