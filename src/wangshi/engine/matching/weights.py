"""权重: how much each level of each field speaks for a pair, learned and written down as JSON.

Fellegi, I., Sunter, A. (1969), A theory for record linkage: the logarithm of how often a level
occurs among true pairs over how often it occurs by chance.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.levels import FIELDS, LEVELS, Field, Tone

STANDING_FILE: Final = Path(__file__).with_name("model.json")
Curve = tuple[tuple[float, float], ...]
_STRAIGHT: Final = ((-40.0, -40.0), (40.0, 40.0))
PLAIN: Final[dict[str, Curve]] = dict.fromkeys(("clear", "weak", "code"), _STRAIGHT)
"""Curves that change nothing, by standing; see `deciding.Standing`."""
_DIGITS: Final = 6
_FORMAT: Final = 1


class ModelFault(ValueError):
    """权重文件不对: the message says what is wrong with it."""


@dataclass(frozen=True)
class Costs:
    """代价, in officer's minutes: a wrong link, a pair to look at, an operator not found."""

    false_link: float = 40.0
    review: float = 1.0
    missed: float = 5.0

    def __post_init__(self) -> None:
        """Refuse costs under which nothing would ever be looked at."""
        if not 0 < self.review < min(self.false_link, self.missed):
            raise ModelFault("代价不对：看一眼的代价要大于 0，小于错连和漏掉的代价")


