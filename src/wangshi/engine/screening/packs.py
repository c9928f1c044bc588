"""规则包: law/screening/*.yaml read strictly; a wrong line is refused with file and number."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wangshi.engine.lawfiles import (
    LAW_DIR,
    LONGEST_WORDS,
    Certainty,
    Entry,
    LawFault,
    Source,
    load_sources,
    load_yaml,
)

from .folding import fold_words
from .patterns import PatternFault, any_of, group_count, parse
from .rules import Detector, Example, Exemption, KindRow, KindTable, Level, Rule, RuleBook, Scope

SCREENING_DIR = LAW_DIR / "screening"
SHARED_FILES = ("words.yaml", "exceptions.yaml", "kinds.yaml")
FEWEST_EXAMPLES = 5
WIDEST_GAP = 40
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*-\d{2}")
_WORD_LIST = re.compile(r"<([a-z_]+)>")
_GAP = "[^。;!?\\n]"
_OPEN_CLASS = re.compile(r"\[\^([^\]\\]*。[^\]\\]*)\]")
_DEFAULTS = (
    "violation", "level", "applies_to", "exceptions", "evidence",
    "source", "article", "words", "certainty", "discretion", "harm",
)  # fmt: skip
_RULE_KEYS = (
    "id", "version", "title", "elements", "detect", "requires", "waive", "own_exceptions",
    "fact_to_check", "examples", *_DEFAULTS,
)  # fmt: skip
_SCOPE_KEYS = ("kinds", "except_kinds", "media", "except_media", "price_at_most")
_EXEMPTION_KEYS = (
    "key", "reason", "covers", "before", "after", "anywhere", "media", "kinds", "within",
    "everywhere",
)  # fmt: skip


@dataclass(frozen=True)
class _Shelf:
    """What every family may refer to."""

    words: Mapping[str, str]
    exemptions: Mapping[str, Exemption]
    kinds: KindTable
    sources: Mapping[str, Source]
    classes: Mapping[str, str]

    def knows(self, key: str) -> frozenset[str]:
        rows = self.kinds.media if "media" in key else self.kinds.kinds
        return frozenset(row.key for row in rows) | {"unknown"}


def load_rules(
    folder: Path = SCREENING_DIR, violations: Path = LAW_DIR / "violations.yaml"
) -> RuleBook:
    """读规则库: every family in the folder. Raises LawFault with file and line."""
    shelf = _read_shelf(folder, violations)
    rules: list[Rule] = []
    families: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in SHARED_FILES:
            continue
        top = load_yaml(path)
        top.allow("family", "title", "defaults", "rules")
        families[top.text("family")] = top.text("title")
        rules.extend(_family_rules(top, shelf))
    _refuse_repeats(folder, rules)
    return RuleBook(tuple(rules), families, shelf.kinds, _fingerprint(folder))


def _family_rules(top: Entry, shelf: _Shelf) -> Iterator[Rule]:
    defaults = top.entry("defaults")
    defaults.allow(*_DEFAULTS)
    for entry in top.entries("rules"):
        entry.allow(*_RULE_KEYS)
        yield _read_rule(entry, defaults, top.text("family"), shelf)


def _read_rule(entry: Entry, defaults: Entry, family: str, shelf: _Shelf) -> Rule:
    def home(key: str) -> Entry:
        return entry if key in entry or key not in defaults else defaults

    rule_id = entry.text("id")
    if not _ID.fullmatch(rule_id):
        raise entry.fault(f"id 应当写作 med-food-02，不能是 {rule_id}", "id")
    source = _source(home("source"), shelf)
    violation = _violation(home("violation"), shelf)
    level = home("level").choice("level", Level)
    fact = entry.text("fact_to_check", "")
    if level is Level.REVIEW and not fact:
        raise entry.fault("review 规则要写 fact_to_check（要查清的事实）")
    positive, negative = _read_examples(entry)
    return Rule(
        id=rule_id,
        version=entry.number("version", 1),
        family=family,
        title=entry.text("title"),
        violation=violation,
        evaluation_class=shelf.classes[violation],
        level=level,
        elements=entry.texts("elements"),
        detectors=tuple(_read_detectors(entry, shelf)),
        requires=_compiled(entry, "requires", shelf),
        scope=_read_scope(home("applies_to"), shelf),
        exemptions=tuple(_rule_exemptions(entry, home("exceptions"), shelf)),
        fact_to_check=fact,
        evidence=home("evidence").texts("evidence"),
        source=source.code or source.key,
        source_title=source.title,
        article=home("article").text("article"),
        words=_short_words(home("words")),
        certainty=home("certainty").choice("certainty", Certainty).value,
        discretion=home("discretion").text("discretion", ""),
        harm=_harm(home("harm")),
        positive=positive,
        negative=negative,
    )


def _violation(entry: Entry, shelf: _Shelf) -> str:
    code = entry.text("violation")
    if code not in shelf.classes:
        raise entry.fault(f"violations.yaml 里没有 {code}", "violation")
    return code


def _source(entry: Entry, shelf: _Shelf) -> Source:
    key = entry.text("source")
    if key not in shelf.sources:
        raise entry.fault(f"sources.yaml 里没有 {key}", "source")
    return shelf.sources[key]


def _short_words(entry: Entry) -> str:
    words = entry.text("words")
    if len(words) > LONGEST_WORDS:
        raise entry.fault(f"words 最多 {LONGEST_WORDS} 个字，现有 {len(words)} 个", "words")
    return words


def _harm(entry: Entry) -> int:
    harm = entry.number("harm")
    if harm not in (1, 2, 3):
        raise entry.fault("harm 只能是 1、2、3", "harm")
    return harm


def _read_detectors(entry: Entry, shelf: _Shelf) -> Iterator[Detector]:
    for part in entry.entries("detect"):
        part.allow("terms", "pattern", "near", "within", "ordered", "at_least", "at_most")
        ways = [way for way in ("terms", "pattern", "near") if way in part]
        if len(ways) != 1:
            raise part.fault("每个检测写 terms、pattern、near 中的一种")
        parts = _parts_of(part, ways[0], shelf)
        pattern = parts[0] if len(parts) == 1 else _near(part, parts)
        limits = _amount(part, "at_least"), _amount(part, "at_most")
        detector = Detector(pattern, parts, *limits)
        _check_pattern(part, detector)
        yield detector


def _parts_of(part: Entry, way: str, shelf: _Shelf) -> tuple[str, ...]:
    if way == "terms":
        return (any_of(re.escape(fold_words(term)) for term in part.texts("terms")),)
    if way == "pattern":
        return (_in_one_line(_expanded(part, part.text("pattern"), shelf)),)
    sides = tuple(_in_one_line(_expanded(part, side, shelf)) for side in part.texts("near"))
    if not sides[1:]:
        raise part.fault("near 至少要两组词", "near")
    return sides


def _in_one_line(pattern: str) -> str:
    """What may not run past a full stop may not run from the title into the detail either."""
    return _OPEN_CLASS.sub(r"[^\1\\n]", pattern)


def _near(part: Entry, sides: tuple[str, ...]) -> str:
    within = part.number("within", 10)
    if not 0 <= within <= WIDEST_GAP:
        raise part.fault(f"within 应当在 0 到 {WIDEST_GAP} 之间", "within")
    gap = f"{_GAP}{{0,{within}}}"
    forward = gap.join(f"(?:{side})" for side in sides)
    if part.flag("ordered", default=False):
        return forward
    return forward + "|" + gap.join(f"(?:{side})" for side in reversed(sides))


def _check_pattern(part: Entry, detector: Detector) -> None:
    try:
        for pattern in (detector.pattern, *detector.parts):
            parse(pattern)
        groups = group_count(detector.pattern)
    except PatternFault as fault:
        raise part.fault(str(fault)) from None
    numeric = detector.at_least is not None or detector.at_most is not None
    if numeric and not groups:
        raise part.fault("at_least、at_most 要求模式里有一个取值括号")
    if groups and not numeric:
        raise part.fault("没有 at_least、at_most 时括号要写成 (?:…)")


def _expanded(part: Entry, pattern: str, shelf: _Shelf) -> str:
    def words_of(match: re.Match[str]) -> str:
        if match[1] not in shelf.words:
            raise part.fault(f"words.yaml 里没有词表 {match[1]}")
        return shelf.words[match[1]]

    return fold_words(_WORD_LIST.sub(words_of, pattern))


def _amount(part: Entry, key: str) -> float | None:
    value = part.values.get(key)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise part.fault(f"{key} 应当是数字", key)


def _compiled(entry: Entry, key: str, shelf: _Shelf) -> re.Pattern[str] | None:
    if key not in entry:
        return None
    patterns = [_expanded(entry, pattern, shelf) for pattern in entry.texts(key)]
    for pattern in patterns:
        try:
            parse(pattern)
        except PatternFault as fault:
            raise entry.fault(str(fault), key) from None
    return re.compile(any_of(patterns))


def _read_scope(entry: Entry, shelf: _Shelf) -> Scope:
    if "applies_to" not in entry:
        return Scope()
    part = entry.entry("applies_to")
    part.allow(*_SCOPE_KEYS)
    return Scope(
        kinds=_known(part, "kinds", shelf),
        except_kinds=_known(part, "except_kinds", shelf),
        media=_known(part, "media", shelf),
        except_media=_known(part, "except_media", shelf),
        price_at_most=_amount(part, "price_at_most"),
    )


def _known(part: Entry, key: str, shelf: _Shelf) -> frozenset[str]:
    names = frozenset(part.texts(key, ()))
    unknown = sorted(names - shelf.knows(key))
    if unknown:
        raise part.fault(f"kinds.yaml 里没有 {unknown[0]}", key)
    return names


def _rule_exemptions(entry: Entry, home: Entry, shelf: _Shelf) -> Iterator[Exemption]:
    waived = entry.texts("waive", ())
    named = home.texts("exceptions", ())
    for key in (*named, *waived):
        if key not in shelf.exemptions:
            raise home.fault(f"exceptions.yaml 里没有 {key}", "exceptions")
    for key, exemption in shelf.exemptions.items():
        if key not in waived and (exemption.everywhere or key in named):
            yield exemption
    for part in entry.entries("own_exceptions", ()):
        yield _read_exemption(part, shelf)


def _read_exemption(part: Entry, shelf: _Shelf) -> Exemption:
    part.allow(*_EXEMPTION_KEYS)
    exemption = Exemption(
        key=part.text("key", "own"),
        reason=part.text("reason"),
        covers=_compiled(part, "covers", shelf),
        before=_compiled(part, "before", shelf),
        after=_compiled(part, "after", shelf),
        anywhere=_compiled(part, "anywhere", shelf),
        media=_known(part, "media", shelf),
        kinds=_known(part, "kinds", shelf),
        within=part.number("within", 8),
        everywhere=part.flag("everywhere", default=False),
    )
    if not any(key in part for key in _EXEMPTION_KEYS[2:8]):
        raise part.fault("例外要写 covers、before、after、anywhere、media、kinds 中的一种")
    return exemption


def _read_examples(entry: Entry) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    part = entry.entry("examples")
    part.allow("product", "context", "positive", "negative")
    both = tuple(tuple(_examples(part, key)) for key in ("positive", "negative"))
    for key, examples in zip(("positive", "negative"), both, strict=True):
        if len(examples) < FEWEST_EXAMPLES:
            raise part.fault(f"{key} 至少要 {FEWEST_EXAMPLES} 个例子", key)
    return both[0], both[1]


def _examples(part: Entry, key: str) -> Iterator[Example]:
    rows = part.values.get(key)
    if not isinstance(rows, tuple):
        raise part.fault(f"{key} 应当是列表", key)
    plain = Example("", part.text("product", ""), part.text("context", ""), None, part.lines[key])
    for row in rows:
        if isinstance(row, str) and row.strip():
            yield replace(plain, text=row)
        elif isinstance(row, Entry):
            row.allow("text", "product", "context", "price")
            yield Example(
                row.text("text"),
                row.text("product", plain.product),
                row.text("context", plain.context),
                _amount(row, "price"),
                row.line,
            )
        else:
            raise part.fault(f"{key} 的每一项应当是文字，或 text/product/context/price", key)


def _read_shelf(folder: Path, violations: Path) -> _Shelf:
    sources = {source.code or source.key: source for source in load_sources().values()}
    listed = load_yaml(violations).entry("violations")
    classes = {code: listed.entry(code).text("evaluation_class", "other") for code in listed}
    lists = load_yaml(folder / "words.yaml")
    words = {key: any_of(map(fold_words, lists.texts(key))) for key in lists}
    kinds = load_yaml(folder / "kinds.yaml")
    kinds.allow("kinds", "media")
    bare = _Shelf(words, {}, KindTable((), ()), sources, classes)
    table = KindTable(_kind_rows(kinds, "kinds", bare), _kind_rows(kinds, "media", bare))
    shelf = replace(bare, kinds=table)
    top = load_yaml(folder / "exceptions.yaml")
    top.allow("exceptions")
    exemptions = [_read_exemption(part, shelf) for part in top.entries("exceptions")]
    return replace(shelf, exemptions={each.key: each for each in exemptions})


def _kind_rows(top: Entry, key: str, shelf: _Shelf) -> tuple[KindRow, ...]:
    rows = []
    for part in top.entries(key):
        part.allow("key", "title", "named", "titled")
        named, titled = _compiled(part, "named", shelf), _compiled(part, "titled", shelf)
        rows.append(KindRow(part.text("key"), part.text("title"), named, titled))
    return tuple(rows)


def _refuse_repeats(folder: Path, rules: list[Rule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise LawFault(folder, 1, f"规则 {rule.id} 写了两次")
        seen.add(rule.id)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
