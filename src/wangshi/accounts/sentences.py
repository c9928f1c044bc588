"""审计记录读作一句话: verbs and nouns of the whole house, by the names they are recorded under."""

from dataclasses import dataclass
from typing import Any, Final

from wangshi.shared.models import AuditRecord

from .permissions import ROLES, Role

VERBS: Final[dict[str, str]] = {
    "account.opened": "开通了账号",
    "account.edited": "改了账号资料",
    "account.stopped": "停用了账号",
    "account.restarted": "恢复了账号",
    "account.unlocked": "解锁了账号",
    "account.password_reset": "重设了密码",
    "account.password_changed": "改了自己的密码",
    "account.totp_begun": "开始登记动态口令",
    "account.totp_enrolled": "开通了动态口令",
    "account.totp_dropped": "停用了自己的动态口令",
    "account.totp_reset": "停掉了别人的动态口令",
    "account.keys_set": "改了快捷键的开关",
    "account.signed_in": "登录",
    "account.signed_out": "退出",
    "account.locked": "密码连错，锁定了",
    "audit.checked": "核对了审计链",
    "county.set_up": "设立了县",
    "department.opened": "增加了单位",
    "department.edited": "改了单位资料",
    "grid.opened": "增加了网格",
    "role.granted": "授予了角色",
    "role.ended": "收回了角色",
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
    "monitoring.hit": "命中",
    "monitoring.listing": "商品信息",
    "monitoring.sweep": "专项监测",
    "registry.operator": "经营主体",
    "registry.shop": "店铺",
    "shared.importbatch": "导入批次",
    "audit": "审计链",
}
FACTS: Final[dict[str, str]] = {
    "address": "从",
    "before": "原来",
    "breaks": "断处",
    "certificate_number": "执法证号",
    "department": "单位",
    "enabled": "开",
    "grid": "网格",
    "idle": "久未操作",
    "name": "名称",
    "now": "改成",
    "reason": "理由",
    "role": "角色",
    "town": "镇办",
    "username": "账号",
    "with_code": "用了动态口令",
}
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


def read(line: AuditRecord) -> Sentence:
    """读一条记录: who is in the record itself; here is what was done, and to what."""
    return Sentence(
        line,
        VERBS.get(line.verb, line.verb),
        noun(line.subject),
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