@dataclass(frozen=True)
class Worth:
    """一项各级的权重: natural logarithms, and at which levels rarity counts beside them."""

    weights: npt.NDArray[np.float64]
    counted: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Model:
    """一套权重: shares of levels among true pairs and by chance, calibration and costs.

    `matches` and `chances` hold a share for each level of each field, in the order of LEVELS;
    levels that say nothing have 0. Where a level is counted, how often its value occurs in the
    register is the chance, and `chances` holds what that is multiplied with: 1, or for codes the
    share of codes shown that are somebody else's. `member_share` is the share of shops whose
    operator is in the register. `curves` lead from log odds to those that proved right, by the
    standing of the evidence: knots, read along straight lines and level beyond the ends. `origin`
    says in Chinese from what it was learned.
    """

    matches: Mapping[Field, tuple[float, ...]]
    chances: Mapping[Field, tuple[float, ...]]
    member_share: float
    curves: Mapping[str, Curve] = field(default_factory=lambda: dict(PLAIN))
    costs: Costs = field(default_factory=Costs)
    origin: str = ""

    def __post_init__(self) -> None:
        """Refuse what no learning can have left."""
        for shares in (self.matches, self.chances):
            if set(shares) != set(FIELDS):
                raise ModelFault("权重里的项目和程序里的不一样，请重新学习")
            for name, column in shares.items():
                if len(column) != len(LEVELS[name]):
                    raise ModelFault(f"{name} 的级数不对，请重新学习")
        if not 0 < self.member_share < 1:
            raise ModelFault("在册的比例要在 0 和 1 之间")
        if set(self.curves) != set(PLAIN) or not all(map(_rises, self.curves.values())):
            raise ModelFault("校准曲线缺少或者不是上升的，请重新校准")

    @cached_property
    def worth(self) -> Mapping[Field, Worth]:
        """值多少: of each field, by its levels."""
        return {name: self._worth(name) for name in FIELDS}

    def _worth(self, name: Field) -> Worth:
        says = np.array([says_something(name, level) for level in range(len(LEVELS[name]))])
        matches = np.log(np.where(says, self.matches[name], 1.0))
        chances = np.log(np.where(says, self.chances[name], 1.0))
        return Worth(matches - chances, np.array([level.counted for level in LEVELS[name]]))

    @property
    def fingerprint(self) -> str:
        """指纹: SHA-256 over the weights as they are written down."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()


def to_json(model: Model) -> str:
    """写成 JSON: keys in order, figures with six digits, so that equal models read equal."""
    return json.dumps(
        {
            "format": _FORMAT,
            "origin": model.origin,
            "curves": {
                name: [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in model.curves[name]]
                for name in sorted(PLAIN)
            },
            "member_share": round(model.member_share, _DIGITS),
            "costs": asdict(model.costs),
            "matches": _shares(model.matches),
            "chances": _shares(model.chances),
        },
        ensure_ascii=False,
        indent=1,
    )


def from_json(text: str) -> Model:
    """从 JSON 读出; ModelFault when it is not a model of this program."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise ModelFault(f"权重文件不是 JSON：第 {error.lineno} 行") from None
    if not isinstance(raw, dict) or raw.get("format") != _FORMAT:
        raise ModelFault("这不是这一版的权重文件")
    try:
        return Model(
            matches=_read_shares(raw["matches"]),
            chances=_read_shares(raw["chances"]),
            member_share=float(raw["member_share"]),
            curves={name: _curve(curve) for name, curve in raw["curves"].items()},
            costs=Costs(**raw["costs"]),
            origin=str(raw["origin"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFault(f"权重文件缺少内容或者写错了：{error}") from None


@cache
def standing_model() -> Model:
    """随产品发布的权重: learned without labels; `origin` says from what."""
    return from_json(STANDING_FILE.read_text("utf-8"))


def first_guess() -> Model:
    """起点: shares to begin learning from, written by hand."""
    return Model(
        matches=_by_hand(_MATCHES),
        chances=_by_hand(_CHANCES),
        member_share=0.8,
        origin="手写的起点，没有学习过",
    )


def says_something(name: Field, level: int) -> bool:
    """有没有说什么: levels such as 没有电话可比 have no weight."""
    return LEVELS[name][level].tone is not Tone.SILENT


def _by_hand(shares: Mapping[Field, str]) -> dict[Field, tuple[float, ...]]:
    return {name: tuple(float(share) for share in shares[name].split()) for name in FIELDS}


def _shares(shares: Mapping[Field, tuple[float, ...]]) -> dict[str, list[float]]:
    return {name.value: [round(one, 9) for one in shares[name]] for name in FIELDS}


def _read_shares(raw: Mapping[str, Any]) -> dict[Field, tuple[float, ...]]:
    return {Field(name): tuple(float(one) for one in column) for name, column in raw.items()}


def _curve(raw: Sequence[Sequence[float]]) -> Curve:
    return tuple((float(x), float(y)) for x, y in raw)


def _rises(curve: Curve) -> bool:
    return len(curve) > 0 and all(
        first[0] < second[0] and first[1] < second[1] for first, second in pairwise(curve)
    )


# One share a level, in the order of LEVELS; what says nothing has 0.
_MATCHES: Final[dict[Field, str]] = {
    Field.CODE: "0 .80 .15 0 .05",
    Field.PHONE: "0 .90 .10",
    Field.NAME: "0 .50 .30 .04 .03 .01 .05 .02 .03 .01 .01",
    Field.SHOP_NAME: "0 .10 .30 .20 .02 .01 .03 .02 .10 .02 .20",
    Field.TRADE: "0 .90 .07 .03",
    Field.FORM: "0 .95 .05",
    Field.BRANCH: "0 .60 .15 .20 .05",
    Field.NAME_PLACE: "0 .85 .13 .02",
    Field.PLACE: "0 .70 .22 .05 .02 .01",
    Field.PERSON: "0 .45 .02 .45 .08",
    Field.ADDRESS: "0 .50 .20 .15 .06 .04 .05",
    Field.DOMAIN: "0 .90 .10",
    Field.PAYEE: "0 .50 .35 .15",
    Field.PERMIT: "0 .95 .05",
}
_CHANCES: Final[dict[Field, str]] = {
    Field.CODE: "0 .05 .05 0 1",
    Field.PHONE: "0 1 1",
    Field.NAME: "0 1 1 1 1 1 .00001 .0003 .001 .001 .997",
    Field.SHOP_NAME: "0 1 1 1 1 1 .00001 .0003 .001 .001 .997",
    Field.TRADE: "0 .05 .15 .80",
    Field.FORM: "0 .70 .30",
    Field.BRANCH: "0 1 .02 .60 .38",
    Field.NAME_PLACE: "0 .40 .40 .20",
    Field.PLACE: "0 1 1 1 1 .97",
    Field.PERSON: "0 1 1 1 .97",
    Field.ADDRESS: "0 1 .0005 .0005 .003 .007 .989",
    Field.DOMAIN: "0 1 1",
    Field.PAYEE: "0 .000001 .01 .989999",
    Field.PERMIT: "0 1 1",
}
