"""致平台函: how each row stands now, and which rows the platform has let pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.supervision import Matter, standing_supervision
from wangshi.inspections.models import LetterAnswer, LetterRow, PlatformLetter, ReturnRow
from wangshi.inspections.workflow import ANSWER_TITLES, SEEN_BY_US, Answer
from wangshi.registry.models import Platform, Shop

MOST_OFFERED = 200


@dataclass(frozen=True)
class RowState:
    """一行现在怎么样: the word for it, and what kind of mark stands beside."""

    row: LetterRow
    word: str
    mark: str
    is_overdue: bool
    is_closed: bool


@dataclass(frozen=True)
class Offered:
    """可以列入的一家, and why."""

    key: str
    shop_name: str
    url: str
    reason: str
    shop: Shop | None


def letters() -> QuerySet[PlatformLetter]:
    """函, the newest first, with how many rows stand how."""
    newest = LetterAnswer.objects.filter(row__letter=OuterRef("pk"))
    answered = newest.values("row__letter").annotate(n=Count("row", distinct=True)).values("n")
    done = newest.filter(kind=Answer.CORRECTED).values("row__letter")
    rows = PlatformLetter.objects.annotate(
        row_count=Count("rows"),
        answered=Subquery(answered),
        corrected=Subquery(done.annotate(n=Count("row", distinct=True)).values("n")),
    )
    return rows.select_related("platform", "issued_by").order_by("-pk")


def letter_rows() -> QuerySet[Any]:
    """每一行 with its newest progress: `state` is empty while there is none."""
    newest = LetterAnswer.objects.filter(row=OuterRef("pk")).order_by("-pk")
    return LetterRow.objects.annotate(
        state=Subquery(newest.values("kind")[:1]),
        state_on=Subquery(newest.values("on")[:1]),
    ).select_related("letter__platform", "shop")


def overdue_rows(today: date) -> QuerySet[Any]:
    """逾期没有答复的: nothing came by the day the letter named."""
    rows = letter_rows().filter(letter__answer_by__lt=today, state__isnull=True)
    return rows.order_by("letter__answer_by", "letter_id", "place")


def waiting_rows() -> QuerySet[Any]:
    """该复看的: the platform has answered and nobody has looked."""
    said = letter_rows().filter(state__isnull=False).exclude(state__in=SEEN_BY_US)
    return said.order_by("state_on", "pk")


def row_states(rows: Iterable[LetterRow], today: date) -> list[RowState]:
    """怎么说: of rows of `letter_rows`."""
    return [_state(row, today) for row in rows]


def default_answer_by(matter: Matter, sent_on: date) -> date:
    """几时答复: so many working days after the letter, as the matter says."""
    return standing_lawbook().calendar.workday_after(sent_on, matter.days)


def matters() -> tuple[Matter, ...]:
    """事由."""
    return standing_supervision().matters


def offered_rows(platform: Platform, matter: str, over: Sequence[ReturnRow]) -> list[Offered]:
    """可以列入的店: by the matter, from the register and from the newest returns."""
    if matter == "over_mark":
        return [_from_return(row, "各店交易额合计超过额度，没有登记") for row in over]
    if matter == "incomplete":
        rows = ReturnRow.objects.filter(identity_return__platform=platform).exclude(lacking=[])
        newest = rows.order_by("-identity_return_id", "row_number")[:MOST_OFFERED]
        return [_from_return(row, f"没有{'、'.join(row.lacking)}") for row in newest]
    if matter == "unlicensed":
        shops = Shop.objects.filter(platform=platform, closed_on=None, shown_uscc="")
        bare = shops.filter(Q(operator__isnull=True) | Q(operator__registration_exempt=False))
        return [
            Offered(f"s{one.pk}", one.name, one.url, "没有见到亮照信息", one)
            for one in bare.order_by("pk")[:MOST_OFFERED]
        ]
    return []


def _from_return(row: ReturnRow, reason: str) -> Offered:
    return Offered(f"r{row.pk}", row.shop_name or row.name, row.url, reason[:300], row.shop)


def _state(row: LetterRow, today: date) -> RowState:
    state = vars(row)["state"]
    if state is None:
        overdue = row.letter.answer_by < today
        word = "逾期没有答复" if overdue else "已发出，等答复"
        return RowState(row, word, "late" if overdue else "blue", overdue, is_closed=False)
    kind = Answer(state)
    marks = {Answer.CORRECTED: "good", Answer.REFUSED: "late", Answer.UNCORRECTED: "late"}
    closed = kind is Answer.CORRECTED
    return RowState(row, ANSWER_TITLES[kind], marks.get(kind, "soon"), False, is_closed=closed)


def overdue_counts(platforms: Sequence[Platform], today: date) -> dict[int, int]:
    """各平台有几行逾期没有答复."""
    late = overdue_rows(today).filter(letter__platform__in=[one.pk for one in platforms])
    counted = late.order_by().values("letter__platform").annotate(n=Count("pk"))
    return {row["letter__platform"]: row["n"] for row in counted}
