"""定结果: link, look, or leave, by what each mistake costs; and what a sum cannot settle."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.keytable import changes
from wangshi.engine.matching.levels import (
    Address,
    Branch,
    Code,
    Field,
    Grades,
    LevelMatrix,
    Name,
    Person,
    Place,
    Same,
    Trade,
    field_number,
)
from wangshi.engine.matching.records import Outcome
from wangshi.engine.matching.scoring import Compared, Weights, probabilities
from wangshi.engine.matching.texts import Flags, Places
from wangshi.engine.matching.weights import Costs, Model

Concerns = npt.NDArray[np.int8]
OUTCOMES: Final = (Outcome.NONE, Outcome.REVIEW, Outcome.LINK)
_NONE, _REVIEW, _LINK = range(3)
_TINY: Final = 1e-13


class Concern(IntEnum):
    """要人看的缘故: what a sum of weights may not settle alone."""

    NONE = 0
    CODE_OF_ANOTHER = 1
    CODE_ALONE = 2
    LICENCE_OF_ANOTHER = 3
    CODE_UNKNOWN = 4
    NAME_DIFFERS = 5
    HEAD_OR_BRANCH = 6
    NAME_ALONE = 7
    TWO_ALIKE = 8


class Standing(StrEnum):
    """证据的类别: each has a calibration of its own."""

    CLEAR = "clear"
    WEAK = "weak"
    CODE = "code"


_STANDINGS: Final = {
    Concern.NONE: Standing.CLEAR,
    Concern.CODE_OF_ANOTHER: Standing.CODE,
    Concern.CODE_ALONE: Standing.CODE,
    Concern.LICENCE_OF_ANOTHER: Standing.CODE,
    Concern.CODE_UNKNOWN: Standing.CODE,
    Concern.NAME_DIFFERS: Standing.WEAK,
    Concern.HEAD_OR_BRANCH: Standing.WEAK,
    Concern.NAME_ALONE: Standing.WEAK,
    Concern.TWO_ALIKE: Standing.CLEAR,
}
_NEVER_LINKED: Final = (
    Concern.CODE_OF_ANOTHER,
    Concern.CODE_ALONE,
    Concern.LICENCE_OF_ANOTHER,
    Concern.CODE_UNKNOWN,
    Concern.NAME_DIFFERS,
    Concern.HEAD_OR_BRANCH,
)
CONCERN_WORDS: Final = {
    Concern.NONE: "",
    Concern.CODE_OF_ANOTHER: "亮的信用代码是另一个主体的，疑似冒用执照",
    Concern.CODE_ALONE: "只有信用代码是这个主体的，其他对不上，疑似冒用执照",
    Concern.LICENCE_OF_ANOTHER: "执照是这个主体的，负责人和地址是别人的，疑似冒用执照",
    Concern.CODE_UNKNOWN: "亮的信用代码不是这个主体的，名录里也查不到",
    Concern.NAME_DIFFERS: "名称对不上，只有其他项目相同",
    Concern.HEAD_OR_BRANCH: "分不清是本部还是分支机构，或者是哪一个分支机构",
    Concern.NAME_ALONE: "名称只是相近，没有别的项目佐证",
    Concern.TWO_ALIKE: "不止一个主体对得上",
}


@dataclass(frozen=True)
class Decided:
    """定下的结果, one row a shop: `best` is the row of its likeliest pair, -1 for none."""

    best: Places
    outcomes: npt.NDArray[np.int8]
    probabilities: Weights
    concerns: Concerns


def decide(
    compared: Compared, weights: Weights, ranks: Places, shops: int, model: Model
) -> Decided:
    """定结果: of each shop, by its likeliest operator's probability and by the concerns.

    `ranks` break a tie the same way however the register is sorted.
    """
    pairs = compared.pairs
    chances = probabilities(weights, pairs.shops, shops)
    best = _best(compared, weights, ranks, shops)
    told = np.flatnonzero(best >= 0)
    at = best[told]
    shares = np.zeros(shops)
    concerns = np.zeros(shops, np.int8)
    concerns[told] = _concerns(compared, at, _Claims.of(compared, shops))
    shares[told] = calibrated(log_odds(chances[at]), concerns[told], model)
    look, link = thresholds(model.costs)
    outcomes = np.where(shares >= link, _LINK, np.where(shares >= look, _REVIEW, _NONE))
    borrowed = np.flatnonzero(_shows_its_own(compared, best) & np.isin(concerns, _NEVER_LINKED))
    outcomes[borrowed] = np.maximum(outcomes[borrowed], _REVIEW)
    outcomes[(outcomes == _LINK) & np.isin(concerns, _NEVER_LINKED)] = _REVIEW
    alike = (outcomes == _REVIEW) & (concerns == 0) & _rivalled(compared, chances, best)
    concerns[alike] = Concern.TWO_ALIKE
    concerns[outcomes != _REVIEW] = Concern.NONE
    return Decided(best, outcomes.astype(np.int8), shares, concerns)


def concerns_of(compared: Compared, pairs: range, shops: int) -> Concerns:
    """顾虑 about each of these pairs, as if it were the likeliest of its shop."""
    return _concerns(compared, np.arange(pairs.start, pairs.stop), _Claims.of(compared, shops))


def thresholds(costs: Costs) -> tuple[float, float]:
    """两道门槛: from which probability to look, and from which to link.

    To link costs (1 - p) · false_link, to look costs review, to leave costs p · missed.
    """
    return costs.review / costs.missed, 1 - costs.review / costs.false_link


def calibrated(odds: Weights, concerns: Concerns, model: Model) -> Weights:
    """校准后的概率: what proved right at such log odds, with evidence of such standing."""
    standings = np.array([list(Standing).index(_STANDINGS[concern]) for concern in Concern])
    proved = np.zeros(len(odds))
    for number, one in enumerate(Standing):
        here = standings[concerns] == number
        points, shares = np.array(model.curves[one]).T
        proved[here] = np.interp(odds[here], points, shares)
    return np.asarray(1 / (1 + np.exp(-proved)))


def standing(concern: int) -> Standing:
    """类别 of evidence with this concern."""
    return _STANDINGS[Concern(concern)]


def log_odds(chances: Weights) -> Weights:
    """对数几率 of probabilities; of 0 and 1 some thirty either way."""
    clipped = np.clip(chances, _TINY, 1 - _TINY)
    return np.asarray(np.log(clipped) - np.log1p(-clipped))


def _best(compared: Compared, weights: Weights, ranks: Places, shops: int) -> Places:
    pairs = compared.pairs
    order = np.lexsort((ranks[pairs.rows], -weights, pairs.shops))
    firsts = order[changes(pairs.shops[order])]
    best = np.full(shops, -1, np.int64)
    best[pairs.shops[firsts]] = firsts
    return best


def _concerns(compared: Compared, at: Places, claims: "_Claims") -> Concerns:
    """What speaks against linking these pairs, whatever the sum of their weights.

    Later lines weigh more: a code that belongs to somebody else comes last.
    """
    seen = _Seen.of(compared.levels[at], compared.own_names[at])
    shops = compared.pairs.shops[at]
    concerns = np.zeros(len(at), np.int8)
    concerns[~seen.shown & ~seen.strong_name & ~seen.well_backed] = Concern.NAME_ALONE
    concerns[~seen.shown & seen.other_branch] = Concern.HEAD_OR_BRANCH
    claims_another = seen.claims_another & (~seen.own_strong | claims.names[shops])
    # A phone may be an agent's, who runs the shops of many: it never links on its own.
    concerns[~seen.shown & (claims_another | ~seen.near_name)] = Concern.NAME_DIFFERS
    taken = seen.other_person | (seen.own_unlike & ~seen.person_fits & seen.far)
    taken &= seen.elsewhere
    taken |= seen.own_unlike & claims.own_names[shops] & ~seen.backed
    concerns[seen.shown & seen.near_name & taken] = Concern.LICENCE_OF_ANOTHER
    concerns[seen.shown & ~seen.near_name & ~seen.backed] = Concern.CODE_ALONE
    concerns[seen.other_code] = Concern.CODE_UNKNOWN
    concerns[seen.other_code & claims.codes[shops]] = Concern.CODE_OF_ANOTHER
    return concerns


@dataclass(frozen=True)
class _Claims:
    """Shops whose code, claimed name or own name is that of one of their candidates."""

    codes: Flags
    names: Flags
    own_names: Flags

    @classmethod
    def of(cls, compared: Compared, shops: int) -> "_Claims":
        names = _level(compared.levels, Field.NAME)
        return cls(
            codes=_any(compared, _level(compared.levels, Field.CODE) == Code.SAME, shops),
            names=_any(compared, _is_same(names), shops),
            own_names=_any(compared, _is_same(compared.own_names), shops),
        )


def _any(compared: Compared, pairs: Flags, shops: int) -> Flags:
    """Shops with one such pair at least."""
    found = np.zeros(shops, np.bool_)
    found[compared.pairs.shops[pairs]] = True
    return found


@dataclass(frozen=True)
class _Seen:
    """What the levels of each pair come to."""

    shown: Flags
    other_code: Flags
    near_name: Flags
    strong_name: Flags
    own_strong: Flags
    own_unlike: Flags
    claims_another: Flags
    other_branch: Flags
    person_fits: Flags
    other_person: Flags
    elsewhere: Flags
    far: Flags
    backed: Flags
    well_backed: Flags

    @classmethod
    def of(cls, levels: LevelMatrix, own_names: Grades) -> "_Seen":
        code, person = _level(levels, Field.CODE), _level(levels, Field.PERSON)
        name, own = _level(levels, Field.NAME), _level(levels, Field.SHOP_NAME)
        trade, form = _level(levels, Field.TRADE), _level(levels, Field.FORM)
        place, address = _level(levels, Field.PLACE), _level(levels, Field.ADDRESS)
        branch = _level(levels, Field.BRANCH)
        same_line = _same_line(levels)
        around = (place == Place.COUNTY) | (place == Place.CITY)
        person_fits = (person > Person.ABSENT) & (person < Person.DIFFERS)
        known = (person == Person.SAME) | (person_fits & around)
        here = (address > Address.ABSENT) & (address < Address.STREET)
        other_person, far = person == Person.DIFFERS, (place == Place.DIFFERS) & ~here
        nearest = np.where(_is_near(name), name, own)
        strong = _is_same(nearest) | (nearest == Name.SOUND)
        strong |= (nearest == Name.SAME) & (trade == Trade.SAME) & (form != Same.DIFFERS)
        strong |= (nearest == Name.ONE_OFF) & ~other_person & (address != Address.DIFFERS)
        # What a shop calls itself may be anybody's name, as long as nothing tells where it is;
        # of a name that is the operator's own, the province or the person's surname is enough.
        hinted = _is_same(own) & (person_fits | (place == Place.PROVINCE))
        strong &= _is_near(name) | around | known | here | hinted
        return cls(
            shown=(code == Code.SAME) | (code == Code.REPAIRED),
            other_code=code == Code.OTHER,
            near_name=_is_near(name) | _is_near(own),
            strong_name=strong & (place != Place.DIFFERS),
            own_strong=_is_same(own_names),
            own_unlike=own_names == Name.DIFFERS,
            claims_another=name == Name.DIFFERS,
            other_branch=(branch >= Branch.ONE_SIDED) | ((branch == Branch.SIMILAR) & ~here),
            person_fits=person_fits,
            other_person=other_person,
            elsewhere=(address == Address.DIFFERS) | far,
            far=far,
            backed=known | here | same_line | (place == Place.COUNTY),
            well_backed=same_line | (known & (address != Address.DIFFERS)) | (here & ~other_person),
        )


def _is_same(names: Grades) -> Flags:
    """The whole name, or trade name and trade."""
    return np.asarray((names == Name.WHOLE) | (names == Name.CORE))


def _is_near(names: Grades) -> Flags:
    return np.asarray((names > Name.ABSENT) & (names < Name.DIFFERS))


def _level(levels: LevelMatrix, name: Field) -> Grades:
    return levels[:, field_number(name)]


def _shows_its_own(compared: Compared, best: Places) -> Flags:
    """Shops with the code, phone or the like of their likeliest operator, whose name differs:
    a licence may be stolen, and a look is worth it however unlikely the link."""
    shown = _level(compared.levels, Field.CODE) == Code.SAME
    return np.append(shown | _same_line(compared.levels), False)[best]


def _same_line(levels: LevelMatrix) -> Flags:
    """The same phone, web host or permit."""
    lines = (Field.PHONE, Field.DOMAIN, Field.PERMIT)
    return np.asarray(np.any([_level(levels, one) == Same.SAME for one in lines], axis=0))


def _rivalled(compared: Compared, chances: Weights, best: Places) -> Flags:
    """Shops of which a second operator is nearly as likely as the first."""
    pairs = compared.pairs
    top = np.append(chances, 1.0)[best]
    near = chances * 4 > top[pairs.shops]
    return np.asarray(np.bincount(pairs.shops, near, minlength=len(best)) > 1)
