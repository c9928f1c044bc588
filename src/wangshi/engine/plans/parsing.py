"""读方案: lines become a tree; nothing is dropped, and what is not understood is said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from wangshi.engine.numerals import NotANumeral, numeral_to_int

from .figures import cadences_in, targets_in
from .tree import Clause, Duty, Kind, Member, Phrase, Plan, Stage

# Plans are printed with full or half punctuation; one form is read, none is changed in length.
_FORMS = str.maketrans("，；：（）．", ",;:().")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CHAPTER = re.compile(rf"({_NUMERAL})、(.+)")
_SECTION = re.compile(rf"(\({_NUMERAL}\))(.+)")
_MEASURE = re.compile(r"(\d{1,2})[.、](.+)")
_NUMBERED = {Kind.CHAPTER: _CHAPTER, Kind.SECTION: _SECTION, Kind.MEASURE: _MEASURE}
_DEPTH = {kind: depth for depth, kind in enumerate(_NUMBERED)}
_DUTY = re.compile(
    r"\(?牵头单位:(?P<leads>[^;()。]+)(?:;(?P<word>责任单位|成员单位|配合单位|协办单位):(?P<partners>[^()]+?))?\)?。?$"
)
_STAGE = re.compile(
    r"^(?P<title>[^()]{2,20})\((?P<y1>\d{4})年(?P<m1>\d{1,2})月?(?:至|到|-|—)"
    r"(?:(?P<y2>\d{4})年)?(?P<m2>\d{1,2})月\)"
)
_TITLE = re.compile("[^。]{4,60}(?:方案|计划|意见|规划)")
_ISSUER = re.compile("[^。,，:：]{2,30}(?:办公室|政府|局|委员会)")
_PRINTED = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
_ROLE = re.compile(r"^(组长|副组长|成员|召集人|副召集人|主任|副主任):(.+)$")
_POST = re.compile(
    r"(?P<unit>.{1,16}?(?:局|办|委|部|院|中心|政府))(?:分管|主要)?(?:领导|局长|主任|副?县长|负责人)$"
)
_LAW = re.compile(r"《([^《》]{3,40}(?:法|条例|办法|规定|规则|细则|通知))》")
_OPEN, _CLOSE = "“《(", "”》)"
_LONGEST_LINE = 20_000


class PlanUnreadable(ValueError):
    """读不了: the text has no numbered chapter, or is not text at all."""


@dataclass(frozen=True)
class _Part:
    """段: one line of a clause after its number; `start` is where that begins in the line."""

    line: int
    start: int
    text: str


@dataclass
class _Draft:
    """条款草稿: grows while its lines are read."""

    path: str
    kind: Kind
    parts: list[_Part]
    children: list["_Draft"] = field(default_factory=list)


def parse_plan(text: str) -> Plan:
    """读方案: plan text, a paragraph a line. Raises PlanUnreadable with what to do."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    if any(len(line) > _LONGEST_LINE for line in lines):
        raise PlanUnreadable("有一段超过两万字：请照原文分段，一段一行")
    body, annex = _without_annex(lines)
    drafts = _drafts(body)
    if not drafts:
        raise PlanUnreadable("没有找到“一、”“（一）”这样的编号：请确认这是方案正文，一段一行")
    clauses = tuple(_clause(draft) for draft in drafts)
    phrases = [phrase for top in clauses for clause in top.walk() for phrase in clause.phrases]
    head = body[: drafts[0].parts[0].line - 1]
    return Plan(
        title=_title(head),
        issuer=_issuer(head),
        printed_on=_printed(head),
        clauses=clauses,
        members=tuple(_members(annex)),
        targets=targets_in(phrases),
        cadences=cadences_in(phrases),
        lawful_titles=tuple(
            (phrase.path, found) for phrase in phrases for found in _LAW.findall(phrase.text)
        ),
        remarks=tuple(_remarks(clauses, annex)),
    )


