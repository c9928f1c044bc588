"""审计记录读作一句话: verbs and nouns of the whole house, by the names they are recorded under."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wangshi.shared.models import AuditRecord

from .permissions import ROLES, Role
from .verbs import VERBS

NOUNS: Final[dict[str, str]] = {
    "accounts.account": "账号",
    "accounts.department": "单位",
    "accounts.grid": "网格",
    "accounts.town": "镇办",
    "accounts.username": "账号名",
    "cases.case": "案件",
    "cases.clue": "线索",
    "complaints.codemapping": "12315 表里的词",
    "complaints.complaint": "投诉",
    "complaints.letter": "来件",
    "complaints.servicestation": "维权服务站",
    "complaints.violationreport": "举报",
    "county": "县",
    "display.displaycheck": "亮照检查",
    "evidence.captureorder": "取证单",
    "evidence.exhibit": "电子证据",
    "growth.foodstart": "食品网络经营报告",
    "figures.boundaries": "边界图",
    "figures.filing": "统计报表",
    "figures.form": "报表",
    "figures.respondent": "报送单位",
    "figures.villageproof": "快递进村佐证",
    "growth.seller": "卖家",
    "inspections.inspection": "检查",
    "inspections.platformletter": "致平台函",
    "inspections.returnreceipt": "报送回执",
    "monitoring.hit": "命中",
    "monitoring.listing": "商品信息",
    "monitoring.livesession": "直播文字",
    "monitoring.spotcheck": "抽中的商品",
    "monitoring.spotcheckdraw": "抽查",
    "monitoring.sweep": "专项监测",
    "penalties.spotpenalty": "当场处罚",
    "portal.apitoken": "接口令牌",
    "portal.material": "匿名材料",
    "registry.operator": "经营主体",
    "rule": "规则",
    "rules": "全部规则",
    "registry.platform": "平台",
    "registry.shop": "店铺",
    "scrutiny.contactletter": "专用信函",
    "scrutiny.premise": "登记地址",
    "scrutiny.recompute": "登记疑点",
    "scrutiny.sharedplace": "公用的地址、电话",
    "scrutiny.suspicion": "登记疑点",
    "shared.importbatch": "导入批次",
    "audit": "审计链",
    "programme.assessment": "自评",
    "programme.clause": "条款",
    "programme.decision": "议定事项",
    "programme.finding": "督查问题",
    "programme.fund": "专项资金",
    "programme.fundproject": "资金项目",
    "programme.jointmeeting": "会议",
    "programme.mark": "打分",
    "programme.plan": "方案",
    "programme.proof": "佐证",
    "programme.scoresheet": "评分表",
    "programme.seat": "席位",
    "programme.subplan": "子方案",
    "programme.supervision": "督查",
    "programme.task": "创建任务",
    "programme.voucher": "付款",
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
    "duty": "职责",
    "enabled": "开",
    "exhibit": "电子证据",
    "extension": "延长",
    "external_id": "平台店铺号",
    "families": "规则类",
    "file": "文件",
    "finding": "看得怎么样",
    "fixed": "改好",
    "found": "看到几个",
    "fresh": "新看到几个",
    "gone": "不再看到几个",
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
    "keeper": "保管人",
    "kept": "留住到第几号",
    "kind": "种类",
    "last": "最后丢的一号",
    "letter": "督办函",
    "lines": "丢了几条",
    "listing": "商品",
    "manifest": "清单",
    "name": "名称",
    "new_departments": "新增单位",
    "new_towns": "新增镇办",
    "note": "说明",
    "now": "改成",
    "number": "编号",
    "observed": "看到的是什么",
    "on": "日期",
    "operator": "经营主体",
    "options": "附加条件",
    "order": "取证单",
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
    "result": "结果",
    "results": "结果代码",
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
    "sm3": "SM3",
    "source": "来源",
    "started_on": "开始日期",
    "state": "状态",
    "step": "步骤",
    "sweep": "专项监测",
    "to": "交给",
    "town": "镇办",
    "towns": "镇办",
    "upheld": "属实",
    "url": "网址",
    "uscc": "信用代码",
    "username": "账号",
    "valid_to": "有效期至",
    "version": "版本",
    "violation": "违法行为",
    "violations": "主管的违法行为",
    "was": "原来",
    "what": "哪一种",
    "why": "为什么",
    "with_code": "用了动态口令",
    "year": "年",
    "accepted": "验收",
    "assessment": "自评",
    "clause": "条款",
    "clauses": "条数",
    "count": "数目",
    "figures": "数字",
    "files": "文件数",
    "holder": "现在是谁",
    "item": "指标",
    "items": "指标数",
    "path": "条款",
    "points": "分",
    "present": "到会单位",
    "side": "哪一边",
    "alike": "像付过的笔数",
    "amount": "金额",
    "form": "报表",
    "fund": "资金",
    "sound": "过关",
    "period": "统计期",
    "seen_on": "看到的日子",
    "since": "自",
    "village": "村",
    "task": "任务",
    "tasks": "任务",
    "until": "至",
    "asked": "要什么",
    "ending": "终止的情形",
    "due_on": "最后一天",
    "mediator": "调解人",
    "other": "另一件",
    "places": "各是哪个县",
    "proof": "举证",
    "proofs": "几项举证",
    "recovered": "退赔金额",
    "report": "举报",
    "same_as": "前一件",
    "settled": "解决了",
    "station": "服务站",
    "told": "怎么告知",
    "written": "表里写的",
    "licence": "亮照",
    "permit": "亮证",
    "mark": "亮标",
    "wall": "没看到页面",
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
