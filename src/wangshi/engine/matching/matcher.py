"""匹配器: shops go in, outcomes with their reasons come out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from wangshi.engine.matching.calibrating import Judged
from wangshi.engine.matching.columns import (
    Sheet,
    ShopColumns,
    rows_of,
    sheet_of,
    shop_columns,
    tidied,
)
from wangshi.engine.matching.deciding import (
    CONCERN_WORDS,
    OUTCOMES,
    Concern,
    Concerns,
    Decided,
    concerns_of,
    decide,
    log_odds,
    standing,
)
from wangshi.engine.matching.explaining import candidates_of
from wangshi.engine.matching.levels import reason_words
from wangshi.engine.matching.parallel import in_order
from wangshi.engine.matching.placing import Codes
from wangshi.engine.matching.records import Outcome, Shop, Verdict, batches
from wangshi.engine.matching.register import Register
from wangshi.engine.matching.scoring import (
    Compared,
    Weights,
    compare,
    pair_weights,
    probabilities,
    together,
)
from wangshi.engine.matching.searching import Found, find_by_grams, find_by_keys, without
from wangshi.engine.matching.weights import Model, standing_model

SHOP_BATCH: Final = 20_000
_DECISIVE: Final = 8.0
"""Log odds from which no further candidates are looked for."""


@dataclass(frozen=True)
class Matches:
    """一批网店的结果, in columns; `verdict` writes one of them out with its evidence."""

    sheet: Sheet
    counties: Codes
    register: Register
    model: Model
    compared: Compared
    weights: Weights
    decided: Decided
    shops: ShopColumns

    def __len__(self) -> int:
        return len(self.decided.best)

    def said(self, row: int, column: str) -> str:
        """店里说的: one field of one shop, empty where its column is missing."""
        return self.sheet[column][row] if column in self.sheet else ""

    def county(self, row: int) -> int:
        """店所在县的代码; 0 where nothing tells it."""
        return int(self.counties[row])

    def concerns(self, pairs: range) -> Concerns:
        """顾虑 about each of these pairs."""
        return concerns_of(self.compared, pairs, len(self))

    def outcome(self, row: int) -> Outcome:
        """结果 of one shop."""
        return OUTCOMES[int(self.decided.outcomes[row])]

    def probability(self, row: int) -> float:
        """概率 that the likeliest operator of one shop is the right one."""
        return float(self.decided.probabilities[row])

    def operator(self, row: int) -> int | None:
        """最可能的主体: its row in the register, None where nobody comes into question."""
        best = int(self.decided.best[row])
        return None if best < 0 else int(self.compared.pairs.rows[best])

    def judged(self, row: int, *, right: bool) -> Judged | None:
        """人的判定: what calibration learns of a link that is confirmed or rejected."""
        best = int(self.decided.best[row])
        if best < 0:
            return None
        shops = self.compared.pairs.shops
        first, last = np.searchsorted(shops, [row, row + 1])
        chances = probabilities(self.weights[first:last], np.zeros(last - first, np.int64), 1)
        concern = self.concerns(range(best, best + 1))[0]
        odds = log_odds(chances[best - first : best - first + 1])
        return Judged(float(odds[0]), standing(int(concern)), right)

    def reason(self, row: int) -> str:
        """一行理由: 电话一致，字号一致，县一致；行业不同."""
        best = int(self.decided.best[row])
        if best < 0:
            return "名录里没有对得上的主体"
        words = _reason(self.compared.levels[best].tobytes())
        concern = CONCERN_WORDS[Concern(int(self.decided.concerns[row]))]
        return f"{words}。{concern}" if concern else words

    def verdict(self, row: int, *, most: int = 5) -> Verdict:
        """写出一家店: at most `most` candidates, each with its evidence table."""
        return Verdict(
            shop_id=self.said(row, "shop_id"),
            outcome=self.outcome(row),
            probability=self.probability(row),
            candidates=candidates_of(self, row, most),
            reason=self.reason(row),
        )


class Matcher:
    """匹配器: a register and a model; holds no state between shops."""

    def __init__(self, register: Register, model: Model | None = None) -> None:
        self.register = register
        self.model = standing_model() if model is None else model

    def look_up(self, shop: Shop, *, most: int = 5) -> Verdict:
        """查一家店: the outcome with at most `most` candidates and their evidence."""
        return self.match_sheet(sheet_of([shop])).verdict(0, most=most)

    def match(self, shops: Iterable[Shop]) -> Iterator[Verdict]:
        """查许多店: one verdict a shop, in their order."""
        for matches in self.match_sheets(map(sheet_of, batches(shops, SHOP_BATCH))):
            yield from (matches.verdict(row) for row in range(len(matches)))

    def match_sheets(self, sheets: Iterable[Sheet], *, workers: int = 2) -> Iterator[Matches]:
        """查许多张表: in their order, some at once; each of at most some 20,000 shops."""
        return in_order(self.match_sheet, sheets, workers)

    def match_sheet(self, sheet: Sheet) -> Matches:
        """查一张表: at most some 20,000 shops, so that memory stays small."""
        rows, shown = rows_of(sheet), tidied(sheet)
        shops = shop_columns(shown, rows)
        compared = self.candidates(shops, rows)
        weights = pair_weights(compared, self.model, len(self.register))
        decided = decide(compared, weights, self.register.ranks, rows, self.model)
        return Matches(
            shown, shops.counties, self.register, self.model, compared, weights, decided, shops
        )

    def candidates(self, shops: ShopColumns, rows: int) -> Compared:
        """候选: by exact keys; by pairs of characters where these settle nothing."""
        found = find_by_keys(shops, self.register)
        compared = compare(shops, self.register, found, self.model)
        weights = pair_weights(compared, self.model, len(self.register))
        best = np.full(rows, -np.inf)
        np.maximum.at(best, compared.pairs.shops, weights)
        more = find_by_grams(shops, self.register, np.flatnonzero(best < _DECISIVE))
        new = without(more, found.pairs, len(self.register))
        if not len(new):
            return compared
        added = compare(shops, self.register, Found(new, np.zeros(len(new), np.bool_)), self.model)
        return together(compared, added)


@lru_cache(maxsize=4096)
def _reason(levels: bytes) -> str:
    return reason_words(tuple(levels))
