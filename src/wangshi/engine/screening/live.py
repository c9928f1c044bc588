"""在用的规则: which rule set screens now; a new one takes its place between two texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from wangshi.engine.lawfiles import LawFault

from .lint import as_item
from .packs import load_rules, pack_files
from .rules import RuleBook
from .screener import Screener


@dataclass(frozen=True)
class Refusal:
    """没有换上: the reason, and the rule set that was refused, where it could be read."""

    reason: str
    version: str = ""


class RuleFolder:
    """规则包文件夹: tells when it has come to rest in a state that was not read yet.

    Files are written one after another, so a state counts once two looks in a row have seen it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = self._seen = self._state()

    def has_news(self) -> bool:
        """有新的: true once for each new state, after it has come to rest."""
        before, self._seen = self._seen, self._state()
        if before != self._seen or self._seen == self._read:
            return False
        self._read = self._seen
        return True

    def load(self) -> RuleBook:
        """读规则库. Raises LawFault."""
        return load_rules(self.folder)

    def _state(self) -> tuple[tuple[str, int, int, int], ...]:
        return tuple(map(_file_state, pack_files(self.folder)))


class LiveRules:
    """在用的规则: whoever screens takes `screener` once and keeps it to the end of his work.

    A rule set is made ready and tried on its own examples beside the one in use; then one pointer
    changes. Until then, and if it fails, the old set goes on.
    """

    def __init__(self, screener: Screener) -> None:
        self._screener = screener
        self._swapping = Lock()
        self.refusal: Refusal | None = None

    @property
    def screener(self) -> Screener:
        """在用的筛查器."""
        return self._screener

    def swap(self, load: Callable[[], RuleBook]) -> Refusal | None:
        """换规则: None when the new set is in use; else why not, also kept in `refusal`."""
        with self._swapping:
            self.refusal = self._try(load)
            return self.refusal

    def _try(self, load: Callable[[], RuleBook]) -> Refusal | None:
        try:
            book = load()
        except LawFault as fault:
            return Refusal(str(fault))
        except OSError as error:
            return Refusal(f"读不了 {error.filename}（{error.strerror}）")
        if book.fingerprint == self._screener.rulebook.fingerprint:
            return None
        screener = Screener(book, self._screener.engine)
        wrong = next(wrong_examples(screener), "")
        if wrong:
            return Refusal(wrong, book.version)
        self._screener = screener
        return None


def _file_state(path: Path) -> tuple[str, int, int, int]:
    try:
        told = path.stat()
    except FileNotFoundError:
        return str(path), 0, 0, 0
    return str(path), told.st_ino, told.st_size, told.st_mtime_ns


def wrong_examples(screener: Screener) -> Iterator[str]:
    """没过的例子: every example that its own rule judges otherwise than the pack says."""
    cases = [
        (rule, example, wanted)
        for rule in screener.rulebook.rules
        for examples, wanted in ((rule.positive, True), (rule.negative, False))
        for example in examples
    ]
    answers = screener.every_rule(as_item(example) for _, example, _ in cases)
    for (rule, example, wanted), hits in zip(cases, answers, strict=True):
        if any(hit.rule == rule.id for hit in hits) is not wanted:
            should = "应当命中而没有命中" if wanted else "不应当命中却命中了"
            yield f"规则 {rule.id} 的例子“{example.text}”（第 {example.line} 行）{should}"
