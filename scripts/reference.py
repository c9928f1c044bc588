"""参考手册: pages under docs/reference/ that are told by the code and never written by hand.

`python scripts/reference.py` writes them; a test compares them with the code of the day.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import django
from django.conf import settings

from wangshi.accounts.permissions import PERMISSION_TITLES, ROLES, SCOPE_TITLES, Role
from wangshi.cases.workflow import (
    CLUE_STEPS,
    DECIDED_BY_THE_HEAD,
    OUTCOME_TITLES,
    SOURCE_TITLES,
    STATE_TITLES,
)
from wangshi.cli import main as command_line
from wangshi.engine.codes import load_tables
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.lawfiles import Certainty, load_yaml
from wangshi.engine.screening import load_rules
from wangshi.engine.screening.rules import Level
from wangshi.engine.tables.presets import load_presets
from wangshi.engine.terms import Direction, Term
from wangshi.engine.violations import Penalty, Violation, Violations
from wangshi.penalties.workflow import CASE_STEPS, UNCLOSED, UNDECIDED, CaseState
from wangshi.penalties.workflow import OUTCOME_ARTICLES as CASE_OUTCOME_ARTICLES
from wangshi.penalties.workflow import OUTCOME_TITLES as CASE_OUTCOME_TITLES
from wangshi.penalties.workflow import STATE_TITLES as CASE_STATE_TITLES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "wangshi"
FOLDER = ROOT / "docs" / "reference"
NOTICE = "<!-- 由 scripts/reference.py 生成（make docs），不要手改。 -->"
WIDTH = 88
_ENVIRONMENT = re.compile(r"""environ(?:\.get\(|\[)["'](WANGSHI_\w+)""")

CERTAINTIES = {
    Certainty.VERIFIED: "已核对原文",
    Certainty.FROM_MEMORY: "凭记忆，待核对",
    Certainty.INFERENCE: "推断",
}
LEVELS = {Level.FAIL: "涉嫌违法", Level.REVIEW: "要查清事实", Level.NOTE: "提示"}
SUBJECTS = {
    "operators": "经营主体",
    "listings": "商品信息",
    "returns": "平台报送",
    "complaints": "投诉举报",
    "triage": "投诉分拣",
    "figures": "统计报表",
    "themed": "专题名录",
}
PAPERS_OF = {
    "case": "案件",
    "measure": "每项措施",
    "letter": "每份协查函",
    "approval": "每件请示",
    "attempt": "每次送达",
    "spot": "当场处罚",
}
VARIABLES = {
    "DATABASE_URL": "数据库，如 `postgres://用户:口令@主机/库名`；不设就用 SQLite",
    "WANGSHI_HOME": "这套安装的数据目录：数据库、密钥、导入的文件、法规全文、审计锚点；默认 `var`",
    "WANGSHI_SECRET_KEY": "签名用的密钥；不设就在 `WANGSHI_HOME/keys/` 里生成一份",
    "WANGSHI_RULES": "另用一套筛查规则：它的文件夹；不设就用随程序来的；文件一变，网站自己换上",
    "WANGSHI_HOSTS": "允许的主机名，逗号分开；对外提供服务时要设",
    "WANGSHI_ORIGINS": "可信的来源（含 `https://`），逗号分开；在反向代理后面时要设",
    "WANGSHI_HTTPS": "设为 `1`：前面有 HTTPS 代理，Cookie 只走 HTTPS",
    "WANGSHI_CAPTURE_ADDRESSES": "取证机器除了公网还能去的地址、网段，用分号隔开；写进证据包",
    "WANGSHI_CAPTURE_PORTS": "取证机器在 80、443 以外还能去的端口，用分号隔开；写进证据包",
    "WANGSHI_ADDRESS": "网站对外的地址，如 `https://wangshi.example.gov.cn`；写进通知，不设就不写",
    "WANGSHI_MAIL_HOST": "寄通知的邮件服务器；不设就不寄信",
    "WANGSHI_MAIL_PORT": "邮件服务器的端口，默认 25",
    "WANGSHI_MAIL_USER": "登录邮件服务器的账号；不用登录的不设",
    "WANGSHI_MAIL_PASSWORD": "登录邮件服务器的口令",
    "WANGSHI_MAIL_SECURITY": "`starttls` 或 `ssl`；不设就不加密，只用于同一台机器、同一间机房",
    "WANGSHI_MAIL_FROM": "发信人的邮箱",
    "WANGSHI_ROBOT_ADDRESSES": (
        "群机器人除了公网还能在的地址、网段，用分号隔开；本地部署的企业微信、钉钉用"
    ),
    "WANGSHI_ROBOT_PORTS": "群机器人在 443 以外还能在的端口，用分号隔开",
    "WANGSHI_TIME_SERVER": "取证前和哪台时间服务器（SNTP）对钟；不设就不对，包里写没有对过",
    "WANGSHI_TIME_AUTHORITIES": "时间戳服务，`名称=网址`，几家用分号隔开；不设就没有时间戳",
    "WANGSHI_DEMO": "设为 `1`：页面标出“演示”；建过演示县的目录自动标出",
    "WANGSHI_DEBUG": "设为 `1`：调试方式，只给写代码的人用，不要对外",
}
SETTINGS = {
    "SESSION_IDLE_SECONDS": "多少秒不操作就要重新登录",
    "SESSION_COOKIE_AGE": "登录最长多少秒",
    "AXES_FAILURE_LIMIT": "同一账号从同一地址连错几次口令就锁定",
    "AXES_COOLOFF_TIME": "锁定多少小时",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": "一次提交的文字最多多少字节",
    "FILE_UPLOAD_MAX_MEMORY_SIZE": "上传超过多少字节就先写进临时文件",
    "TIME_ZONE": "时区",
}
SHAPES = {
    "送来": "ScreenIn",
    "送来的一条": "ItemIn",
    "回答": "ScreenOut",
    "用的规则": "RulesOut",
    "回答的一条": "AnswerOut",
    "一处命中": "HitOut",
    "问题说明": "Problem",
    "一处毛病": "FaultOut",
}
KINDS = {"string": "文字", "number": "数", "integer": "整数", "array": "列表"}
BOUNDS = {
    "minLength": "至少 {} 个字",
    "maxLength": "最多 {} 个字",
    "minItems": "至少 {} 项",
    "maxItems": "最多 {} 项",
    "minimum": "不小于 {:,}",
    "maximum": "不大于 {:,}",
}
# The page of terms and violations is told as the law stands on the day it was last compared.
AS_OF = date(2026, 11, 22)


def pages() -> dict[str, str]:
    """全部参考页: file name and text."""
    made = {
        "commands.md": _commands(),
        "roles.md": _roles(),
        "workflow.md": _workflow(),
        "terms.md": _terms(),
        "calendar.md": _calendar(),
        "violations.md": _violations(),
        "rules.md": _rules(),
        "codes.md": _codes(),
        "imports.md": _imports(),
        "settings.md": _settings(),
        "sources.md": _sources(),
        "api.md": _api(),
    }
    written = {name: f"{NOTICE}\n\n{text.strip()}\n" for name, text in made.items()}
    return {**written, "openapi.json": _interface().text()}


def _commands() -> str:
    lines = [
        "# 命令",
        "`make setup` 以后，命令在 `.venv/bin/wangshi`。下面是每条命令自己的帮助。"
        "出错时命令在标准错误里用中文说原因，退出码不是 0。",
    ]
    for path, command in _walk("wangshi", command_line):
        context = click.Context(command, info_name=path, terminal_width=WIDTH)
        lines += [f"## {path}", f"```text\n{_trimmed(command.get_help(context))}\n```"]
    return "\n\n".join(lines)


def _walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _walk(f"{path} {name}", below)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _roles() -> str:
    cards = [(role, ROLES[role]) for role in Role]
    lines = [
        "# 角色和权限",
        "权限由角色带来，角色由安全管理员授予（页面：管理 → 角色授予）。"
        "一项权限只在它的范围里有效；看不到的记录和不存在的记录，页面回答一样。",
        _table(("角色", "代码", "做什么"), [(c.title, _code(r), c.duty) for r, c in cards]),
        "## 每项权限给了谁",
    ]
    rows = []
    for permission, title in PERMISSION_TITLES.items():
        given = [
            f"{card.title}（{SCOPE_TITLES[scope]}）"
            for _, card in cards
            for granted, scope in card.grants
            if granted is permission
        ]
        rows.append((title, _code(permission), "、".join(given)))
    return "\n\n".join([*lines, _table(("权限", "代码", "角色（范围）"), rows)])


def _workflow() -> str:
    steps = [
        (
            step.title,
            _code(step.name),
            STATE_TITLES[step.source],
            STATE_TITLES[step.target],
            step.article,
        )
        for step in CLUE_STEPS
    ]
    outcomes = [
        (title, _code(outcome), "县局负责人批准" if outcome in DECIDED_BY_THE_HEAD else "承办单位")
        for outcome, title in OUTCOME_TITLES.items()
    ]
    return "\n\n".join(
        [
            "# 线索怎么走",
            "表里没有的步子走不了：页面不给按钮，服务也会拒绝。每走一步留一条审计记录。",
            _table(("步骤", "代码", "从", "到", "依据"), steps),
            "## 状态",
            _table(("状态", "代码"), [(title, _code(one)) for one, title in STATE_TITLES.items()]),
            "## 办理结果",
            _table(("结果", "代码", "谁定"), outcomes),
            "## 线索来源",
            _table(("来源", "代码"), [(title, _code(one)) for one, title in SOURCE_TITLES.items()]),
            *_case_workflow(),
        ]
    )


def _case_workflow() -> Iterator[str]:
    """案件怎么走: the steps, in whose hands they are, the forms they fill."""
    yield "# 案件怎么走"
    yield "办案人员的步子只有两名承办人走得了；审核、批准、决定只有没有办这件的人走得了。"
    rows = [
        (
            step.title,
            _code(step.name),
            _stages(step.sources),
            CASE_STATE_TITLES[step.target] if step.target else "不变",
            PERMISSION_TITLES[step.right],
            step.article,
        )
        for step in CASE_STEPS.values()
    ]
    yield _table(("步骤", "代码", "从", "到", "要的权限", "依据"), rows)
    yield "## 处理决定"
    yield _table(
        ("决定", "代码", "依据"),
        [
            (title, _code(one), CASE_OUTCOME_ARTICLES[one])
            for one, title in CASE_OUTCOME_TITLES.items()
        ],
    )
    yield "## 行政处罚文书"
    forms = load_yaml(SOURCE / "penalties" / "papers" / "papers.yaml").entries("papers")
    yield _table(
        ("文书", "代码", "照什么出"),
        [(one.text("title"), _code(one.text("key")), PAPERS_OF[one.text("of")]) for one in forms],
    )


def _stages(sources: frozenset[CaseState]) -> str:
    if sources == UNCLOSED:
        return "结案以前"
    if sources == UNDECIDED:
        return "作出决定以前"
    return "；".join(CASE_STATE_TITLES[one] for one in CaseState if one in sources)


def _terms() -> str:
    book = standing_lawbook()
    latest = [versions[-1] for versions in book.terms.values()]
    older = [term for versions in book.terms.values() for term in versions[:-1]]
    head = ("期限", "键", "从何时起", "多长", "可以延长", "不计入", "期满后果", "依据", "核对")
    old_head = ("期限", "键", "施行", "多长", "依据", "核对")
    return "\n\n".join(
        [
            "# 期限",
            f"一共 {len(latest)} 个。用 `wangshi due 键 --from 日期` 算到期日，"
            "它会说出依据和理由；`wangshi law term 键` 看原话和各个版本。",
            _table(head, [_term_row(term) for term in latest]),
            "## 以前的版本",
            "旧事项照事发时的版本计算。",
            _table(old_head, [_old_term_row(term) for term in older]),
        ]
    )


def _term_row(term: Term) -> Sequence[str]:
    ahead = "（往前数）" if term.direction is Direction.BEFORE else ""
    longer = [
        f"{rule.length or '由批准人定'}，{rule.times} 次，{rule.approver.title}"
        for rule in term.extensions
    ]
    return (
        term.title, _code(term.key), term.starts, f"{term.length}{ahead}", "；".join(longer),
        "、".join(ground.title for ground in term.pauses), term.on_expiry.title,
        str(term.citation), CERTAINTIES[term.citation.certainty],
    )  # fmt: skip


def _old_term_row(term: Term) -> Sequence[str]:
    return (
        term.title, _code(term.key), f"{term.since} 至 {term.until or '今'}", str(term.length),
        str(term.citation), CERTAINTIES[term.citation.certainty],
    )  # fmt: skip


def _calendar() -> str:
    calendar = standing_lawbook().calendar
    rows = [
        (
            str(year.year),
            "；".join(f"{notice.title} {notice.number}".strip() for notice in year.notices),
            str(len(year.makeup_workdays)),
            "、".join(sorted({CERTAINTIES[notice.certainty] for notice in year.notices})),
        )
        for year in calendar.years.values()
    ]
    return "\n\n".join(
        [
            "# 工作日历",
            f"管到 {calendar.horizon}。再往后的日子只按周末和固定假日估算，期限标“暂定”。"
            "怎样加新的一年，见[换上新一年的工作日历](../how-to/new-calendar-year.md)。",
            _table(("年", "放假通知", "调休上班天数", "核对"), rows),
        ]
    )


def _violations() -> str:
    standing = Violations.load().in_force(AS_OF)
    lines = [
        "# 违法行为",
        f"按 {AS_OF} 的法条，一共 {len(standing)} 种。软件只把它们摆在执法员面前，不作决定。",
        _table(
            ("代码", "违法行为", "危害", "评测类", "核对"), [_violation_row(v) for v in standing]
        ),
    ]
    for violation in standing:
        lines += [f"## {violation.code} {violation.title}", *_violation_text(violation)]
    return "\n\n".join(lines)


def _violation_row(one: Violation) -> Sequence[str]:
    return (
        one.code, one.title, str(one.harm), _code(one.evaluation_class or ""),
        CERTAINTIES[one.certainty],
    )  # fmt: skip


def _violation_text(violation: Violation) -> Iterator[str]:
    yield _bullets(
        [
            f"要件：{'；'.join(violation.elements)}",
            f"违反：{'、'.join(str(breach.citation) for breach in violation.breaches)}",
            f"主管：{'、'.join(authority.office for authority in violation.authority)}",
            f"危害 {violation.harm}：{violation.harm_reason}",
            *([f"说明：{violation.note}"] if violation.note else []),
        ]
    )
    if violation.penalties:
        rows = [(str(one.citation), one.text, _span(one)) for one in violation.penalties]
        yield _table(("罚则", "内容", "施行"), rows)


def _span(penalty: Penalty) -> str:
    return f"{penalty.since} 至 {penalty.until}" if penalty.until else f"{penalty.since} 起"


def _rules() -> str:
    book = load_rules()
    lines = [
        "# 筛查规则",
        f"一共 {len(book.rules)} 条，{len(book.families)} 类。规则只指出可疑的文字；"
        "“要查清事实”的，要先查清那件事才能判断。正反例子写在规则文件里，每次测试都跑。"
        "怎样加一条，见[加一条筛查规则](../how-to/add-a-rule.md)。",
    ]
    head = ("编号", "规则", "级别", "违法行为", "依据", "要件", "例外", "要查清的事实")
    for family, title in book.families.items():
        rows = [
            (
                _code(rule.id), rule.title, LEVELS[rule.level], rule.violation, rule.citation,
                "；".join(rule.elements), "；".join(each.reason for each in rule.exemptions),
                rule.fact_to_check,
            )
            for rule in book.rules
            if rule.family == family
        ]  # fmt: skip
        lines += [f"## {title}（{_code(family)}，{len(rows)} 条）", _table(head, rows)]
    return "\n\n".join(lines)


def _codes() -> str:
    lines = ["# 代码表", "表单里的选项都从这里来。没有官方代码的，代码一栏空着，不自己编。"]
    for name, table in load_tables().items():
        rows = [
            (
                _code(row.code or ""), row.title, row.group, row.basis,
                f"{row.valid_from} 至 {row.valid_to}" if row.valid_to else f"{row.valid_from} 起",
                CERTAINTIES[row.certainty],
            )
            for row in table
        ]  # fmt: skip
        lines += [f"## {table.title}（{_code(name)}）"]
        lines += [_table(("代码", "名称", "组", "依据", "有效", "核对"), rows)]
    return "\n\n".join(lines)


def _imports() -> str:
    lines = [
        "# 能导入的表",
        "CSV（GBK、UTF-8）、XLSX、JSONL、Parquet，都可以用 gz 压缩。列名照下面认，"
        "顺序不论；认不出的列可以在页面上选对应，或者用 `--preset` 指定。",
    ]
    for preset in load_presets():
        rows = [
            (
                field.title_zh, _code(field.name), "、".join(field.aliases),
                "必须有" if field.required else "",
                "不能导入这一行" if field.strict else "留空，记一条说明",
            )
            for field in preset.schema.fields
        ]  # fmt: skip
        lines += [
            f"## {preset.title_zh}（{_code(preset.name)}，{SUBJECTS[preset.subject]}）",
            _table(("列", "字段", "也认这些列名", "要求", "看不懂时"), rows),
        ]
    return "\n\n".join(lines)


def _settings() -> str:
    rows = [(_code(name), VARIABLES[name]) for name in sorted(environment_names())]
    fixed = [(_code(name), told, str(getattr(settings, name))) for name, told in SETTINGS.items()]
    return "\n\n".join(
        [
            "# 设置",
            "一套安装与另一套的差别只在环境变量和 `WANGSHI_HOME` 目录。",
            _table(("环境变量", "作用"), rows),
            "## 固定的设置",
            "写在 `src/wangshi/settings.py`，改动要走提交。",
            _table(("设置", "作用", "现在的值"), fixed),
        ]
    )


def environment_names() -> frozenset[str]:
    """代码里读的环境变量: every WANGSHI_… asked of the environment, and DATABASE_URL."""
    found = {"DATABASE_URL"}
    for path in SOURCE.rglob("*.py"):
        found.update(_ENVIRONMENT.findall(path.read_text("utf-8")))
    return frozenset(found)


def _sources() -> str:
    rows = [
        (
            f"《{one.title}》", one.number, one.issuer,
            f"{one.since} 至 {one.until}" if one.until else f"{one.since} 起",
            CERTAINTIES[one.certainty], _code(one.key),
        )
        for one in standing_lawbook().sources.values()
    ]  # fmt: skip
    head = ("文件", "文号", "制定机关", "施行", "核对", "键")
    return f"# 引用的文件\n\n一共 {len(rows)} 份。\n\n{_table(head, rows)}"


def _interface() -> Any:
    """The interface is loaded only here: it asks Django for its settings at once."""
    return import_module("wangshi.portal.api.document")


def _api() -> str:
    described = _interface().document()
    problems = import_module("wangshi.portal.api.problems").KINDS
    limits = import_module("wangshi.portal.allowance")
    lines = [
        "# 程序接口",
        described["info"]["description"],
        "`POST /api/screen`，请求和回答都是 UTF-8 的 JSON。说明文件（OpenAPI 3.1）在 "
        "[openapi.json](openapi.json)，运行着的网站也在 `/api/openapi.json` 给出同一份。"
        "怎样用，见[从程序里筛查](../how-to/use-the-api.md)。",
    ]
    for title, name in SHAPES.items():
        shape = described["components"]["schemas"][name]
        rows = [
            (_code(key), _kind_of(one), one.get("description", ""), _bounds(one))
            for key, one in shape["properties"].items()
        ]
        lines += [f"## {title}", _table(("项", "种类", "说明", "范围"), rows)]
    rows = [(str(one.status), _code(one.code), one.title, one.detail) for one in problems]
    spans = [
        (who, str(one.calls), f"{one.characters:,}", str(one.items), str(one.seconds))
        for who, one in (("不带令牌", limits.VISITOR), ("带令牌", limits.TOKEN))
    ]
    return "\n\n".join(
        [
            *lines,
            "## 额度",
            _table(("谁", "次数", "字数", "一次几条", "每多少秒"), spans),
            "## 拒绝",
            "回答的种类是 `application/problem+json`（RFC 9457）：`code` 给程序判断，"
            "`title`、`detail` 给人看，`errors` 逐处说明。",
            _table(("状态", "代码", "什么问题", "怎么办"), rows),
        ]
    )


def _kind_of(shape: Mapping[str, Any]) -> str:
    if "$ref" in shape:
        return "一组"
    kinds = {shape.get("type")} | {each.get("type") for each in shape.get("anyOf", ())}
    return "、".join(KINDS[kind] for kind in sorted(kinds - {None, "null"}))


def _bounds(shape: Mapping[str, Any]) -> str:
    told = {**shape, **next(iter(shape.get("anyOf", ())), {})}
    return "；".join(words.format(told[key]) for key, words in BOUNDS.items() if key in told)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def main() -> None:
    """写出参考手册, and forget pages that are no longer made."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"WANGSHI_HOME": home, "DJANGO_SETTINGS_MODULE": "wangshi.settings"}
        django.setup()
        made = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8")
    sys.stdout.write(f"写了 {len(made)} 页：docs/reference/\n")


if __name__ == "__main__":
    main()
