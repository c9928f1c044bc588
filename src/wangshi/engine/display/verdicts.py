"""三样分开: 亮照, 亮证, 亮标 each with the verdict its findings suggest; an officer decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from wangshi.engine.identifiers import normalise_code

from .comparing import Finding, State
from .links import LinkKind
from .reading import Shown


class Section(StrEnum):
    """哪一样."""

    LICENCE = "licence"
    PERMIT = "permit"
    MARK = "mark"


class Verdict(StrEnum):
    """一样的结论; unreachable and not due are no part of a rate."""

    SHOWN = "shown"
    MISSING = "missing"
    DIFFERS = "differs"
    NOT_DUE = "not_due"
    UNREACHABLE = "unreachable"


SECTION_TITLES: Final = {
    Section.LICENCE: "亮照",
    Section.PERMIT: "亮证",
    Section.MARK: "亮标",
}
VERDICT_TITLES: Final = {
    Verdict.SHOWN: "亮了",
    Verdict.MISSING: "没亮",
    Verdict.DIFFERS: "不一致",
    Verdict.NOT_DUE: "不用亮",
    Verdict.UNREACHABLE: "看不到",
}
DUE: Final = (Verdict.SHOWN, Verdict.MISSING, Verdict.DIFFERS)
PROBLEMS: Final = (Verdict.MISSING, Verdict.DIFFERS)


@dataclass(frozen=True)
class HeldPermit:
    """登记的一张许可: its title, number, and last day."""

    title: str
    number: str
    valid_to: date | None = None


@dataclass(frozen=True)
class Suggestion:
    """建议的结论: None where the page and the register cannot tell, with what to look at."""

    verdict: Verdict | None
    why: str


def suggest_licence(findings: Sequence[Finding], shown: Shown) -> Suggestion:
    """亮照的建议: differs before missing; nothing at all shown is missing."""
    if shown.wall:
        return Suggestion(Verdict.UNREACHABLE, shown.wall)
    asked = [one for one in findings if one.key not in ("scope", "term") or one.shown]
    differing = [one for one in asked if one.state is State.DIFFERS]
    lacking = [one for one in asked if one.state is State.MISSING]
    unwritten = [f"没有写：{'、'.join(one.title for one in lacking)}"] if lacking else []
    if differing:
        said = [f"{one.title}：{one.why}" for one in differing]
        return Suggestion(Verdict.DIFFERS, "；".join(said + unwritten))
    if lacking and shown.link is not None and shown.link.kind is LinkKind.IMITATION:
        return Suggestion(Verdict.MISSING, shown.link.why)
    if unwritten:
        return Suggestion(Verdict.MISSING, unwritten[0])
    if shown.link is not None and shown.link.shows_licence:
        return Suggestion(Verdict.SHOWN, shown.link.why)
    return Suggestion(Verdict.SHOWN, "该亮的都写了，能比的都一样")


def compare_permits(
    shown: Sequence[str], held: Sequence[HeldPermit], *, on: date
) -> tuple[Finding, ...]:
    """许可逐张比: one finding a permit on record, one a number that is not on record."""
    said = [normalise_code(one) for one in shown if one.strip()]
    found = [_permit(one, said, on) for one in held]
    known = {normalise_code(one.number) for one in held}
    why = "登记数据里没有这个号，没有比：到许可系统查一次"
    found += [
        Finding("permit", "许可（备案）", State.PRESENT, one, compared=False, why=why)
        for one in said
        if one not in known
    ]
    return tuple(found)


def _permit(held: HeldPermit, said: Sequence[str], on: date) -> Finding:
    number = normalise_code(held.number)
    if number not in said:
        why = "页面上没有这个证号"
        return Finding("permit", held.title, State.MISSING, "", held.number, why=why)
    if held.valid_to and held.valid_to < on:
        why = f"{held.valid_to} 已经到期"
        return Finding("permit", held.title, State.DIFFERS, number, held.number, why=why)
    return Finding("permit", held.title, State.PRESENT, number, held.number)


def suggest_permit(findings: Sequence[Finding], shown: Shown) -> Suggestion:
    """亮证的建议: without a permit on record or on the page nobody but the officer can tell."""
    if shown.wall:
        return Suggestion(Verdict.UNREACHABLE, shown.wall)
    for state, verdict in ((State.DIFFERS, Verdict.DIFFERS), (State.MISSING, Verdict.MISSING)):
        wrong = [one for one in findings if one.state is state]
        if wrong:
            return Suggestion(verdict, "；".join(f"{one.title}：{one.why}" for one in wrong))
    if not findings:
        return Suggestion(None, "登记数据里没有许可，页面上也没有：看卖的东西要不要许可")
    return Suggestion(Verdict.SHOWN, "登记的许可页面上都有，或者页面上有证号")


def suggest_mark(marks: Sequence[str]) -> Suggestion:
    """亮标的建议: each line is a mark, with its number behind it or without.

    No rule defines 亮标; this reading is ours (law.md 1.3, inference).
    """
    said = [one.strip() for one in marks if one.strip()]
    if not said:
        return Suggestion(Verdict.NOT_DUE, "没有看到商标、地理标志、认证标志的字样")
    bare = [one for one in said if not any(char.isdigit() for char in one)]
    if bare:
        return Suggestion(Verdict.MISSING, f"用了，没有亮号码或者授权：{'、'.join(bare)}")
    return Suggestion(Verdict.SHOWN, "用了的标志都有号码")
