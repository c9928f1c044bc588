"""方案体检: what is wrong or open inside a plan, each with its clause and what to do about it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from wangshi.engine.lawfiles import (
    CITATION_KEYS,
    LAW_DIR,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)

from .tree import Plan

PLAN_CHECKS = LAW_DIR / "plan_checks.yaml"
_COUNTY_PREFIX = re.compile(r"^(?:本?县|本?区|市(?!场))(?=..)")
_GROUPS = re.compile(r"^各|(?:各镇|镇办|街道|各单位|各部门)")
_OFTEN = ("定期", "经常性")


@dataclass(frozen=True)
class Finding:
    """体检结果: `check` is F1 to F10; `words` is what the plan says there."""

    check: str
    title: str
    path: str
    words: str
    says: str
    basis: str


@dataclass(frozen=True)
class Wording:
    """说法: words that promise more than the law gives, or a document still to be written."""

    check: str
    title: str
    pattern: re.Pattern[str]
    says: str
    citation: Citation | None


@dataclass(frozen=True)
class PlanLaw:
    """体检用的法规数据: wordings, and titles that another instrument has replaced."""

    wordings: tuple[Wording, ...]
    replaced: Mapping[str, tuple[str, date]]


def check_plan(plan: Plan, *, on: date, law: PlanLaw | None = None) -> tuple[Finding, ...]:
    """体检: findings F1 to F10 of this plan as of a day, in the order of the checks."""
    known = law or standing_plan_law()
    found = [
        *_duties_without_membership(plan),
        *_often_without_a_number(plan),
        *_replaced_titles(plan, known),
        *_targets_without_a_base(plan),
        *_targets_nobody_can_read(plan),
        *_two_names_for_one(plan),
        *_days_gone_by(plan, on),
        *_wordings(plan, known),
    ]
    return tuple(sorted(found, key=lambda each: int(each.check[1:])))


def plain_unit(name: str) -> str:
    """单位通名: 「县市场监管局」 and 「市场监管局」 are one."""
    return _COUNTY_PREFIX.sub("", name)


def _duties_without_membership(plan: Plan) -> Iterator[Finding]:
    if not plan.members:
        return
    members = {plain_unit(member.unit) for member in plan.members}
    seats: dict[str, list[str]] = defaultdict(list)
    for clause, duty in plan.duties:
        for unit in (*duty.leads, *duty.partners):
            if plain_unit(unit) not in members:
                seats[plain_unit(unit)].append(clause.path)
    for unit, paths in seats.items():
        kind = "不是一个单位，要写明是哪些" if _GROUPS.search(unit) else "不在成员名单里"
        yield Finding(
            "F1",
            "有责任，不是成员",
            "、".join(paths),
            unit,
            f"{unit}有责任，{kind}：补进名单，或者写明由谁联系",
            "",
        )


def _often_without_a_number(plan: Plan) -> Iterator[Finding]:
    texts = {phrase.path: phrase.text for phrase in plan.phrases}
    for cadence in plan.cadences:
        if cadence.per in _OFTEN and cadence.at_least is None:
            yield Finding(
                "F2",
                "“定期”没有周期",
                cadence.path,
                texts[cadence.path],
                "定下多久一次、由谁做；法规有最低次数的不能少于它",
                "",
            )


def _replaced_titles(plan: Plan, law: PlanLaw) -> Iterator[Finding]:
    for path, title in plan.lawful_titles:
        if title in law.replaced:
            new, since = law.replaced[title]
            yield Finding(
                "F3",
                "文件名称已经更替",
                path,
                f"《{title}》",
                f"现在是《{new}》，{since:%Y-%m-%d} 起施行：按新的执行",
                f"《{new}》",
            )


def _targets_without_a_base(plan: Plan) -> Iterator[Finding]:
    for target in plan.targets:
        if target.base is not None:
            yield Finding(
                "F4",
                "增长没有写基数",
                target.path,
                target.words,
                f"按目标和增幅倒推，基数约 {target.base} {target.unit}：请填实际基数和来源",
                "",
            )


def _targets_nobody_can_read(plan: Plan) -> Iterator[Finding]:
    for target in plan.targets:
        if not target.readable:
            yield Finding(
                "F5",
                "读不通的目标",
                target.path,
                target.words,
                "看不出要做什么：请写下怎么理解、谁定的，原文不改",
                "",
            )


def _two_names_for_one(plan: Plan) -> Iterator[Finding]:
    names: dict[str, dict[str, str]] = defaultdict(dict)
    words: dict[str, str] = {}
    for clause, duty in plan.duties:
        for unit in (*duty.leads, *duty.partners):
            names[plain_unit(unit)].setdefault(unit, clause.path)
        if duty.word:
            words.setdefault(duty.word, clause.path)
    for written in names.values():
        if len(written) > 1:
            yield _two_names(written, "单位有两种写法")
    if len(words) > 1:
        yield _two_names(words, "责任的叫法不一")


def _two_names(written: Mapping[str, str], title: str) -> Finding:
    names = "、".join(written)
    says = "按同一个单位（同一种责任）登记，用哪个叫法由办公室定"
    return Finding("F6", title, "、".join(written.values()), names, says, "")


def _days_gone_by(plan: Plan, on: date) -> Iterator[Finding]:
    for clause, stage in plan.stages:
        if stage.last_on < on:
            yield Finding(
                "F7",
                "阶段已经过了",
                clause.path,
                stage.title,
                f"{stage.last_on:%Y-%m-%d} 已过：补上这一阶段的结果，转入新的周期",
                "",
            )
    for target in plan.targets:
        if target.by is not None and target.by < on:
            yield Finding(
                "F7",
                "目标的期限已经过了",
                target.path,
                target.words,
                f"{target.by:%Y-%m-%d} 已过：填实际数，再定新的目标",
                "",
            )


def _wordings(plan: Plan, law: PlanLaw) -> Iterator[Finding]:
    for wording in law.wordings:
        for phrase in plan.phrases:
            if found := wording.pattern.search(phrase.text):
                basis = str(wording.citation) if wording.citation else ""
                yield Finding(
                    wording.check, wording.title, phrase.path, found[0], wording.says, basis
                )


@cache
def standing_plan_law() -> PlanLaw:
    """现行的体检数据: the shipped file, read once."""
    return load_plan_law()


def load_plan_law(path: Path = PLAN_CHECKS, sources: Mapping[str, Source] | None = None) -> PlanLaw:
    """读体检数据: raises LawFault with file and line."""
    known = load_sources() if sources is None else sources
    top = load_yaml(path)
    top.allow("wordings", "replaced")
    return PlanLaw(
        wordings=tuple(_wording(entry, known) for entry in top.entries("wordings")),
        replaced=dict(_replaced(entry, known) for entry in top.entries("replaced")),
    )


def _wording(entry: Entry, sources: Mapping[str, Source]) -> Wording:
    entry.allow("check", "title", "pattern", "says", *CITATION_KEYS)
    try:
        pattern = re.compile(entry.text("pattern"))
    except re.error as error:
        raise entry.fault(f"pattern 写错了：{error}", "pattern") from None
    citation = read_citation(entry, sources) if "source" in entry else None
    return Wording(entry.text("check"), entry.text("title"), pattern, entry.text("says"), citation)


def _replaced(entry: Entry, sources: Mapping[str, Source]) -> tuple[str, tuple[str, date]]:
    entry.allow("old", "by")
    if entry.text("by") not in sources:
        raise entry.fault(f"sources.yaml 里没有 {entry.text('by')}", "by")
    new = sources[entry.text("by")]
    return entry.text("old"), (new.title, new.since)
