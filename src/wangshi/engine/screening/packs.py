"""规则包: law/screening/*.yaml read strictly; a wrong line is refused with file and number."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from wangshi.engine.lawfiles import (
    LAW_DIR,
    LONGEST_WORDS,
    Certainty,
    Entry,
    LawFault,
    Source,
    load_yaml,
)

from .folding import fold_words
from .patterns import any_of, group_count
from .rules import Detector, Example, Exemption, Level, Rule, RuleBook, Scope
from .shelf import SHARED_FILES, Shelf, read_shelf

SCREENING_DIR = LAW_DIR / "screening"
FEWEST_EXAMPLES = 5
WIDEST_GAP = 40
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*-\d{2}")
_GAP = "[^。;!?\\n]"
_DEFAULTS = (
    "violation", "level", "applies_to", "exceptions", "evidence",
    "source", "article", "words", "certainty", "discretion", "harm",
)  # fmt: skip
_RULE_KEYS = (
    "id", "version", "title", "elements", "detect", "requires", "waive", "own_exceptions",
    "fact_to_check", "beside", "examples", *_DEFAULTS,
)  # fmt: skip
_DETECTOR_KEYS = ("terms", "pattern", "near", "within", "ordered", "at_least", "at_most")
_SCOPE_KEYS = (
    "kinds", "except_kinds", "media", "except_media", "price_at_least", "price_at_most",
)  # fmt: skip


class NoArticle(LawFault):
    """没有依据: the rule names no article."""


class WordsWrong(LawFault):
    """引文不合: the words of the law are missing or too long."""


class ExamplesMissing(LawFault):
    """例子不够: fewer than the rule must bring."""


@dataclass(frozen=True)
class Packs:
    """读到的规则包: the rules that are sound, and every fault of the others."""

    book: RuleBook
    faults: tuple[LawFault, ...]


def load_rules(
    folder: Path = SCREENING_DIR, violations: Path = LAW_DIR / "violations.yaml"
) -> RuleBook:
    """读规则库: every family in the folder. Raises LawFault with file and line."""
    packs = read_packs(folder, violations)
    if packs.faults:
        raise packs.faults[0]
    return packs.book


def read_packs(
    folder: Path = SCREENING_DIR, violations: Path = LAW_DIR / "violations.yaml"
) -> Packs:
    """读规则包: as `load_rules`, but a wrong rule is set aside with its fault, not raised.

    What all rules share must still be right: LawFault.
    """
    shelf = read_shelf(folder, violations)
    rules: dict[str, Rule] = {}
    families: dict[str, str] = {}
    faults: list[LawFault] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in SHARED_FILES:
            continue
        top = load_yaml(path)
        top.allow("family", "title", "defaults", "rules")
        families[top.text("family")] = top.text("title")
        for read in _family_rules(top, shelf):
            if isinstance(read, LawFault):
                faults.append(read)
            elif read.id in rules:
                faults.append(LawFault(path, read.line, f"规则 {read.id} 写了两次"))
            else:
                rules[read.id] = read
    faults += _beside_nobody(folder, rules)
    book = RuleBook(tuple(rules.values()), families, shelf.kinds, _fingerprint(folder))
    return Packs(book, tuple(faults))


def pack_files(folder: Path) -> tuple[Path, ...]:
    """规则包的文件: the packs, and what of the law they lean on."""
    law = ("violations.yaml", "sources.yaml", "codes/absolute_exemptions.yaml")
    return (*sorted(folder.glob("*.yaml")), *(LAW_DIR / name for name in law))


def _family_rules(top: Entry, shelf: Shelf) -> Iterator[Rule | LawFault]:
    defaults = top.entry("defaults")
    defaults.allow(*_DEFAULTS)
    for entry in top.entries("rules"):
        try:
            entry.allow(*_RULE_KEYS)
            yield _read_rule(entry, defaults, top.text("family"), shelf)
        except LawFault as fault:
            yield fault


def _read_rule(entry: Entry, defaults: Entry, family: str, shelf: Shelf) -> Rule:
    def home(key: str) -> Entry:
        return entry if key in entry or key not in defaults else defaults

    source = _source(home("source"), shelf)
    violation = _violation(home("violation"), shelf)
    level = home("level").choice("level", Level)
    fact = entry.text("fact_to_check", "")
    if level is Level.REVIEW and not fact:
        raise entry.fault("review 规则要写 fact_to_check（要查清的事实）")
    positive, negative = _read_examples(entry)
    return Rule(
        id=_rule_id(entry),
        version=entry.number("version", 1),
        family=family,
        title=entry.text("title"),
        violation=violation,
        evaluation_class=shelf.classes[violation],
        level=level,
        elements=entry.texts("elements"),
        detectors=tuple(_read_detectors(entry, shelf)),
        requires=shelf.compiled(entry, "requires"),
        scope=_read_scope(home("applies_to"), shelf),
        exemptions=tuple(_rule_exemptions(entry, home("exceptions"), shelf)),
        fact_to_check=fact,
        evidence=home("evidence").texts("evidence"),
        source=source.code or source.key,
        source_title=source.title,
        article=_article(home("article"), entry),
        words=_short_words(home("words"), entry),
        certainty=home("certainty").choice("certainty", Certainty).value,
        discretion=home("discretion").text("discretion", ""),
        harm=_harm(home("harm")),
        beside=entry.texts("beside", ()),
        line=entry.line,
        positive=positive,
        negative=negative,
    )


def _rule_id(entry: Entry) -> str:
    rule_id = entry.text("id")
    if not _ID.fullmatch(rule_id):
        raise entry.fault(f"id 应当写作 med-food-02，不能是 {rule_id}", "id")
    return rule_id


def _violation(entry: Entry, shelf: Shelf) -> str:
    code = entry.text("violation")
    if code not in shelf.classes:
        raise entry.fault(f"violations.yaml 里没有 {code}", "violation")
    return code


def _source(entry: Entry, shelf: Shelf) -> Source:
    key = entry.text("source")
    if key not in shelf.sources:
        raise entry.fault(f"sources.yaml 里没有 {key}", "source")
    return shelf.sources[key]


def _article(home: Entry, rule: Entry) -> str:
    if "article" not in home:
        raise NoArticle(rule.path, rule.line, "缺少 article（依据哪一条）")
    return home.text("article")


def _short_words(home: Entry, rule: Entry) -> str:
    if "words" not in home:
        raise WordsWrong(rule.path, rule.line, "缺少 words（条文原话）")
    words = home.text("words")
    if len(words) > LONGEST_WORDS:
        message = f"words 最多 {LONGEST_WORDS} 个字，现有 {len(words)} 个"
        raise WordsWrong(home.path, home.lines["words"], message)
    return words


def _harm(entry: Entry) -> int:
    harm = entry.number("harm")
    if harm not in (1, 2, 3):
        raise entry.fault("harm 只能是 1、2、3", "harm")
    return harm


def _read_detectors(entry: Entry, shelf: Shelf) -> Iterator[Detector]:
    for part in entry.entries("detect"):
        part.allow(*_DETECTOR_KEYS)
        ways = [way for way in ("terms", "pattern", "near") if way in part]
        if len(ways) != 1:
            raise part.fault("每个检测写 terms、pattern、near 中的一种")
        parts = _parts_of(part, ways[0], shelf)
        pattern = parts[0] if len(parts) == 1 else shelf.checked(part, _near(part, parts), "near")
        limits = _amount(part, "at_least"), _amount(part, "at_most")
        _check_groups(part, parts, limits)
        yield Detector(pattern, parts, *limits)


def _parts_of(part: Entry, way: str, shelf: Shelf) -> tuple[str, ...]:
    if way == "terms":
        return (any_of(re.escape(fold_words(term)) for term in part.texts("terms")),)
    if way == "pattern":
        return (shelf.checked(part, shelf.expanded(part, part.text("pattern"))),)
    sides = tuple(shelf.checked(part, shelf.expanded(part, side)) for side in part.texts("near"))
    if not sides[1:]:
        raise part.fault("near 至少要两组词", "near")
    return sides


def _near(part: Entry, sides: tuple[str, ...]) -> str:
    within = part.number("within", 10)
    if not 0 <= within <= WIDEST_GAP:
        raise part.fault(f"within 应当在 0 到 {WIDEST_GAP} 之间", "within")
    gap = f"{_GAP}{{0,{within}}}"
    forward = gap.join(f"(?:{side})" for side in sides)
    if part.flag("ordered", default=False):
        return forward
    return forward + "|" + gap.join(f"(?:{side})" for side in reversed(sides))


def _check_groups(
    part: Entry, parts: tuple[str, ...], limits: tuple[float | None, float | None]
) -> None:
    groups = sum(map(group_count, parts)) if "terms" not in part else 0
    if limits != (None, None):
        if not groups:
            raise part.fault("at_least、at_most 要求模式里有一个取值括号")
    elif groups:
        raise part.fault("没有 at_least、at_most 时括号要写成 (?:…)")


def _amount(part: Entry, key: str) -> float | None:
    value = part.values.get(key)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise part.fault(f"{key} 应当是数字", key)


def _read_scope(entry: Entry, shelf: Shelf) -> Scope:
    if "applies_to" not in entry:
        return Scope()
    part = entry.entry("applies_to")
    part.allow(*_SCOPE_KEYS)
    return Scope(
        kinds=shelf.known(part, "kinds"),
        except_kinds=shelf.known(part, "except_kinds"),
        media=shelf.known(part, "media"),
        except_media=shelf.known(part, "except_media"),
        price_at_least=_amount(part, "price_at_least"),
        price_at_most=_amount(part, "price_at_most"),
    )


def _rule_exemptions(entry: Entry, home: Entry, shelf: Shelf) -> Iterator[Exemption]:
    waived = entry.texts("waive", ())
    named = home.texts("exceptions", ())
    for key in (*named, *waived):
        if key not in shelf.exemptions:
            raise home.fault(f"exceptions.yaml 里没有 {key}", "exceptions")
    for key, exemption in shelf.exemptions.items():
        if key not in waived and (exemption.everywhere or key in named):
            yield exemption
    for part in entry.entries("own_exceptions", ()):
        yield shelf.exemption(part)


def _read_examples(entry: Entry) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    if "examples" not in entry:
        raise ExamplesMissing(entry.path, entry.line, "缺少 examples（正反例子）")
    part = entry.entry("examples")
    part.allow("product", "context", "positive", "negative")
    both = tuple(tuple(_examples(part, key)) for key in ("positive", "negative"))
    for key, examples in zip(("positive", "negative"), both, strict=True):
        if len(examples) < FEWEST_EXAMPLES:
            line = part.lines.get(key, part.line)
            raise ExamplesMissing(part.path, line, f"{key} 至少要 {FEWEST_EXAMPLES} 个例子")
    return both[0], both[1]


def _examples(part: Entry, key: str) -> Iterator[Example]:
    rows = part.values.get(key, ())
    if not isinstance(rows, tuple):
        raise part.fault(f"{key} 应当是列表", key)
    line = part.lines.get(key, part.line)
    plain = Example("", part.text("product", ""), part.text("context", ""), None, line)
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


def _beside_nobody(folder: Path, rules: dict[str, Rule]) -> Iterator[LawFault]:
    for rule in rules.values():
        for other in rule.beside:
            if other not in rules:
                path = folder / f"{rule.family}.yaml"
                yield LawFault(path, rule.line, f"{rule.id} 的 beside 里没有 {other} 这条规则")


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
