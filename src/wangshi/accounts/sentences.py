"""审计记录读作一句话: verbs and nouns of the whole house, by the names they are recorded under."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wangshi.shared.models import AuditRecord

from .permissions import ROLES, Role

VERBS: Final[dict[str, str]] = {
    "account.edited": "改了账号资料",
    "account.keys_set": "改了快捷键的开关",
    "account.locked": "密码连错，锁定了",
    "account.opened": "开通了账号",
    "account.password_changed": "改了自己的密码",
    "account.password_reset": "重设了密码",
    "account.restarted": "恢复了账号",
    "account.signed_in": "登录",
    "account.signed_out": "退出",
    "account.stopped": "停用了账号",
    "account.totp_begun": "开始登记动态口令",
    "account.totp_dropped": "停用了自己的动态口令",
    "account.totp_enrolled": "开通了动态口令",
    "account.totp_reset": "停掉了别人的动态口令",
    "account.unlocked": "解锁了账号",
    "audit.checked": "核对了审计链",
    "audit.restored": "声明恢复过备份",
    "clue.accepted": "接收了线索",
    "clue.assigned": "分派了线索",
    "clue.correction_answered": "答复了改正要求",
    "clue.correction_asked": "要求改正",
    "clue.decided": "作出了决定",
    "clue.decision_proposed": "报批了决定",
    "clue.dispute_settled": "复核了异议",
    "clue.disputed": "提出了异议",
    "clue.evidence_added": "加了材料",
    "clue.extension_answered": "批了延长申请",
    "clue.extension_asked": "申请延长",
    "clue.letter_answered": "回了督办函",
    "clue.noted": "写了办理情况",
    "clue.paused": "暂停了核查",
    "clue.proposal_answered": "批了拟办决定",
    "clue.rechecked": "复看了改正",
    "clue.replied": "答复了发现人",
    "clue.reported": "上报了线索",
    "clue.resumed": "恢复了核查",
    "clue.returned": "退回了线索",
    "clue.supervised": "发了督办函",
    "clue.worked_again": "没改好，重新办理",
    "county.set_up": "设立了县",
    "department.edited": "改了单位资料",
    "department.opened": "增加了单位",
    "evidence.exported": "导出了电子证据",
    "evidence.handed_over": "移交了电子证据",
    "evidence.masked": "做了遮盖副本",
    "evidence.published": "公开了遮盖副本",
    "evidence.sealed": "封存了电子证据",
    "evidence.stamped": "给电子证据盖上时间戳",
    "evidence.taken": "收下了电子证据",
    "evidence.verified": "校验了电子证据",
    "evidence.viewed": "查看了电子证据",
    "evidence.withdrawn": "撤下了遮盖副本",
    "grid.opened": "增加了网格",
    "food_start.noted": "登记了开始网上卖食品",
    "food_start.reported": "收到了食品网络经营报告",
    "hit.confirmed": "确认了命中",
    "hit.dismissed": "排除了命中",
    "hit.judgement_undone": "撤回了对命中的判断",
    "hits.handed_over": "把命中转为线索",
    "hits.handed_over_together": "一起移交了今天选的",
    "import.begun": "开始导入",
    "import.finished": "导入完成",
    "import.mapped": "定了列的对应",
    "import.received": "收到了文件",
    "import.refused": "没有导入",
    "import.stopped": "停下了导入",
    "licence.added": "加了营业执照",
    "material.dropped": "删掉了匿名材料",
    "material.kept": "留下了匿名材料",
    "operator.edited": "改了经营主体资料",
    "operator.opened": "登记了经营主体",
    "owner.bound": "绑定了经营者账号",
    "owner.unbound": "解除了经营者账号",
    "permit.added": "加了许可证",
    "live_goods.named": "记下了直播讲解的商品，和页面比对",
    "live_room.added": "加了直播间",
    "live_session.taken": "上传了直播文字",
    "platform.opened": "登记了平台",
    "prices.checked": "核对了价格",
    "remark.answered": "答复了资料意见",
    "remark.made": "指出资料不对",
    "return.receipted": "给平台报送开了回执",
    "role.ended": "收回了角色",
    "role.granted": "授予了角色",
    "rule.floor_set": "定了规则的下限",
    "rule.restored": "恢复了降级的规则",
    "seller.applied": "记下卖家交了登记申请",
    "seller.declared": "收下了卖家的自我声明",
    "seller.found": "登记了没有店铺的卖家",
    "seller.guided": "问清了卖家要不要办照",
    "seller.handed_over": "把不肯办的卖家转为线索",
    "seller.licensed": "记下卖家领了执照",
    "seller.linked": "把卖家对上了主体",
    "seller.lost": "记下卖家联系不上",
    "seller.noted": "给卖家记了一笔",
    "seller.prepared": "记下办照的一步",
    "seller.refused": "记下卖家不肯办",
    "seller.visited": "联系上了卖家",
    "shop.closed": "记下店铺已关",
    "shop.edited": "改了店铺资料",
    "shop.linked": "把店铺关联到主体",
    "shop.opened": "登记了店铺",
    "shop.unlinked": "解除了店铺的关联",
    "sightings.screened": "筛查了商品信息",
    "spot_check.cleared": "抽查看过，没有问题",
    "spot_check.drawn": "抽查没有命中的商品",
    "spot_check.handed_over": "把抽查发现的转为线索",
    "spot_check.left_unclear": "抽查看过，说不准",
    "spot_check.missed": "抽查发现规则漏了",
    "spot_check.undone": "撤回了抽查的判断",
    "sweep.closed": "结束了专项监测",
    "sweep.opened": "安排了专项监测",
    "token.issued": "发了接口令牌",
    "token.revoked": "收回了接口令牌",
    "town.edited": "改了镇办资料",
}
NOUNS: Final[dict[str, str]] = {
    "accounts.account": "账号",
    "accounts.department": "单位",
    "accounts.grid": "网格",
    "accounts.town": "镇办",
    "accounts.username": "账号名",
    "cases.case": "案件",
    "cases.clue": "线索",
    "county": "县",
    "evidence.exhibit": "电子证据",
    "growth.foodstart": "食品网络经营报告",
    "growth.seller": "卖家",
    "inspections.returnreceipt": "报送回执",
    "monitoring.hit": "命中",
    "monitoring.listing": "商品信息",
    "monitoring.livesession": "直播文字",
    "monitoring.spotcheck": "抽中的商品",
    "monitoring.spotcheckdraw": "抽查",
    "monitoring.sweep": "专项监测",
    "portal.apitoken": "接口令牌",
    "portal.material": "匿名材料",
    "registry.operator": "经营主体",
    "rule": "规则",
    "rules": "全部规则",
    "registry.shop": "店铺",
    "shared.importbatch": "导入批次",
    "audit": "审计链",
}
FACTS: Final[dict[str, str]] = {
    "account": "账号",
    "address": "从",
    "after": "改后",
    "aliases": "别的叫法",
    "approved": "批准",
    "at": "时间",
    "authorities": "时间戳服务",
    "before": "原来",
    "breaks": "断处",
    "by": "何人",
    "case": "案件",
    "certificate_number": "执法证号",
    "channel": "在哪里卖",
    "check": "抽中的商品",
    "clue": "线索",
    "copy": "第几份副本",
    "code": "代码",
    "column": "列",
    "columns": "列",
    "conclusion": "结论",
    "contradictions": "矛盾",
    "correction": "改正要求",
    "county": "县",
    "cues": "字幕条数",
    "daily_clues": "每日可接",
    "department": "单位",
    "departments": "单位",
    "digest": "总体的校验值",
    "dispute": "异议",
    "done": "办好了",
    "drawn": "抽中",
    "enabled": "开",
    "extension": "延长",
    "external_id": "平台店铺号",
    "families": "规则类",
    "file": "文件",
    "fixed": "改好",
    "floor": "下限",
    "frame": "总体",
    "grid": "网格",
    "ground": "依据",
    "grounds": "免于登记的情形",
    "handed_on": "转给",
    "hits": "命中",
    "idle": "久未操作",
    "issued_on": "核准日期",
    "judged": "有结果",
    "kept": "留住到第几号",
    "kind": "种类",
    "last": "最后丢的一号",
    "letter": "督办函",
    "lines": "丢了几条",
    "listing": "商品",
    "name": "名称",
    "new_departments": "新增单位",
    "new_towns": "新增镇办",
    "note": "说明",
    "now": "改成",
    "number": "编号",
    "on": "日期",
    "operator": "经营主体",
    "options": "附加条件",
    "outcome": "结果",
    "overdue": "逾期",
    "parent": "上级",
    "photos": "照片",
    "platform": "平台",
    "proposal": "拟办",
    "quote": "原话",
    "reason": "理由",
    "reasons": "理由",
    "records": "共几条",
    "remark": "资料意见",
    "remind_on": "下次联系",
    "reopened": "重新办理",
    "reported_on": "报告日期",
    "right": "属实",
    "role": "角色",
    "row": "行",
    "rows": "行数",
    "rule": "规则",
    "seed": "种子",
    "rules": "规则",
    "seller": "卖家",
    "sha256": "文件校验值",
    "shop": "店铺",
    "shops": "店铺",
    "short_name": "简称",
    "shown_uscc": "亮照代码",
    "sighting": "所见",
    "signed_on": "签的日期",
    "source": "来源",
    "started_on": "开始日期",
    "state": "状态",
    "step": "步骤",
    "sweep": "专项监测",
    "town": "镇办",
    "towns": "镇办",
    "upheld": "属实",
    "uscc": "信用代码",
    "username": "账号",
    "valid_to": "有效期至",
    "version": "版本",
    "violation": "违法行为",
    "violations": "主管的违法行为",
    "was": "原来",
    "with_code": "用了动态口令",
}
NO_NAMES: Final[Mapping[str, str]] = {}
YES: Final = {True: "是", False: "否", None: "—"}


@dataclass(frozen=True)
class FactLine:
    """记录里的一项事实, in words."""

    word: str
    value: str


@dataclass(frozen=True)
class Sentence:
    """一条审计记录的读法: what an unknown verb or noun is called stays as it was recorded."""

    line: AuditRecord
    did: str
    what: str
    facts: tuple[FactLine, ...]


def read(line: AuditRecord, names: Mapping[str, str] = NO_NAMES) -> Sentence:
    """读一条记录: `names` says how some subjects are called by those who know them."""
    return Sentence(
        line,
        VERBS.get(line.verb, line.verb),
        names.get(line.subject) or noun(line.subject),
        tuple(FactLine(FACTS.get(key, key), _shown(key, line.facts[key])) for key in line.facts),
    )


def noun(subject: str) -> str:
    """`cases.clue:12` reads 线索 12 号; what is not a number stands in quotes."""
    kind, _, key = subject.partition(":")
    word = NOUNS.get(kind)
    if word is None:
        return subject
    return f"{word} {key} 号" if key.isdigit() else f"{word}“{key}”" if key else word


def _shown(key: str, value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return YES[value]
    if isinstance(value, dict):
        return "，".join(f"{FACTS.get(k, k)} {_shown(k, v) or '无'}" for k, v in value.items())
    if isinstance(value, list):
        return "、".join(_shown(key, item) for item in value)
    if key == "role" and value in list(Role):
        return ROLES[Role(value)].title
    return str(value)
