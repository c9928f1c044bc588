"""What may be done, who may do it, and on which records: the whole policy in one table."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """权限: one for each duty; every one of them is asked for by a service or a page."""

    IMPORT_REGISTER = "import_register"
    VIEW_OPERATOR = "view_operator"
    EDIT_OPERATOR = "edit_operator"
    BIND_OWNER = "bind_owner"
    VIEW_OWN_SHOPS = "view_own_shops"
    SPEAK_FOR_OPERATOR = "speak_for_operator"
    OPEN_SWEEP = "open_sweep"
    IMPORT_LISTINGS = "import_listings"
    VIEW_HIT = "view_hit"
    JUDGE_HIT = "judge_hit"
    HAND_OVER = "hand_over"
    TUNE_RULES = "tune_rules"
    REPORT_CLUE = "report_clue"
    VIEW_CLUE = "view_clue"
    ASSIGN_CLUE = "assign_clue"
    ACCEPT_CLUE = "accept_clue"
    VERIFY_CLUE = "verify_clue"
    APPROVE_EXTENSION = "approve_extension"
    DECIDE_CLUE = "decide_clue"
    APPROVE_FILING = "approve_filing"
    REPLY_CLUE = "reply_clue"
    DISPUTE_CLUE = "dispute_clue"
    SETTLE_DISPUTE = "settle_dispute"
    SUPERVISE_CLUE = "supervise_clue"
    TAKE_EVIDENCE = "take_evidence"
    VIEW_EVIDENCE = "view_evidence"
    PUBLISH_EVIDENCE = "publish_evidence"
    VIEW_INSPECTION = "view_inspection"
    SUPERVISE_PLATFORM = "supervise_platform"
    RECORD_INSPECTION = "record_inspection"
    VIEW_SUSPICION = "view_suspicion"
    JUDGE_SUSPICION = "judge_suspicion"
    FIND_SELLER = "find_seller"
    VIEW_SELLER = "view_seller"
    GUIDE_SELLER = "guide_seller"
    VIEW_COMPLAINT = "view_complaint"
    TAKE_COMPLAINT = "take_complaint"
    MEDIATE_COMPLAINT = "mediate_complaint"
    VIEW_IDENTITY = "view_identity"
    TRAIN_TRIAGE = "train_triage"
    VIEW_CASE = "view_case"
    WORK_CASE = "work_case"
    REVIEW_CASE = "review_case"
    DECIDE_CASE = "decide_case"
    PUBLISH_PENALTY = "publish_penalty"
    VIEW_STATISTICS = "view_statistics"
    FILE_RETURN = "file_return"
    RUN_FIGURES = "run_figures"
    VIEW_PROGRAMME = "view_programme"
    RUN_PROGRAMME = "run_programme"
    WORK_TASK = "work_task"
    CHECK_SCORE = "check_score"
    VIEW_SCORE = "view_score"
    EXPORT = "export"
    MANAGE_ACCOUNTS = "manage_accounts"
    ISSUE_TOKENS = "issue_tokens"
    RUN_CHANNELS = "run_channels"
    GRANT_ROLES = "grant_roles"
    VIEW_AUDIT = "view_audit"
    DECLARE_RESTORE = "declare_restore"


class Scope(StrEnum):
    """范围: which records a right reaches."""

    COUNTY = "county"
    DEPARTMENT = "department"
    TOWN = "town"
    HANDLED = "handled"
    OWN = "own"
    REPRESENTED = "represented"


class Role(StrEnum):
    """角色: law.md appendix B 8, and the three administrators."""

    BUREAU_ADMIN = "bureau_admin"
    OFFICER = "officer"
    LEGAL_REVIEWER = "legal_reviewer"
    DESK_12315 = "desk_12315"
    DISPATCHER = "dispatcher"
    GRID_MEMBER = "grid_member"
    OTHER_BUREAU = "other_bureau"
    LEADER = "leader"
    SHOP_OWNER = "shop_owner"
    AUDITOR = "auditor"
    PROGRAMME_OFFICE = "programme_office"
    EVALUATOR = "evaluator"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    COMMAND_LINE = "command_line"


PERMISSION_TITLES: dict[Permission, str] = {
    Permission.IMPORT_REGISTER: "导入登记数据",
    Permission.VIEW_OPERATOR: "看经营主体",
    Permission.EDIT_OPERATOR: "关联店铺、补充主体资料",
    Permission.BIND_OWNER: "绑定、解除经营者账号",
    Permission.VIEW_OWN_SHOPS: "看自己的主体、网店和要改的",
    Permission.SPEAK_FOR_OPERATOR: "报告已改好，指出资料不对",
    Permission.OPEN_SWEEP: "安排专项监测",
    Permission.IMPORT_LISTINGS: "导入商品信息",
    Permission.VIEW_HIT: "看命中",
    Permission.JUDGE_HIT: "确认、排除命中",
    Permission.HAND_OVER: "把命中转为线索",
    Permission.TUNE_RULES: "恢复降级的规则，定规则的下限",
    Permission.REPORT_CLUE: "上报线索",
    Permission.VIEW_CLUE: "看线索",
    Permission.ASSIGN_CLUE: "分派线索",
    Permission.ACCEPT_CLUE: "接收、退回线索",
    Permission.VERIFY_CLUE: "核查、暂停、申请延长",
    Permission.APPROVE_EXTENSION: "批准延长",
    Permission.APPROVE_FILING: "批准立案",
    Permission.DECIDE_CLUE: "对线索作决定",
    Permission.REPLY_CLUE: "答复发现人",
    Permission.DISPUTE_CLUE: "提出异议",
    Permission.SETTLE_DISPUTE: "复核异议",
    Permission.SUPERVISE_CLUE: "督办",
    Permission.TAKE_EVIDENCE: "取证、导出、移交、做遮盖副本",
    Permission.VIEW_EVIDENCE: "看电子证据和保管链",
    Permission.PUBLISH_EVIDENCE: "公开、撤下遮盖副本",
    Permission.VIEW_INSPECTION: "看平台职责、平台报送、定期检查、亮照检查",
    Permission.SUPERVISE_PLATFORM: "记平台职责、导入平台报送、致函平台",
    Permission.RECORD_INSPECTION: "记定期检查、亮照检查，要求店家亮照",
    Permission.VIEW_SUSPICION: "看登记疑点、登记地址、专用信函",
    Permission.JUDGE_SUSPICION: "排除登记疑点、转为线索，登记地址，寄专用信函",
    Permission.FIND_SELLER: "登记没有店铺的卖家",
    Permission.VIEW_SELLER: "看没有店铺的卖家",
    Permission.GUIDE_SELLER: "辅导卖家办照，收声明和报告",
    Permission.VIEW_COMPLAINT: "看投诉举报",
    Permission.TAKE_COMPLAINT: "登记、受理、不受理、退回投诉，办举报",
    Permission.MEDIATE_COMPLAINT: "调解投诉",
    Permission.VIEW_IDENTITY: "看投诉举报人的身份，每看一次都留记录",
    Permission.TRAIN_TRIAGE: "训练投诉分拣",
    Permission.VIEW_CASE: "看案件和当场处罚",
    Permission.WORK_CASE: "办自己的案件，当场处罚，制作公示",
    Permission.REVIEW_CASE: "审核别人办的案件",
    Permission.DECIDE_CASE: "批案件里的事，作出处理决定",
    Permission.PUBLISH_PENALTY: "公示、撤回处罚信息",
    Permission.VIEW_STATISTICS: "看统计",
    Permission.FILE_RETURN: "填本单位的统计报表，交本镇的佐证",
    Permission.RUN_FIGURES: "定谁填报表，导入报表，传边界图",
    Permission.VIEW_PROGRAMME: "看创建方案、任务、会议、督查",
    Permission.RUN_PROGRAMME: "导入方案，下达、验收任务，开会、督查、自评",
    Permission.WORK_TASK: "签收、办理本单位的任务，交佐证，报整改",
    Permission.CHECK_SCORE: "核查自评分",
    Permission.VIEW_SCORE: "看评分和它的依据",
    Permission.EXPORT: "导出",
    Permission.MANAGE_ACCOUNTS: "开停账号，维护单位、镇办",
    Permission.ISSUE_TOKENS: "发放、收回接口令牌",
    Permission.RUN_CHANNELS: "登记、停用通知渠道，看没送到的",
    Permission.GRANT_ROLES: "授予、收回角色",
    Permission.VIEW_AUDIT: "看审计记录",
    Permission.DECLARE_RESTORE: "声明恢复过备份",
}
SCOPE_TITLES: dict[Scope, str] = {
    Scope.COUNTY: "全县",
    Scope.DEPARTMENT: "本单位（含下属）",
    Scope.TOWN: "本镇办",
    Scope.HANDLED: "本人承办的",
    Scope.OWN: "本人上报的",
    Scope.REPRESENTED: "本人代表的主体",
}


@dataclass(frozen=True)
class RoleCard:
    """One role as a manager reads it: title, what it is for, and what it may do where."""

    title: str
    duty: str
    grants: tuple[tuple[Permission, Scope], ...]


def _on(scope: Scope, *permissions: Permission) -> tuple[tuple[Permission, Scope], ...]:
    return tuple((permission, scope) for permission in permissions)


P = Permission
EVERYONE_IN_THE_BUREAU = _on(
    Scope.COUNTY, P.VIEW_OPERATOR, P.VIEW_HIT, P.VIEW_INSPECTION, P.VIEW_SUSPICION
)
PROGRAMME = _on(Scope.COUNTY, P.VIEW_PROGRAMME, P.VIEW_SCORE)

ROLES: dict[Role, RoleCard] = {
    Role.BUREAU_ADMIN: RoleCard(
        "县局负责人",
        "看全局，批延长，督办，复核异议，决定案件；不能批自己办的件",
        EVERYONE_IN_THE_BUREAU
        + _on(
            Scope.COUNTY, P.VIEW_CLUE, P.ASSIGN_CLUE, P.APPROVE_EXTENSION, P.APPROVE_FILING,
            P.DECIDE_CLUE, P.SETTLE_DISPUTE, P.SUPERVISE_CLUE, P.VIEW_SELLER, P.VIEW_STATISTICS,
            P.EXPORT, P.OPEN_SWEEP, P.TUNE_RULES, P.BIND_OWNER, P.VIEW_EVIDENCE, P.PUBLISH_EVIDENCE,
            P.VIEW_COMPLAINT, P.VIEW_CASE, P.DECIDE_CASE, P.PUBLISH_PENALTY,
        )
        + PROGRAMME
        + _on(Scope.COUNTY, P.CHECK_SCORE),
    ),
    Role.OFFICER: RoleCard(
        "执法员",
        "监测、复核命中、核查线索、取证、答复",
        EVERYONE_IN_THE_BUREAU
        + _on(
            Scope.COUNTY, P.IMPORT_REGISTER, P.EDIT_OPERATOR, P.BIND_OWNER, P.IMPORT_LISTINGS,
            P.OPEN_SWEEP, P.JUDGE_HIT, P.HAND_OVER, P.REPORT_CLUE, P.SUPERVISE_PLATFORM,
            P.RECORD_INSPECTION, P.JUDGE_SUSPICION, P.FIND_SELLER, P.VIEW_SELLER, P.GUIDE_SELLER,
            P.VIEW_STATISTICS, P.EXPORT,
        )
        + _on(
            Scope.DEPARTMENT, P.VIEW_CLUE, P.ACCEPT_CLUE, P.VERIFY_CLUE, P.DECIDE_CLUE,
            P.REPLY_CLUE, P.TAKE_EVIDENCE, P.VIEW_EVIDENCE, P.VIEW_COMPLAINT, P.MEDIATE_COMPLAINT,
            P.VIEW_IDENTITY, P.VIEW_CASE, P.WORK_CASE,
        )
        + _on(Scope.HANDLED, P.TAKE_EVIDENCE, P.VIEW_EVIDENCE, P.VIEW_CASE, P.WORK_CASE)
        + _on(Scope.OWN, P.VIEW_CLUE, P.DISPUTE_CLUE)
        + PROGRAMME
        + _on(Scope.DEPARTMENT, P.WORK_TASK),
    ),
    Role.LEGAL_REVIEWER: RoleCard(
        "法制审核",
        "看决定的理由和钟；审核案件；复核异议；恢复降级的规则；审遮盖副本",
        EVERYONE_IN_THE_BUREAU
        + _on(
            Scope.COUNTY, P.VIEW_CLUE, P.VIEW_COMPLAINT, P.SETTLE_DISPUTE, P.VIEW_STATISTICS,
            P.TUNE_RULES, P.VIEW_EVIDENCE, P.PUBLISH_EVIDENCE, P.VIEW_CASE, P.REVIEW_CASE,
            P.PUBLISH_PENALTY,
        )
        + PROGRAMME,
    ),
    Role.DESK_12315: RoleCard(
        "12315 专席",
        "收投诉举报，受理、调解，转线索，答复",
        EVERYONE_IN_THE_BUREAU
        + _on(Scope.COUNTY, P.REPORT_CLUE, P.VIEW_CLUE, P.REPLY_CLUE, P.ASSIGN_CLUE)
        + _on(Scope.COUNTY, P.FIND_SELLER, P.VIEW_SELLER)
        + _on(
            Scope.COUNTY,
            P.VIEW_COMPLAINT,
            P.TAKE_COMPLAINT,
            P.MEDIATE_COMPLAINT,
            P.VIEW_IDENTITY,
        ),
    ),
    Role.DISPATCHER: RoleCard(
        "分派员",
        "把线索派到对的单位，退回的重派",
        EVERYONE_IN_THE_BUREAU
        + _on(
            Scope.COUNTY,
            P.VIEW_CLUE,
            P.REPORT_CLUE,
            P.ASSIGN_CLUE,
            P.VIEW_STATISTICS,
            P.EXPORT,
        ),
    ),
    Role.GRID_MEMBER: RoleCard(
        "网格员",
        "只上报、看回音；不检查，不取证",
        _on(Scope.OWN, P.REPORT_CLUE, P.VIEW_CLUE, P.DISPUTE_CLUE)
        + _on(Scope.TOWN, P.FIND_SELLER, P.VIEW_SELLER),
    ),
    Role.OTHER_BUREAU: RoleCard(
        "部门联络员",
        "办移交给本部门的线索",
        _on(Scope.COUNTY, P.VIEW_OPERATOR, P.REPORT_CLUE)
        + _on(
            Scope.DEPARTMENT,
            P.VIEW_CLUE,
            P.ACCEPT_CLUE,
            P.VERIFY_CLUE,
            P.DECIDE_CLUE,
            P.REPLY_CLUE,
        )
        + _on(Scope.TOWN, P.VIEW_CLUE, P.FILE_RETURN)
        + _on(Scope.OWN, P.VIEW_CLUE, P.DISPUTE_CLUE)
        + PROGRAMME
        + _on(Scope.DEPARTMENT, P.WORK_TASK, P.FILE_RETURN),
    ),
    Role.LEADER: RoleCard(
        "县领导",
        "看驾驶舱，点开数字，要求督办",
        _on(
            Scope.COUNTY,
            P.VIEW_STATISTICS,
            P.EXPORT,
            P.VIEW_CLUE,
            P.VIEW_OPERATOR,
            P.VIEW_SELLER,
            P.SUPERVISE_CLUE,
        )
        + PROGRAMME,
    ),
    Role.SHOP_OWNER: RoleCard(
        "经营者",
        "看自己的主体、网店和要改的，说改好了，指出资料不对；由执法员绑定到主体",
        _on(Scope.REPRESENTED, P.VIEW_OWN_SHOPS, P.SPEAK_FOR_OPERATOR, P.FILE_RETURN),
    ),
    Role.AUDITOR: RoleCard(
        "监督检查",
        "看全部办理经过和审计记录，不办件",
        EVERYONE_IN_THE_BUREAU
        + _on(
            Scope.COUNTY, P.VIEW_CLUE, P.VIEW_COMPLAINT, P.VIEW_SELLER, P.VIEW_STATISTICS, P.EXPORT,
            P.VIEW_AUDIT, P.VIEW_EVIDENCE, P.VIEW_CASE,
        )
        + PROGRAMME,
    ),
    Role.PROGRAMME_OFFICE: RoleCard(
        "创建办",
        "导入核对方案，下达验收任务，办会议和督查，自评，做迎检材料",
        PROGRAMME
        + _on(
            Scope.COUNTY,
            P.RUN_PROGRAMME,
            P.RUN_FIGURES,
            P.VIEW_STATISTICS,
            P.VIEW_OPERATOR,
            P.EXPORT,
        )
        + _on(Scope.DEPARTMENT, P.WORK_TASK),
    ),
    Role.EVALUATOR: RoleCard(
        "评估组",
        "只看：从得分点到依据，点到每一行；什么都不能改",
        _on(Scope.COUNTY, P.VIEW_SCORE),
    ),
    Role.SYSTEM_ADMIN: RoleCard(
        "系统管理员",
        "开停账号、维护单位、发接口令牌、管通知渠道",
        _on(Scope.COUNTY, P.MANAGE_ACCOUNTS, P.ISSUE_TOKENS, P.RUN_CHANNELS),
    ),
    Role.SECURITY_ADMIN: RoleCard("安全管理员", "授予角色", _on(Scope.COUNTY, P.GRANT_ROLES)),
    Role.AUDIT_ADMIN: RoleCard("审计管理员", "看审计记录", _on(Scope.COUNTY, P.VIEW_AUDIT)),
    Role.COMMAND_LINE: RoleCard(
        "命令行",
        "在服务器上导入、筛查、建县、开第一批账号；不能登录，不办件",
        EVERYONE_IN_THE_BUREAU
        + _on(
            Scope.COUNTY, P.IMPORT_REGISTER, P.EDIT_OPERATOR, P.IMPORT_LISTINGS, P.OPEN_SWEEP,
            P.VIEW_CLUE, P.VIEW_STATISTICS, P.VIEW_SCORE, P.EXPORT, P.MANAGE_ACCOUNTS,
            P.GRANT_ROLES, P.VIEW_AUDIT, P.DECLARE_RESTORE, P.TRAIN_TRIAGE,
        ),
    ),
}  # fmt: skip

THREE_ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
