"""检查一套安装: what holds, what does not, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from django.utils import timezone

from wangshi.accounts.services import restores
from wangshi.engine.capture import CHROMIUM, plan_for
from wangshi.engine.codes import load_tables
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.lawfiles import LawFault
from wangshi.engine.screening import Screener, load_rules
from wangshi.engine.screening.live import wrong_examples
from wangshi.engine.statutes import StatuteRefused, installed_library
from wangshi.engine.violations import Violations
from wangshi.shared.audit import RestoreUnexplained, check_chain, gap_of_a_restore

WHOLE = "从第一条到最后一条都接得上"
AHEAD = 40  # days: a working-day term begun now must not run off the calendar unseen


@dataclass(frozen=True)
class Finding:
    """一项检查: what was looked at, whether it holds, and the sentence that says so."""

    subject: str
    passed: bool
    message: str


def check(*, audit: bool) -> tuple[Finding, ...]:
    """Every finding, in the order an administrator mends them."""
    found = [*_settings(), *_database()]
    found += [*_calendar(timezone.localdate()), *_law(), *_rules(), *_statutes(), *_captures()]
    if audit and all(finding.passed for finding in found):
        found += _audit()
    return tuple(found)


def as_answer(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """For a program."""
    return {
        "passed": all(finding.passed for finding in findings),
        "findings": [vars(finding) for finding in findings],
    }


def as_sentences(findings: tuple[Finding, ...]) -> str:
    """For a person."""
    return "\n".join(
        f"{'✓' if finding.passed else '✗'} {finding.subject}：{finding.message}"
        for finding in findings
    )


def _settings() -> Iterator[Finding]:
    errors = [issue for issue in run_checks() if issue.level >= ERROR]
    home = settings.WANGSHI_HOME
    yield Finding("设置", not errors, "；".join(issue.msg for issue in errors) or f"数据在 {home}")


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        yield Finding("数据库", False, f"连不上：{error}。看看 DATABASE_URL。")
        return
    words = f"还有 {len(waiting)} 步没有升级，运行 wangshi run 会自动升级"
    yield Finding(
        "数据库", not waiting, words if waiting else f"{connection.display_name}，已是最新"
    )


def _calendar(today: date) -> Iterator[Finding]:
    horizon = standing_lawbook().calendar.horizon
    left = (horizon - today).days
    words = f"管到 {horizon:%Y-%m-%d}"
    if left < AHEAD:
        words += (
            f"，只剩 {left} 天；其后的期限显示为“暂定”。"
            "国务院办公厅公布下一年放假安排后，更新 law/workdays/"
        )
    yield Finding("工作日历", left >= 0, words)


def _law() -> Iterator[Finding]:
    try:
        book = standing_lawbook()
        violations = Violations.load()
        tables = load_tables()
    except LawFault as fault:
        yield Finding("法规数据", False, str(fault))
        return
    yield Finding(
        "法规数据",
        True,
        f"{len(book.terms)} 个期限、{len(violations.in_force(timezone.localdate()))} 种违法行为、"
        f"{len(tables)} 张代码表；校验值 {book.fingerprint[:12]}",
    )


def _rules() -> Iterator[Finding]:
    """As a process of the site would take them: readable, and right about their own examples."""
    mend = (
        "这一套换不上，网站还用原来的；改好就自己换上。"
        f"全部毛病：wangshi rules lint --packs {settings.WANGSHI_RULES}"
    )
    try:
        book = load_rules(settings.WANGSHI_RULES)
    except LawFault as fault:
        yield Finding("筛查规则", False, f"{fault}。{mend}")
        return
    wrong = next(wrong_examples(Screener(book)), "")
    words = f"{len(book.rules)} 条，第 {book.version} 版，在 {settings.WANGSHI_RULES}"
    yield Finding("筛查规则", not wrong, f"{wrong}。{mend}" if wrong else words)


def _statutes() -> Iterator[Finding]:
    try:
        library = installed_library(settings.WANGSHI_HOME)
    except StatuteRefused as refusal:
        yield Finding("法规全文", False, str(refusal))
        return
    if not library and not library.refused:
        yield Finding("法规全文", True, "没有装；页面显示摘要。要装：wangshi law load 文件夹")
        return
    words = "；".join(library.refused) or f"{len(library)} 部"
    yield Finding("法规全文", not library.refused, words)


def _captures() -> Iterator[Finding]:
    """As whoever asks: the worker that captures may be started by another user."""
    if not CHROMIUM.exists():
        yield Finding(
            "网页取证", True, "没有装浏览器，只能上传。要机器取证：apt-get install chromium"
        )
        return
    yield Finding("网页取证", True, plan_for(CHROMIUM, [settings.WANGSHI_HOME]).isolation.told)


def _audit() -> Iterator[Finding]:
    breaks = check_chain()
    for found in breaks:
        yield Finding("审计链", False, found.message)
    yield from _perhaps_restored() if breaks else [Finding("审计链", True, WHOLE)]
    for line in restores():
        said = line.facts
        yield Finding(
            "审计链",
            True,
            f"恢复过备份：第 {said['kept']} 号以后的 {said['lines']} 条没有了，"
            f"到第 {said['last']} 号；第 {line.sequence} 号记录写明：{said['reason']}",
        )


def _perhaps_restored() -> Iterator[Finding]:
    """Breaks that putting back an older backup would explain; whether it was, somebody says."""
    try:
        gap = gap_of_a_restore()
    except RestoreUnexplained:
        return
    yield Finding(
        "审计链",
        False,
        f"像是恢复了旧的备份：库里留住了到第 {gap.kept} 号，库外留底还有到第 {gap.last} 号。"
        "确实恢复过的，运行 wangshi restored --reason 理由，缺口如实记下；没有恢复过的，"
        "就是有人删了记录，先不要动，报告本单位负责人",
    )
