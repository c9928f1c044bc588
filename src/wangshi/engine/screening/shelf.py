"""共用部分: the word lists, kinds and exceptions every family may refer to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wangshi.engine.codes import CODES_DIR
from wangshi.engine.lawfiles import Entry, LawFault, Source, load_sources, load_yaml

from .folding import fold_words
from .patterns import PatternFault, any_of, parse
from .rules import Exemption, KindRow, KindTable

SHARED_FILES = ("words.yaml", "exceptions.yaml", "kinds.yaml")
CHECKLIST = "absolute_exemptions.yaml"
_WORD_LIST = re.compile(r"<([a-z_]+)>")
_OPEN_CLASS = re.compile(r"\[\^([^\]\\]*。[^\]\\]*)\]")
_WHERE = ("covers", "before", "after", "inside", "sentence", "anywhere", "media", "kinds")
_EXEMPTION_KEYS = ("key", "reason", *_WHERE, "within", "everywhere", "title_only", "item")


class RunsAway(LawFault):
    """会失控的模式: outside the safe subset, so it is never compiled."""


@dataclass(frozen=True)
class Shelf:
    """共用部分: what every family may refer to."""

    words: Mapping[str, str]
    exemptions: Mapping[str, Exemption]
    kinds: KindTable
    sources: Mapping[str, Source]
    classes: Mapping[str, str]
    items: frozenset[str]

    def known(self, part: Entry, key: str) -> frozenset[str]:
        """种类或媒介名: those the entry lists, each of them in kinds.yaml."""
        names = frozenset(part.texts(key, ()))
        rows = self.kinds.media if "media" in key else self.kinds.kinds
        unknown = sorted(names - {row.key for row in rows} - {"unknown"})
        if unknown:
            raise part.fault(f"kinds.yaml 里没有 {unknown[0]}", key)
        return names

    def expanded(self, part: Entry, pattern: str) -> str:
        """展开: word lists written out, folded as texts are, kept within one line."""
        return _expanded(part, pattern, self.words)

    def checked(self, part: Entry, pattern: str, key: str = "") -> str:
        """查模式: the same pattern; refused outside the safe subset."""
        try:
            parse(pattern)
        except PatternFault as fault:
            raise RunsAway(part.path, part.lines.get(key, part.line), str(fault)) from None
        return pattern

    def compiled(self, part: Entry, key: str) -> re.Pattern[str] | None:
        """合成一个模式: any of the patterns listed under the key; None without the key."""
        pattern = self.any_of(part, key)
        return None if pattern is None else re.compile(pattern)

    def any_of(self, part: Entry, key: str) -> str | None:
        """合成一个模式, not yet compiled."""
        return any_of(self.each_of(part, key)) if key in part else None

    def each_of(self, part: Entry, key: str) -> tuple[str, ...]:
        """逐个模式: those listed under the key, checked."""
        patterns = (self.expanded(part, pattern) for pattern in part.texts(key, ()))
        return tuple(self.checked(part, pattern, key) for pattern in patterns)

    def exemption(self, part: Entry) -> Exemption:
        """读例外: one entry, from exceptions.yaml or a rule's own."""
        part.allow(*_EXEMPTION_KEYS)
        if not any(key in part for key in _WHERE):
            raise part.fault(f"例外要写 {'、'.join(_WHERE)} 中的一种")
        item = part.text("item", "")
        if item and item not in self.items:
            raise part.fault(f"{CHECKLIST} 里没有 {item}", "item")
        return Exemption(
            key=part.text("key", "own"),
            reason=part.text("reason"),
            covers=self.each_of(part, "covers"),
            before=self.any_of(part, "before"),
            after=self.any_of(part, "after"),
            inside=self.any_of(part, "inside"),
            sentence=self.any_of(part, "sentence"),
            anywhere=self.any_of(part, "anywhere"),
            media=self.known(part, "media"),
            kinds=self.known(part, "kinds"),
            within=part.number("within", 8),
            everywhere=part.flag("everywhere", default=False),
            title_only=part.flag("title_only", default=False),
            item=item,
        )


def read_shelf(folder: Path, violations: Path) -> Shelf:
    """读共用部分: LawFault with file and line."""
    sources = {source.code or source.key: source for source in load_sources().values()}
    listed = load_yaml(violations).entry("violations")
    classes = {code: listed.entry(code).text("evaluation_class", "other") for code in listed}
    lists = load_yaml(folder / "words.yaml")
    words: dict[str, str] = {}
    for key in lists:
        words[key] = any_of(_expanded(lists, text, words) for text in lists.texts(key))
    items = frozenset(row.text("code") for row in load_yaml(CODES_DIR / CHECKLIST).entries("rows"))
    bare = Shelf(words, {}, KindTable((), ()), sources, classes, items)
    kinds = load_yaml(folder / "kinds.yaml")
    kinds.allow("kinds", "media")
    table = KindTable(*(tuple(_kind_rows(kinds, key, bare)) for key in ("kinds", "media")))
    shelf = replace(bare, kinds=table)
    top = load_yaml(folder / "exceptions.yaml")
    top.allow("exceptions")
    exemptions = [shelf.exemption(part) for part in top.entries("exceptions")]
    return replace(shelf, exemptions={each.key: each for each in exemptions})


def _expanded(part: Entry, pattern: str, words: Mapping[str, str]) -> str:
    def words_of(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise part.fault(f"words.yaml 里没有词表 {match[1]}")
        return words[match[1]]

    # What may not run past a full stop may not run from the title into the detail either.
    return _WORD_LIST.sub(words_of, _OPEN_CLASS.sub(r"[^\1\\n]", fold_words(pattern)))


def _kind_rows(top: Entry, key: str, shelf: Shelf) -> Iterator[KindRow]:
    for part in top.entries(key):
        part.allow("key", "title", "named", "titled", "hinted")
        named, titled, hinted = (shelf.compiled(part, way) for way in ("named", "titled", "hinted"))
        yield KindRow(part.text("key"), part.text("title"), named, titled, hinted)
