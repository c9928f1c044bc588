"""一个模型: buckets and what they weigh for each code; read, kept as bytes, told apart by hash."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Final

import numpy as np

from .fitting import shares
from .grams import BUCKETS, Floats, Ints, Text, bucket_of, counted, folded, rows_of, spans
from .measuring import Quality

MOST_WORDS: Final = 4
_TELLING: Final = 6


class ModelBroken(ValueError):
    """模型读不出来: the message says what to do."""


@dataclass(frozen=True)
class Guess:
    """猜的类别: how certain, whether that settles it, the words that carried it, the next ones."""

    code: str
    certainty: float
    settled: bool
    words: tuple[str, ...]
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class Model:
    """模型: `buckets` that mean something, ascending, and for each its rarity and a weight a code.

    `weights` is buckets × codes; certainty at or above `line` settles a text, if letters of its
    code were there to measure on: those codes are `proven`.
    """

    codes: tuple[str, ...]
    buckets: Ints
    rarity: Floats
    weights: Floats
    line: float
    quality: Quality
    proven: frozenset[str]
    unseen: float

    @classmethod
    def of(
        cls,
        codes: tuple[str, ...],
        rarity: Floats,
        weights: Floats,
        *,
        line: float,
        quality: Quality,
        proven: frozenset[str],
    ) -> "Model":
        """由拟合的结果: only the buckets that some text fell into are kept."""
        buckets = np.flatnonzero(np.abs(weights).max(axis=1) > 0)
        unseen = float(rarity.max())
        found = (rarity[buckets], weights[buckets])
        return cls(codes, buckets, *found, line, quality, proven, unseen)

    def read(self, text: Text) -> Guess:
        """读一段话: its likeliest code; nothing it knows in it, then every code is as likely."""
        chances = self.chances(text)
        order = np.argsort(-chances, kind="stable")
        best = int(order[0])
        return Guess(
            code=self.codes[best],
            certainty=float(chances[best]),
            settled=bool(chances[best] >= self.line) and self.codes[best] in self.proven,
            words=tuple(self._words(text, best)),
            others=tuple((self.codes[at], float(chances[at])) for at in order[1:3]),
        )

    def chances(self, text: Text) -> Floats:
        """各类的概率, in the order of `codes`; they add up to 1."""
        rows = rows_of([counted(text)], self._rarities)
        scores: Floats = rows.value @ self._weights[rows.bucket]
        return np.asarray(shares(scores[None, :])[0], np.float32)

    def to_bytes(self) -> bytes:
        """存成字节: the same model, the same bytes; no word of any letter is in it."""
        facts = {
            "codes": self.codes,
            "line": self.line,
            "quality": asdict(self.quality),
            "proven": sorted(self.proven),
            "unseen": self.unseen,
        }
        stream = io.BytesIO()
        np.savez_compressed(
            stream,
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
            buckets=self.buckets,
            rarity=self.rarity,
            weights=self.weights,
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Model":
        """由字节读回: ModelBroken when they are not one of ours."""
        try:
            with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
                facts = json.loads(arrays["facts"].tobytes())
                return cls(
                    tuple(facts["codes"]),
                    arrays["buckets"],
                    arrays["rarity"],
                    arrays["weights"],
                    facts["line"],
                    Quality(**facts["quality"]),
                    frozenset(facts["proven"]),
                    facts["unseen"],
                )
        except (ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError):
            raise ModelBroken("分拣的模型读不出来：重新训练一次") from None

    @cached_property
    def fingerprint(self) -> str:
        """指纹: SHA-256 of what it weighs."""
        told = hashlib.sha256(json.dumps([self.codes, self.line]).encode())
        for part in (self.buckets, self.rarity, self.weights):
            told.update(np.ascontiguousarray(part).tobytes())
        return told.hexdigest()

    @cached_property
    def _weights(self) -> Floats:
        spread = np.zeros((BUCKETS, len(self.codes)), np.float32)
        spread[self.buckets] = self.weights
        return spread

    @cached_property
    def _rarities(self) -> Floats:
        spread = np.full(BUCKETS, self.unseen, np.float32)
        spread[self.buckets] = self.rarity
        return spread

    def _words(self, text: Text, best: int) -> Iterator[str]:
        """靠哪几个词: grams that speak for the code, joined where they touch, heaviest first."""
        lead = self._weights[:, best] - self._weights.mean(axis=1)
        worth = lead * self._rarities
        joined: dict[str, float] = {}
        for part in (folded(text.title), folded(text.body)):
            for word, weight in _joined(part, worth):
                joined[word] = max(joined.get(word, 0.0), weight)
        told: list[str] = []
        for word in sorted(joined, key=lambda one: -joined[one]):
            if not any(word in other or other in word for other in told):
                told.append(word)
        yield from told[:MOST_WORDS]


def _joined(text: str, worth: Floats) -> Iterator[tuple[str, float]]:
    found = [(float(worth[bucket_of(text[a:b])]), a, b) for a, b in spans(text)]
    telling = sorted((one for one in found if one[0] > 0), reverse=True)[:_TELLING]
    marked = np.zeros(len(text) + 1)
    for weight, start, end in telling:
        marked[start:end] += weight
    start = 0
    for at, weight in enumerate(marked):
        if weight == 0:
            if at > start:
                yield text[start:at], float(marked[start:at].sum())
            start = at + 1
