"""职责栏: what stands at the left of an officer's page, by duty and by right."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.cases.selectors import Chip, desk, open_clues, reads_files
from wangshi.complaints.selectors import waiting_count
from wangshi.engine.clocks import ClockState
from wangshi.figures.selectors import missing_returns
from wangshi.growth.selectors import due_count, reads_sellers
from wangshi.mailroom.selectors import unseen_count
from wangshi.monitoring.selectors import pending_count, unread_count
from wangshi.penalties.selectors import waiting_count as waiting_cases
from wangshi.registry.selectors import open_proposals, open_remarks
from wangshi.shared.pages import NavGroup, NavItem

MOST_COUNTED: Final = 300

DUTIES: tuple[tuple[str, tuple[tuple[Permission | None, NavItem], ...]], ...] = (
    (
        "我的",
        (
            (Permission.VIEW_CLUE, NavItem("desk", "inbox", "办件台", dock=True)),
            (Permission.JUDGE_HIT, NavItem("hits", "eye", "待复核命中", dock=True)),
            (Permission.VIEW_OWN_SHOPS, NavItem("my-shops", "shop", "我的店", dock=True)),
            (None, NavItem("notices", "alert", "通知")),
        ),
    ),
    (
        "发现",
        (
            (Permission.OPEN_SWEEP, NavItem("sweeps", "radar", "专项监测")),
            (Permission.JUDGE_HIT, NavItem("spot-checks", "half", "抽查没命中的")),
            (Permission.IMPORT_LISTINGS, NavItem("live-sessions", "talk", "直播文字")),
            (Permission.VIEW_SUSPICION, NavItem("suspicions", "link", "登记疑点")),
            (Permission.VIEW_SELLER, NavItem("sellers", "people", "没有店铺的卖家")),
            (Permission.GUIDE_SELLER, NavItem("food-starts", "clock", "食品网售报告")),
            (Permission.IMPORT_LISTINGS, NavItem("imports", "down", "导入数据")),
            (Permission.JUDGE_HIT, NavItem("materials", "talk", "自查材料")),
        ),
    ),
    (
        "办理",
        (
            (Permission.VIEW_CLUE, NavItem("clues", "doc", "线索", dock=True)),
            (Permission.VIEW_CASE, NavItem("cases", "seal", "案件")),
            (Permission.VIEW_COMPLAINT, NavItem("complaints", "talk", "投诉举报")),
            (Permission.VIEW_INSPECTION, NavItem("inspections", "check", "定期检查")),
            (Permission.VIEW_STATISTICS, NavItem("display", "shop", "亮照检查")),
            (Permission.VIEW_INSPECTION, NavItem("platform-letters", "talk", "致平台函")),
            (Permission.VIEW_SUSPICION, NavItem("contact-letters", "inbox", "专用信函")),
            (Permission.VIEW_EVIDENCE, NavItem("exhibits", "seal", "电子证据")),
        ),
    ),
    (
        "底数",
        (
            (Permission.VIEW_OPERATOR, NavItem("operators", "shop", "经营主体")),
            (Permission.EDIT_OPERATOR, NavItem("links", "link", "待核实的关联")),
            (Permission.EDIT_OPERATOR, NavItem("remarks", "talk", "店家说资料不对")),
            (Permission.VIEW_SUSPICION, NavItem("shared-places", "list", "公用地址电话")),
            (Permission.VIEW_INSPECTION, NavItem("platforms", "list", "平台职责")),
            (Permission.VIEW_INSPECTION, NavItem("returns", "down", "平台报送")),
            (Permission.VIEW_OPERATOR, NavItem("themed", "list", "专题名录")),
            (Permission.VIEW_STATISTICS, NavItem("county-figures", "chart", "县级数字")),
            (Permission.FILE_RETURN, NavItem("filings", "doc", "填报表")),
            (Permission.VIEW_OPERATOR, NavItem("law", "doc", "法规")),
        ),
    ),
    (
        "创建",
        (
            (Permission.VIEW_STATISTICS, NavItem("overview", "chart", "驾驶舱")),
            (Permission.VIEW_PROGRAMME, NavItem("programme", "list", "创建工作")),
            (Permission.VIEW_PROGRAMME, NavItem("tasks", "check", "创建任务")),
            (Permission.VIEW_PROGRAMME, NavItem("meetings", "people", "会议")),
            (Permission.VIEW_PROGRAMME, NavItem("rounds", "eye", "督查")),
            (Permission.VIEW_SCORE, NavItem("scores", "seal", "自评", dock=True)),
            (Permission.VIEW_SCORE, NavItem("evaluation", "eye", "评估室", dock=True)),
            (Permission.VIEW_STATISTICS, NavItem("rules", "check", "规则准确率")),
        ),
    ),
    (
        "管理",
        (
            (Permission.MANAGE_ACCOUNTS, NavItem("accounts", "user", "账号与单位")),
            (Permission.ISSUE_TOKENS, NavItem("tokens", "link", "接口令牌")),
            (Permission.RUN_CHANNELS, NavItem("channels", "talk", "通知渠道")),
            (Permission.GRANT_ROLES, NavItem("grants", "seal", "角色授予")),
            (Permission.VIEW_AUDIT, NavItem("audit", "list", "审计记录")),
        ),
    ),
)


def duties(request: HttpRequest) -> tuple[NavGroup, ...]:
    """The groups with at least one item that the account may open, with what waits there."""
    account = request.user
    if not isinstance(account, Account):
        return ()
    groups = (
        NavGroup(
            title, tuple(_counted(item, account) for right, item in items if _leads(account, right))
        )
        for title, items in DUTIES
    )
    return tuple(group for group in groups if group.items)


def _leads(account: Account, right: Permission | None) -> bool:
    """Whoever only reports and hears the answer has no desk: the link would lead nowhere."""
    if right is None:
        return True
    if right is Permission.VIEW_CLUE:
        return reads_files(account)
    if right is Permission.VIEW_SELLER:
        return reads_sellers(account)
    return may(account, right)


def _counted(item: NavItem, account: Account) -> NavItem:
    waiting = WAITING.get(item.url_name)
    return waiting(item, account) if waiting else item


def _on_the_desk(item: NavItem, account: Account) -> NavItem:
    """A desk too full to be worked out for every page goes without its number."""
    if open_clues(account)[: MOST_COUNTED + 1].count() > MOST_COUNTED:
        return item
    mine = desk(account, timezone.localdate()).under(Chip.MINE)
    late = sum(one.clock.state is ClockState.LATE for one in mine)
    return replace(item, count=len(mine), late=late)


def _to_review(item: NavItem, account: Account) -> NavItem:
    return replace(item, count=pending_count(account))


def _to_see(item: NavItem, account: Account) -> NavItem:
    return replace(item, count=unseen_count(account))


def _to_read(item: NavItem, account: Account) -> NavItem:
    return replace(item, count=unread_count(account))


def _to_settle(item: NavItem, account: Account) -> NavItem:
    return replace(item, count=open_proposals(account).count())


def _to_answer(item: NavItem, account: Account) -> NavItem:
    return replace(item, count=open_remarks(account).count())


def _to_contact(item: NavItem, account: Account) -> NavItem:
    return replace(item, count=due_count(account, timezone.localdate()))


def _to_settle_disputes(item: NavItem, account: Account) -> NavItem:
    counted = waiting_count(account, timezone.localdate())
    return replace(item, count=counted[0], late=counted[1]) if counted else item


def _to_move_on(item: NavItem, account: Account) -> NavItem:
    counted = waiting_cases(account, timezone.localdate())
    return replace(item, count=counted[0], late=counted[1]) if counted else item


def _to_file(item: NavItem, account: Account) -> NavItem:
    missing = missing_returns(account, timezone.localdate())
    return replace(item, count=missing.count, late=missing.late)


WAITING: dict[str, Callable[[NavItem, Account], NavItem]] = {
    "desk": _on_the_desk,
    "hits": _to_review,
    "notices": _to_see,
    "spot-checks": _to_read,
    "links": _to_settle,
    "remarks": _to_answer,
    "sellers": _to_contact,
    "cases": _to_move_on,
    "complaints": _to_settle_disputes,
    "filings": _to_file,
}
