"""职责栏: what stands at the left of an officer's page, by duty and by right."""

from django.http import HttpRequest

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.shared.pages import NavGroup, NavItem

DUTIES: tuple[tuple[str, tuple[tuple[Permission, NavItem], ...]], ...] = (
    (
        "我的",
        (
            (Permission.VIEW_CLUE, NavItem("desk", "inbox", "办件台", dock=True)),
            (Permission.JUDGE_HIT, NavItem("hits", "eye", "待复核命中", dock=True)),
        ),
    ),
    (
        "发现",
        (
            (Permission.OPEN_SWEEP, NavItem("sweeps", "radar", "专项监测")),
            (Permission.IMPORT_LISTINGS, NavItem("imports", "down", "导入数据")),
        ),
    ),
    (
        "办理",
        ((Permission.VIEW_CLUE, NavItem("clues", "doc", "线索", dock=True)),),
    ),
    (
        "底数",
        ((Permission.VIEW_OPERATOR, NavItem("operators", "shop", "经营主体")),),
    ),
    (
        "创建",
        ((Permission.VIEW_STATISTICS, NavItem("overview", "chart", "驾驶舱")),),
    ),
    (
        "管理",
        (
            (Permission.MANAGE_ACCOUNTS, NavItem("accounts", "user", "账号与单位")),
            (Permission.GRANT_ROLES, NavItem("grants", "seal", "角色授予")),
            (Permission.VIEW_AUDIT, NavItem("audit", "list", "审计记录")),
        ),
    ),
)


def duties(request: HttpRequest) -> tuple[NavGroup, ...]:
    """The groups with at least one item that the account may open."""
    account = request.user
    if not isinstance(account, Account):
        return ()
    groups = (
        NavGroup(title, tuple(item for right, item in items if may(account, right)))
        for title, items in DUTIES
    )
    return tuple(group for group in groups if group.items)
