"""怎么说: a check in words, for the officer, for the owner, and for the clue."""

from typing import Final

from wangshi.display.models import DisplayCheck
from wangshi.engine.display import PROBLEMS, SECTION_TITLES, VERDICT_TITLES, Section, State

# 亮标没有条文要求：只有亮照、亮证能发改正要求.
REQUIRED: Final = (Section.LICENCE, Section.PERMIT)


def verdict_words(check: DisplayCheck) -> tuple[str, ...]:
    """亮照没亮、亮证不用亮 …: the three, in words."""
    return tuple(
        f"{SECTION_TITLES[section]}{VERDICT_TITLES[check.verdict(section)]}" for section in Section
    )


def problem_words(check: DisplayCheck) -> str:
    """亮照没亮、亮证不一致: what is to be put right, as a title."""
    return "、".join(
        f"{SECTION_TITLES[one]}{VERDICT_TITLES[check.verdict(one)]}" for one in problems(check)
    )


def problems(check: DisplayCheck) -> tuple[Section, ...]:
    """要改的: of those that an article asks for."""
    return tuple(one for one in REQUIRED if check.verdict(one) in PROBLEMS)


def what_is_wrong(check: DisplayCheck) -> str:
    """查到什么: a sentence for the owner and for the clue."""
    said = "；".join(_said(check, section) for section in REQUIRED)
    return f"{check.on} 看店铺页面：{said}。{check.why}".strip()


def suggested_demand(check: DisplayCheck) -> str:
    """要改什么: in words for the owner, to be looked over by the officer."""
    wanted = [f"{SECTION_TITLES[one]}：{_details(check, one)}" for one in problems(check)]
    return "；".join(wanted) + "。请亮在店铺首页的显著位置，和证照上的一字不差。"


def _said(check: DisplayCheck, section: Section) -> str:
    title = f"{SECTION_TITLES[section]}{VERDICT_TITLES[check.verdict(section)]}"
    details = _details(check, section) if section in problems(check) else ""
    return f"{title}（{details}）" if details else title


def _details(check: DisplayCheck, section: Section) -> str:
    rows = [one for one in check.findings if one["section"] == section]
    wrong = [one for one in rows if one.get("state") in (State.MISSING, State.DIFFERS)]
    by_state = {
        State.MISSING: "没有写" + "、".join(_titles(wrong, State.MISSING)),
        State.DIFFERS: "、".join(_titles(wrong, State.DIFFERS)) + "和登记的不一样",
    }
    said = [words for state, words in by_state.items() if _titles(wrong, state)]
    return "，".join(said) or VERDICT_TITLES[check.verdict(section)]


def _titles(rows: list[dict[str, str]], state: State) -> list[str]:
    return [one["title"] for one in rows if one["state"] == state]