def _without_annex(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The text before the annex that stands on a line of its own, and the annex."""
    for number, line in enumerate(lines):
        if re.fullmatch(r"附件\d*[:：]?", line):
            return list(lines[:number]), list(lines[number + 1 :])
    return list(lines), []


def _drafts(lines: Sequence[str]) -> list[_Draft]:
    tops: list[_Draft] = []
    branch: list[_Draft] = []
    for number, line in enumerate(lines, start=1):
        read = _numbered(line) if branch or _CHAPTER.fullmatch(line) else None
        if read is None:
            # A paragraph without a number belongs to the clause above it.
            if branch and line:
                branch[-1].parts.append(_Part(number, 0, line))
            continue
        kind, mark, start = read
        branch = [draft for draft in branch if _DEPTH[draft.kind] < _DEPTH[kind]]
        path = (branch[-1].path if branch else "") + mark
        draft = _Draft(path, kind, [_Part(number, start, line[start:])])
        (branch[-1].children if branch else tops).append(draft)
        branch.append(draft)
    return tops


def _numbered(line: str) -> tuple[Kind, str, int] | None:
    for kind, pattern in _NUMBERED.items():
        if found := pattern.fullmatch(line.translate(_FORMS)):
            return kind, found[1], found.start(2)
    return None


def _clause(draft: _Draft) -> Clause:
    last = draft.parts[-1].text.translate(_FORMS)
    duty = _DUTY.search(last)
    parts = draft.parts
    if duty is not None:
        parts = [*parts[:-1], replace(parts[-1], text=parts[-1].text[: duty.start()])]
    title = _heading(parts[0].text)
    return Clause(
        path=draft.path,
        kind=draft.kind,
        title=title,
        phrases=tuple(_phrases(draft.path, parts, len(title))),
        duty=_duty(duty) if duty else None,
        stage=_stage(parts[0].text.translate(_FORMS)),
        line=parts[0].line,
        children=tuple(_clause(child) for child in draft.children),
    )


def _heading(first: str) -> str:
    """What stands before the first full stop, or the whole line where there is none."""
    return first.partition("。")[0]


def _phrases(path: str, parts: Sequence[_Part], heading: int) -> Iterator[Phrase]:
    sentence, place = 1, 1
    for number, part in enumerate(parts):
        for start, end, last in _pieces(part.text, heading if number == 0 else 0):
            words = part.text[start:end]
            if words.strip():
                at = part.start + start
                yield Phrase(f"{path}·{sentence}·{place}", words, part.line, at, at + len(words))
                place += 1
            if last and place > 1:
                sentence, place = sentence + 1, 1


def _pieces(text: str, begun: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of what commas and stops divide outside quotes, and whether a stop follows."""
    depth = 0
    for at in range(begun, len(text)):
        char = text[at].translate(_FORMS)
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if char in ",;。" and not depth:
            yield begun, at, char == "。"
            begun = at + 1
    yield begun, len(text), True


def _duty(found: re.Match[str]) -> Duty:
    return Duty(
        leads=_units(found["leads"]),
        partners=_units(found["partners"] or ""),
        word=found["word"] or "",
    )


def _units(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[、,]", written) if name.strip())


def _stage(said: str) -> Stage | None:
    found = _STAGE.match(said)
    if found is None:
        return None
    first_year, last_year = int(found["y1"]), int(found["y2"] or found["y1"])
    first_month, last_month = int(found["m1"]), int(found["m2"])
    try:
        first = date(first_year, first_month, 1)
        after = date(last_year + last_month // 12, last_month % 12 + 1, 1)
    except ValueError:
        return None
    return Stage(found["title"], first, date.fromordinal(after.toordinal() - 1))


def _title(head: Sequence[str]) -> str:
    titled = [line for line in head if _TITLE.fullmatch(line)]
    return titled[-1] if titled else next((line for line in head if line), "")


def _issuer(head: Sequence[str]) -> str:
    issued = [line for line in head if _ISSUER.fullmatch(line)]
    return issued[-1] if issued else ""


def _printed(head: Sequence[str]) -> date | None:
    for line in head:
        if found := _PRINTED.match(line):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                return None
    return None


def _members(annex: Sequence[str]) -> Iterator[Member]:
    role = ""
    for line in annex:
        plain = re.sub(r"\s", "", line.translate(_FORMS))
        if headed := _ROLE.match(plain):
            role, plain = headed[1], headed[2]
        post = _POST.fullmatch(plain)
        if role and post:
            yield Member(role, plain, post["unit"])


def _remarks(clauses: Sequence[Clause], annex: Sequence[str]) -> Iterator[str]:
    """What a reader should look at: a duty that was not understood, a gap in the numbering."""
    for clause in (each for top in clauses for each in top.walk()):
        if "牵头单位:" in clause.text.translate(_FORMS) and clause.duty is None:
            yield f"{clause.path}：写了牵头，没有读出单位，请核对"
        yield from _numbering(clause)
    if any("成员" in line for line in annex) and not any(True for _ in _members(annex)):
        yield "附件：有成员名单，没有读出成员，请核对"


def _numbering(clause: Clause) -> Iterator[str]:
    for expected, child in enumerate(clause.children, start=1):
        mark = child.path.removeprefix(clause.path).strip("()")
        if _number(mark) != expected:
            yield f"{clause.path}：第 {expected} 段的编号是 {mark}，请核对有没有漏段"
            return


def _number(mark: str) -> int | None:
    try:
        return numeral_to_int(mark)
    except NotANumeral:
        return None
