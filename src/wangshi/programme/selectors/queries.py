"""取数清单: every saved query of the programme, defined once and opened by the same rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.permissions import Permission
from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import verdict_words
from wangshi.engine.tables.inert import neutralise_text
from wangshi.evidence.models import Exhibit, MaskedCopy
from wangshi.figures.models import Filing, VillageProof
from wangshi.growth.models import Seller, SellerStep
from wangshi.growth.workflow import SellerState
from wangshi.inspections.models import IdentityReturn, Inspection, PlatformLetter, ReturnReceipt
from wangshi.monitoring.models import LiveSession, SpotCheck, Sweep
from wangshi.programme.models import Decision, JointMeeting, Proof, Task
from wangshi.programme.workflow import MeetingKind, TaskState
from wangshi.registry.models import Operator, Platform
from wangshi.statistics.selectors import FIGURES, Asked
from wangshi.statistics.selectors import rows as figure_rows

PROBLEM: Final = {True: "查出问题", False: "没有查出问题"}


@dataclass(frozen=True)
class Period:
    """一段日子, both ends in."""

    since: date
    until: date


@dataclass(frozen=True)
class Line:
    """一行明细: what a stranger may read of it; `href` leads to the record itself."""

    key: int
    on: date
    words: str
    href: str


Rows = Callable[[Period], QuerySet[Any]]
Telling = Callable[[Any], tuple[date, str]]


@dataclass(frozen=True, eq=False)
class Query:
    """一个取数: what it counts, how a row reads, who may open it, which clauses it serves."""

    key: str
    title: str
    definition: str
    unit: str
    rows: Rows
    tell: Telling
    page: str
    right: Permission
    serves: re.Pattern[str] | None = None

    def line(self, row: Any) -> Line:
        """一行."""
        on, words = self.tell(row)
        href = reverse(self.page, args=[row.pk]) if self.page else ""
        # The rows go out as CSV: what looks like a formula is put to sleep before it is counted.
        return Line(row.pk, on, neutralise_text(words), href)


def _within(manager: Any, path: str, *, moment: bool = False, **facts: Any) -> Rows:
    """Rows of a model whose day lies in the period."""
    day = f"{path}__date" if moment else path

    def rows(period: Period) -> QuerySet[Any]:
        bounds = {f"{day}__gte": period.since, f"{day}__lte": period.until}
        found: QuerySet[Any] = manager.filter(**bounds, **facts)
        return found

    return rows


def _figure(key: str) -> Rows:
    """The rows of a figure of the statistics, asked over the period."""

    def rows(period: Period) -> QuerySet[Any]:
        asked = Asked(since=period.since, until=period.until)
        return figure_rows(FIGURES[key], asked, period.until)

    return rows


def _local(moment: datetime) -> date:
    return timezone.localdate(moment)


def _clue(clue: Any) -> tuple[date, str]:
    return _local(clue.received_at), f"{clue.number} {clue.title} {clue.get_state_display()}"


def _hit(hit: Any) -> tuple[date, str]:
    return _local(hit.sighting.seen_at), f"{hit.title} {hit.get_state_display()}"


def _online(period: Period) -> QuerySet[Any]:
    return Operator.objects.filter(shops__isnull=False).distinct()


def _of_figure(key: str, serves: str = "") -> Query:
    figure = FIGURES[key]
    is_hit = figure.subject.key == "hit"
    rows = _figure(key)
    if is_hit:
        found = rows

        def rows(period: Period) -> QuerySet[Any]:
            return found(period).select_related("sighting")

    return Query(
        key=key,
        title=figure.name,
        definition=figure.definition,
        unit=figure.subject.unit,
        rows=rows,
        tell=_hit if is_hit else _clue,
        page="hit" if is_hit else "clue",
        right=Permission.VIEW_HIT if is_hit else Permission.VIEW_CLUE,
        serves=re.compile(serves) if serves else None,
    )


_CLUE_WORDS: Final = "查处|线索|闭环|上传线索|分流|违法行为"
_QUERIES: Final = (
    _of_figure("hits", "监测|以网管网"),
    _of_figure("reviewed", "监测"),
    _of_figure("confirmed"),
    _of_figure("clues", _CLUE_WORDS),
    _of_figure("decided", _CLUE_WORDS),
    _of_figure("filed", "查处|严厉打击"),
    _of_figure("closed", _CLUE_WORDS),
    _of_figure("demanded", "改正|整治"),
    _of_figure("fixed", "改正|整治"),
    _of_figure("on_time", "及时反馈|处置高效"),
    Query(
        "sweeps", "专项监测", "安排过的专项监测，按开始的日子算。", "次",
        _within(Sweep.objects, "starts_on"),
        lambda row: (row.starts_on, row.title),
        "sweep", Permission.OPEN_SWEEP, re.compile("专项整治|专项监测|监测|清查"),
    ),
    Query(
        "spot_checks", "抽查没命中的", "随机抽出、由人看过的没有命中的商品。", "件",
        _within(SpotCheck.objects, "judged_at", moment=True),
        lambda row: (_local(row.judged_at), f"第 {row.place} 件 {row.get_state_display()}"),
        "spot-check", Permission.JUDGE_HIT, re.compile("抽查"),
    ),
    Query(
        "inspections", "定期检查", "记下的检查，按检查的日子算。", "次",
        _within(Inspection.objects.select_related("operator"), "on"),
        lambda row: (row.on, f"{row.operator.name} {PROBLEM[row.problem]}"),
        "inspection", Permission.VIEW_INSPECTION, re.compile("检查|双随机|抽查|亮照|实名"),
    ),
    Query(
        "display_checks", "亮照检查", "记下的亮照检查，按检查的日子算。", "次",
        _within(DisplayCheck.objects.select_related("shop").defer("page_text"), "on"),
        lambda row: (row.on, f"{row.shop.name} {'，'.join(verdict_words(row))}"),
        "display-check", Permission.VIEW_STATISTICS, re.compile("亮照|亮证|亮标"),
    ),
    Query(
        "platform_letters", "致平台函", "编了号发给平台的函。", "份",
        _within(PlatformLetter.objects, "sent_on"),
        lambda row: (row.sent_on, row.number),
        "platform-letter", Permission.VIEW_INSPECTION, re.compile("平台.{0,12}(?:责任|协作)"),
    ),
    Query(
        "returns", "平台报送", "导入过的平台身份信息报送，按第一次导入的日子算。", "份",
        _within(IdentityReturn.objects.select_related("platform"), "opened_at", moment=True),
        lambda row: (_local(row.opened_at), f"{row.platform.name} {row.year}-{row.month:02d}"),
        "return", Permission.VIEW_INSPECTION, re.compile("报送"),
    ),
    Query(
        "receipts", "报送回执", "给平台报送开过的回执。", "份",
        _within(ReturnReceipt.objects, "issued_at", moment=True),
        lambda row: (_local(row.issued_at), row.number),
        "", Permission.VIEW_INSPECTION, re.compile("报送"),
    ),
    Query(
        "exhibits", "封存的电子证据", "已经封存的电子证据，按封存的日子算。", "件",
        _within(Exhibit.objects, "sealed_at", moment=True),
        lambda row: (_local(row.sealed_at), f"{row.number} {row.manifest_sha256[:16]}"),
        "exhibit", Permission.VIEW_EVIDENCE, re.compile("取证|电子数据|封存"),
    ),
    Query(
        "publications", "公开的遮盖副本", "公开过的证据遮盖副本。", "份",
        _within(MaskedCopy.objects, "published_at", moment=True),
        lambda row: (_local(row.published_at), row.caption or f"第 {row.number} 份"),
        "", Permission.VIEW_EVIDENCE, re.compile("曝光|公示|公布"),
    ),
    Query(
        "live_sessions", "直播文字", "上传并筛查过的直播场次。", "场",
        _within(LiveSession.objects.select_related("room"), "taken_at", moment=True),
        lambda row: (_local(row.taken_at), row.room.name),
        "live-session", Permission.IMPORT_LISTINGS, re.compile("直播"),
    ),
    Query(
        "sellers", "发现的卖家", "登记的没有店铺的卖家，按看到的日子算；不写姓名。", "人",
        _within(Seller.objects.select_related("town"), "found_on"),
        lambda row: (row.found_on, f"{row.town.name} {row.get_state_display()}"),
        "seller", Permission.VIEW_SELLER, re.compile("微商|没有执照|社交电商|办理营业执照"),
    ),
    Query(
        "licensed", "辅导领照", "辅导以后领了执照的卖家，按领照那一步的日子算。", "人",
        _within(
            SellerStep.objects.select_related("seller__town"), "at", moment=True,
            name="license", target=SellerState.LICENSED,
        ),
        lambda row: (_local(row.at), row.seller.town.name),
        "", Permission.VIEW_SELLER, re.compile("办照|办理营业执照|登记"),
    ),
    Query(
        "operators", "经营主体", "登记库里的全部主体，按打开时的情况算。", "户",
        lambda period: Operator.objects.all(),
        lambda row: (row.established_on or date.min, row.name),
        "operator", Permission.VIEW_OPERATOR,
    ),
    Query(
        "online_operators", "有网店的主体", "至少关联一家网店的主体，一户开几家店只算一户。", "户",
        _online,
        lambda row: (row.established_on or date.min, row.name),
        "operator", Permission.VIEW_OPERATOR, re.compile("主体数量|经营主体数据|统计经营主体"),
    ),
    Query(
        "platforms", "平台", "登记的平台，按打开时的情况算。", "家",
        lambda period: Platform.objects.all(),
        lambda row: (date.min, row.name),
        "", Permission.VIEW_INSPECTION,
    ),
    Query(
        "filings", "统计报表", "单位和企业报来的统计报表，更正也算一份，按报来的日子算。", "份",
        _within(Filing.objects.select_related(
            "filed_return__respondent__department", "filed_return__respondent__operator"
        ), "at", moment=True),
        lambda row: (_local(row.at), f"{row.filed_return} 第 {row.number} 版"),
        "", Permission.VIEW_STATISTICS, re.compile("统计"),
    ),
    Query(
        "village_proofs", "快递进村佐证", "交来的快递进村佐证，按看到的日子算。", "份",
        _within(VillageProof.objects.select_related("village__town"), "seen_on"),
        lambda row: (row.seen_on, f"{row.village} {row.served_by}"),
        "", Permission.VIEW_STATISTICS, re.compile("快递|最后一公里|物流"),
    ),
    Query(
        "meetings", "开过的例会", "有纪要的例会，按开会的日子算。", "次",
        _within(JointMeeting.objects, "held_on", kind=MeetingKind.REGULAR),
        lambda row: (row.held_on, f"{row.body} {row.get_kind_display()}"),
        "meeting", Permission.VIEW_PROGRAMME, re.compile("联席会议|例会"),
    ),
    Query(
        "decisions", "议定事项", "会议议定的事项，按开会的日子算。", "件",
        _within(Decision.objects.select_related("meeting"), "meeting__held_on"),
        lambda row: (row.meeting.held_on, row.words),
        "", Permission.VIEW_PROGRAMME, re.compile("联席会议"),
    ),
    Query(
        "decisions_done", "办完的议定事项", "议定事项里办完的，按办完的日子算。", "件",
        _within(Decision.objects, "done_on"),
        lambda row: (row.done_on, row.words),
        "", Permission.VIEW_PROGRAMME, re.compile("联席会议"),
    ),
    Query(
        "tasks", "下达的任务", "方案分解下达的任务，按下达的日子算。", "项",
        _within(Task.objects, "issued_at", moment=True),
        lambda row: (_local(row.issued_at), row.title),
        "task", Permission.VIEW_PROGRAMME, re.compile("任务清单|细化任务|分解"),
    ),
    Query(
        "tasks_accepted", "验收的任务", "下达的任务里已经验收的，按下达的日子算。", "项",
        _within(Task.objects, "issued_at", moment=True, state=TaskState.ACCEPTED),
        lambda row: (_local(row.issued_at), row.title),
        "task", Permission.VIEW_PROGRAMME, re.compile("验收|任务清单"),
    ),
    Query(
        "proofs", "单位交的佐证", "单位交来、没有撤回的佐证，按事情发生的日子算。", "份",
        _within(Proof.objects, "happened_on", withdrawn_at=None),
        lambda row: (row.happened_on, row.title),
        "", Permission.VIEW_PROGRAMME,
    ),
)  # fmt: skip
QUERIES: Final[Mapping[str, Query]] = {query.key: query for query in _QUERIES}
QUERY_KEYS: Final[Mapping[str, str]] = {query.title: query.key for query in _QUERIES}


def serving(words: str) -> Sequence[Query]:
    """条款用得上的取数: found by the words of the clause."""
    return [query for query in QUERIES.values() if query.serves and query.serves.search(words)]
