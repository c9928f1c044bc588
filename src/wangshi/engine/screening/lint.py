"""查规则: everything that is wrong with the packs, said at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from pathlib import Path

from wangshi.engine.lawfiles import LAW_DIR, LawFault
from wangshi.engine.statutes import ArticleMissing, Library

from .folding import fold
from .packs import SCREENING_DIR, ExamplesMissing, NoArticle, WordsWrong, read_packs
from .patterns import parse, plain_words
from .rules import Detector, Example, Level, Rule, RuleBook
from .screener import Hit, Item, Screener
from .shelf import RunsAway

SHORTEST_WORD = 2
SEVERITY = {Level.NOTE: 0, Level.REVIEW: 1, Level.FAIL: 2}


class FaultKind(StrEnum):
    """毛病的种类."""

    UNREADABLE = "unreadable"
    CATASTROPHIC = "catastrophic"
    NO_ARTICLE = "no_article"
    WORDS = "words"
    EXAMPLES = "examples"
    NEVER_HIT = "never_hit"
    AMBIGUOUS = "ambiguous"
    SHADOWED = "shadowed"


TITLES: Mapping[FaultKind, str] = {
    FaultKind.UNREADABLE: "写错了",
    FaultKind.CATASTROPHIC: "模式会失控",
    FaultKind.NO_ARTICLE: "没有依据",
    FaultKind.WORDS: "引文不合",
    FaultKind.EXAMPLES: "例子不够或者判错",
    FaultKind.NEVER_HIT: "从来不命中",
    FaultKind.AMBIGUOUS: "含混",
    FaultKind.SHADOWED: "多余",
}
_READ_KINDS: Mapping[type[LawFault], FaultKind] = {
    RunsAway: FaultKind.CATASTROPHIC,
    NoArticle: FaultKind.NO_ARTICLE,
    WordsWrong: FaultKind.WORDS,
    ExamplesMissing: FaultKind.EXAMPLES,
}


@dataclass(frozen=True)
class RuleFault:
    """一处毛病: which rule, where it is written, and what to do."""

    kind: FaultKind
    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}：{TITLES[self.kind]}。{self.message}"


@dataclass(frozen=True)
class _Seen:
    """One text and what the whole book says of it; `example` is its rule's, if it is one."""

    text: str
    hits: Mapping[str, Hit]
    owner: str = ""
    wanted: bool = True
    line: int = 0


def lint(
    folder: Path = SCREENING_DIR,
    violations: Path = LAW_DIR / "violations.yaml",
    *,
    corpus: Iterable[Item] = (),
    library: Library | None = None,
) -> tuple[RuleFault, ...]:
    """查规则: every fault of the packs, in the order of their files; empty when they are sound.

    `corpus` are texts on which detectors may prove their use beside their own examples;
    `library` are whole statutes in which the quoted words must stand.
    """
    try:
        packs = read_packs(folder, violations)
    except LawFault as fault:
        return (_unread(fault),)
    found = [_unread(fault) for fault in packs.faults]
    seen = tuple(_seen(packs.book, corpus))
    found += _wrong_words(packs.book, library) if library is not None else ()
    found += _wrong_examples(packs.book, seen)
    found += _never_hit(packs.book, seen)
    found += _ambiguous(packs.book)
    found += _shadowed(packs.book, seen)
    return tuple(
        sorted(dict.fromkeys(found), key=lambda each: (each.place.split(" ")[0], each.rule))
    )


def _unread(fault: LawFault) -> RuleFault:
    kind = _READ_KINDS.get(type(fault), FaultKind.UNREADABLE)
    return RuleFault(kind, "", f"{fault.path.name} 第 {fault.line} 行", fault.message)


def _fault(kind: FaultKind, rule: Rule, message: str, line: int = 0) -> RuleFault:
    place = f"{rule.family}.yaml 第 {line or rule.line} 行 {rule.id}"
    return RuleFault(kind, rule.id, place, message)


def _seen(book: RuleBook, corpus: Iterable[Item]) -> Iterator[_Seen]:
    screener = Screener(book, "portable")
    examples = [
        (rule.id, example, wanted)
        for rule in book.rules
        for examples, wanted in ((rule.positive, True), (rule.negative, False))
        for example in examples
    ]
    answers = screener.every_rule(as_item(example) for _, example, _ in examples)
    for (owner, example, wanted), hits in zip(examples, answers, strict=True):
        yield _Seen(example.text, _by_rule(hits), owner, wanted, example.line)
    items = list(corpus)
    for item, hits in zip(items, screener.every_rule(items), strict=True):
        yield _Seen(item.body, _by_rule(hits))


