"""数字的定义: each figure is named, explained and counted from a queryset, in one place.

The overview, every bar and tile, the pages of rows and the workbooks all read this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.base import Model

from wangshi.cases.models import Clue, Correction, Dispute, SupervisionLetter
from wangshi.cases.workflow import ClueOutcome, ClueState
from wangshi.monitoring.models import Hit, HitState, SeenAgain

from .asked import Asked
from .times import ClueTime

OTHER_DIMENSIONS = {"department": "单位", "source": "来源"}


@dataclass(frozen=True, eq=False)
class Subject:
    """数什么: the rows that are counted, the moment that dates them, what they can be split by."""

    key: str
    title: str
    unit: str
    model: type[Model]
    moment: str
    paths: Mapping[str, str]


HITS = Subject(
    "hit",
    "命中",
    "条",
    Hit,
    "sighting__seen_at",
    {"town": "town", "violation": "violation", "rule": "rule", "ground": "ground"},
)
CLUES = Subject(
    "clue",
    "线索",
    "件",
    Clue,
    "received_at",
    {
        "town": "town",
        "department": "department",
        "source": "source",
        "violation": "violation",
        "rule": "rule",
        "ground": "ground",
    },
)


def everything() -> Q:
    """不另加条件."""
    return Q()


@dataclass(frozen=True)
class Figure:
    """一个数字: `where` narrows in the database; `claims` asks the clocks of what is left.

    A figure that is not `timed` speaks of today and leaves the period aside.
    """

    key: str
    name: str
    definition: str
    subject: Subject
    where: Callable[[], Q] = everything
    claims: Callable[[ClueTime, Asked], bool] | None = None
    timed: bool = True

    @property
    def moment(self) -> str:
        """按哪个时间算，写给人看."""
        if not self.timed:
            return "按今天的情况算，不受时间段影响"
        return "按看到页面的时间算" if self.subject is HITS else "按登记时间算"


def _judged(*states: HitState) -> Callable[[], Q]:
    return lambda: Q(state__in=states)


def _decided() -> Q:
    return Q(decided_on__isnull=False)


def _closed() -> Q:
    return Q(state=ClueState.CLOSED)


def _came_back() -> Q:
    """The same rule found something in the same listing after the answer."""
    new = Hit.objects.filter(
        rule=OuterRef("rule"),
        sighting__listing=OuterRef("sighting__listing"),
        sighting__seen_at__gt=OuterRef("clue__replied_at"),
    )
    again = SeenAgain.objects.filter(
        hit=OuterRef("pk"), sighting__seen_at__gt=OuterRef("clue__replied_at")
    )
    return Q(Exists(new)) | Q(Exists(again))


def _hits_of_the_clue(*where: Q) -> Q:
    return Q(Exists(Hit.objects.filter(*where, clue=OuterRef("pk"))))


def _relapsed() -> Q:
    return _closed() & _hits_of_the_clue(_came_back())


def _demanded() -> Q:
    return _closed() & Q(Exists(_corrections()))


def _rechecked(fixed: bool | None) -> Callable[[], Q]:
    """The last demand that still stands: found fixed, found as it was, or not looked at yet."""
    return lambda: _closed() & Q(Exists(_last_correction(fixed)))


def _corrections() -> QuerySet[Correction]:
    return Correction.objects.filter(clue=OuterRef("pk"), set_aside_at__isnull=True)


def _last_correction(fixed: bool | None) -> QuerySet[Correction]:
    later = Correction.objects.filter(
        clue=OuterRef("clue"), set_aside_at__isnull=True, pk__gt=OuterRef("pk")
    )
    return _corrections().filter(~Exists(later), fixed=fixed)


def _disputed(**facts: Any) -> Callable[[], Q]:
    return lambda: Q(Exists(Dispute.objects.filter(clue=OuterRef("pk"), **facts)))


def _supervised() -> Q:
    return Q(Exists(SupervisionLetter.objects.filter(clue=OuterRef("pk"))))


def _handed_over() -> Q:
    return Q(clue__isnull=False)


_FIGURES = (
    Figure("hits", "筛查命中", "规则在商品页面上指出的疑点，同一句话再看到不重复计。", HITS),
    Figure("pending", "待复核", "还没有人判断的命中。", HITS, _judged(HitState.PENDING)),
    Figure(
        "reviewed",
        "已复核",
        "执法员已经确认或者排除的命中。",
        HITS,
        _judged(HitState.CONFIRMED, HitState.DISMISSED),
    ),
    Figure(
        "confirmed",
        "确认",
        "执法员确认有疑点的命中；确认以后仍是疑似，要核查。",
        HITS,
        _judged(HitState.CONFIRMED),
    ),
    Figure(
        "dismissed", "排除", "执法员排除的命中，都写了理由。", HITS, _judged(HitState.DISMISSED)
    ),
    Figure("handed", "转为线索", "确认以后已经转为线索的命中。", HITS, _handed_over),
    Figure("clues", "线索", "登记的线索，不论来源：命中、网格、投诉举报、交办、移送。", CLUES),
    Figure("decided", "已决定", "核查完，已经作出决定的线索。", CLUES, _decided),
    Figure("filed", "立案", "决定立案的线索。", CLUES, lambda: Q(outcome=ClueOutcome.FILED)),
    Figure(
        "guided",
        "指导改正",
        "决定指导改正的线索；要求改，还不等于改好了。",
        CLUES,
        lambda: Q(outcome=ClueOutcome.CORRECTED),
    ),
    Figure("closed", "已了结", "已经答复发现人的线索；了结不等于改好。", CLUES, _closed),
    Figure(
        "demanded",
        "要求改正",
        "已经了结，又要求当事人改正的线索；每一件都要复看。",
        CLUES,
        _demanded,
    ),
    Figure(
        "fixed",
        "复看已改好",
        "执法员复看过，写明已经改好的线索。",
        CLUES,
        _rechecked(True),
    ),
    Figure(
        "unfixed",
        "复看没改好",
        "执法员复看过，写明没有改好的线索；可以重办、立案，或者再限期改正。",
        CLUES,
        _rechecked(False),
    ),
    Figure(
        "unseen",
        "还没有复看",
        "要求了改正，还没有复看的线索：改没改好，不知道。",
        CLUES,
        _rechecked(None),
    ),
    Figure(
        "relapsed",
        "了结后又出现",
        "了结以后又看，同一件商品上同一条规则又命中；是采集的线索，不是复看。",
        CLUES,
        _relapsed,
    ),
    Figure("disputed", "有异议", "发现人对办理结果提过异议的线索。", CLUES, _disputed()),
    Figure(
        "overturned",
        "异议成立重办",
        "提了异议，复核后重办的线索。",
        CLUES,
        _disputed(reopened=True),
    ),
    Figure("supervised", "督办", "发过督办单的线索。", CLUES, _supervised),
    Figure(
        "running",
        "在走的期限",
        "有期限在走的线索，了结了还要复看的也算；一件可以同时有几个期限，最紧的算它的状态。",
        CLUES,
        lambda: ~_closed() | Q(Exists(_corrections().filter(fixed__isnull=True))),
        lambda time, asked: time.shows(asked.clock, asked.face),
        timed=False,
    ),
    Figure(
        "on_time",
        "按期决定",
        "在核查期限内（含依法延长、不计暂停）作出决定的线索。",
        CLUES,
        _decided,
        lambda time, _: time.on_time is True,
    ),
    Figure(
        "overtime",
        "逾期决定",
        "过了核查期限才作出决定的线索。",
        CLUES,
        _decided,
        lambda time, _: time.on_time is False,
    ),
)
FIGURES: Mapping[str, Figure] = {figure.key: figure for figure in _FIGURES}