def as_item(example: Example) -> Item:
    """例子当作待筛内容."""
    return Item(
        id="example",
        text=example.text,
        product=example.product,
        context=example.context,
        price=example.price,
    )


def _by_rule(hits: Iterable[Hit]) -> Mapping[str, Hit]:
    return {hit.rule: hit for hit in hits}


def _wrong_words(book: RuleBook, library: Library) -> Iterator[RuleFault]:
    for rule in book.rules:
        if rule.source_title not in library:
            continue
        try:
            article = library.find(rule.source_title, rule.article).article.text
        except ArticleMissing:
            message = f"《{rule.source_title}》里没有{rule.article}，请核对条号"
            yield _fault(FaultKind.WORDS, rule, message)
            continue
        if rule.words not in article.replace("\n", ""):
            message = f"{rule.citation}里没有“{rule.words}”，请照原文抄"
            yield _fault(FaultKind.WORDS, rule, message)


def _wrong_examples(book: RuleBook, seen: Sequence[_Seen]) -> Iterator[RuleFault]:
    for each in seen:
        if each.owner and (each.owner in each.hits) is not each.wanted:
            ought = "应当命中，没有命中" if each.wanted else "不应当命中，却命中了"
            rule = book.rule(each.owner)
            yield _fault(FaultKind.EXAMPLES, rule, f"例子“{each.text}”{ought}", each.line)


def _never_hit(book: RuleBook, seen: Sequence[_Seen]) -> Iterator[RuleFault]:
    """What no positive example of its rule, and no text of the corpus, ever sets off."""
    texts: dict[str, list[str]] = defaultdict(list)
    for each in seen:
        for rule_id in each.hits:
            if each.owner in ("", rule_id):
                texts[rule_id].append(fold(each.text).text)
    for rule in book.rules:
        for number, detector in enumerate(rule.detectors, start=1):
            if not any(_fires(detector, text) for text in texts[rule.id]):
                message = f"第 {number} 个检测没有一个例子用到，请补例子或者删掉"
                yield _fault(FaultKind.NEVER_HIT, rule, message)


def _fires(detector: Detector, text: str) -> bool:
    return any(detector.counts(match) for match in detector.compiled.finditer(text))


def _ambiguous(book: RuleBook) -> Iterator[RuleFault]:
    """The same word is two offences, and nobody said that both are meant."""
    owners: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.rules:
        for word in _own_words(rule):
            owners[word].append(rule)
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word, rules in sorted(owners.items()):
        for one, other in combinations(rules, 2):
            if _are_mixed_up(one, other):
                pairs[one.id, other.id].append(word)
    for (one_id, other_id), words in pairs.items():
        message = (
            f"“{'、'.join(words[:5])}”在 {other_id} 里是另一种违法；"
            f"只留一处，或者在一处写 beside: [{other_id}]"
        )
        yield _fault(FaultKind.AMBIGUOUS, book.rule(one_id), message)


def _own_words(rule: Rule) -> frozenset[str]:
    alone = (detector.pattern for detector in rule.detectors if len(detector.parts) == 1)
    words = (plain_words(parse(pattern)) for pattern in alone)
    return frozenset(word for each in words for word in each if len(word) >= SHORTEST_WORD)


def _are_mixed_up(one: Rule, other: Rule) -> bool:
    if one.violation == other.violation or Level.NOTE in (one.level, other.level):
        return False
    if other.id in one.beside or one.id in other.beside:
        return False
    return one.scope.meets(other.scope)


def _shadowed(book: RuleBook, seen: Sequence[_Seen]) -> Iterator[RuleFault]:
    """Every hit of the rule is taken by another rule of the same violation."""
    takers: dict[str, set[str]] = {}
    for each in seen:
        for rule_id, hit in each.hits.items():
            if each.owner in ("", rule_id):
                over = {other.rule for other in each.hits.values() if _takes(other, hit)}
                takers[rule_id] = takers.get(rule_id, over) & over
    for rule in book.rules:
        if others := takers.get(rule.id):
            message = f"它的命中 {min(others)} 全都有，请并进去，或者补只有它能命中的例子"
            yield _fault(FaultKind.SHADOWED, rule, message)


def _takes(other: Hit, hit: Hit) -> bool:
    if other.rule == hit.rule or other.violation != hit.violation:
        return False
    if SEVERITY[other.level] < SEVERITY[hit.level]:
        return False
    return all(
        any(first <= start and end <= last for first, last in other.spans)
        for start, end in hit.spans
    )
