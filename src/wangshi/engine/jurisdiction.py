"""管辖: which authority deals with a complaint, a report or an offence, and by which article."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from wangshi.engine.lawfiles import (
    CITATION_KEYS,
    LAW_DIR,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)

_Choice = TypeVar("_Choice", bound=StrEnum)
JURISDICTION = LAW_DIR / "jurisdiction.yaml"
_RULE_KEYS = (
    "key", "matters", "topics", "operators", "when", "at", "first", "level", "tie",
    *CITATION_KEYS,
)  # fmt: skip


class Matter(StrEnum):
    """事项: what is to be dealt with."""

    COMPLAINT = "complaint"
    REPORT = "report"
    PENALTY = "penalty"


class Topic(StrEnum):
    """性质: special provisions stand for advertising and for live selling."""

    ORDINARY = "ordinary"
    MASS_ADVERT = "mass_advert"
    INTERNET_ADVERT = "internet_advert"
    OWN_INTERNET_ADVERT = "own_internet_advert"
    LIVE = "live"


class Respondent(StrEnum):
    """对象: the kind of operator complained of; MCN is a 直播营销人员服务机构."""

    OFFLINE = "offline"
    PLATFORM = "platform"
    IN_PLATFORM = "in_platform"
    SELF_SITE = "self_site"
    OTHER_NETWORK = "other_network"
    MCN = "mcn"


class Place(StrEnum):
    """地点: what a county is to the matter."""

    ACTUAL = "actual"
    DOMICILE = "domicile"
    DISCLOSED = "disclosed"
    PLATFORM = "platform"
    CONDUCT = "conduct"
    PUBLISHER = "publisher"
    ADVERTISER = "advertiser"
    AGENT = "agent"

    @property
    def words(self) -> str:
        """怎么称呼."""
        return _PLACE_WORDS[self]


_PLACE_WORDS = {
    Place.ACTUAL: "实际经营地",
    Place.DOMICILE: "住所地",
    Place.DISCLOSED: "在平台公示的地址所在地",
    Place.PLATFORM: "平台经营者住所地",
    Place.CONDUCT: "违法行为发生地",
    Place.PUBLISHER: "广告发布者所在地",
    Place.ADVERTISER: "广告主所在地",
    Place.AGENT: "广告经营者所在地",
}


class Condition(StrEnum):
    """情形: what a rule supposes beyond the kinds."""

    DISCLOSED = "disclosed"
    UNDISCLOSED = "undisclosed"
    LOCATED = "located"
    REGISTERED = "registered"
    UNREGISTERED = "unregistered"


class Level(StrEnum):
    """层级: the county's authority, or one above it as well."""

    COUNTY = "county"
    COUNTY_UP = "county_up"

    @property
    def words(self) -> str:
        """怎么称呼."""
        return "县级" if self is Level.COUNTY else "县级以上"


class NoRule(LookupError):
    """没有规则: the law folder has no rule for such a matter."""


@dataclass(frozen=True)
class Question:
    """要判断的事: `places` are names of counties or districts; what is unknown is left out.

    `reachable`: false when nobody answers at the address the platform shows.
    """

    matter: Matter
    respondent: Respondent
    topic: Topic = Topic.ORDINARY
    places: Mapping[Place, str] = field(default_factory=dict)
    reachable: bool = True

    def is_so(self, condition: Condition) -> bool:
        """是不是这种情形: an address that is shown and answers; a live room one can find."""
        shown = bool(self.places.get(Place.DISCLOSED)) and self.reachable
        found = bool(self.places.get(Place.ACTUAL))
        registered = bool(self.places.get(Place.DOMICILE))
        return {
            Condition.DISCLOSED: shown,
            Condition.UNDISCLOSED: not shown,
            Condition.LOCATED: found,
            Condition.REGISTERED: not found and registered,
            Condition.UNREGISTERED: not found and not registered,
        }[condition]


@dataclass(frozen=True)
class Authority:
    """有权的机关: `county` is empty while the place is unknown; `if_first` where it may act
    only because the matter reached it first."""

    place: Place
    county: str
    level: Level
    if_first: bool
    citation: Citation

    @property
    def name(self) -> str:
        """机关: as one would address it."""
        where = self.county or f"{self.place.words}（还不知道在哪）{self.level.words}"
        return f"{where}市场监督管理部门"

    @property
    def reason(self) -> str:
        """理由: one sentence with its article."""
        first = "，先收到（先发现）的也可以处理" if self.if_first else ""
        return f"这里是{self.place.words}{first}（{self.citation}）"


@dataclass(frozen=True)
class Provision:
    """规定: what follows, and where it is written."""

    says: str
    citation: Citation


@dataclass(frozen=True)
class Answer:
    """管辖结论: authorities in the order of the article; `to_find_out` names missing facts."""

    rule: str
    authorities: tuple[Authority, ...]
    to_find_out: tuple[str, ...]
    settle: Provision
    elsewhere: Provision

    def includes(self, county: str) -> bool:
        """本局有没有权: whether one of the authorities is this county's."""
        return any(each.county == county for each in self.authorities)


@dataclass(frozen=True)
class _Rule:
    key: str
    matters: frozenset[Matter]
    topics: frozenset[Topic]
    respondents: frozenset[Respondent]
    when: Condition | None
    at: tuple[Place, ...]
    first: tuple[Place, ...]
    level: Level
    tie: str
    citation: Citation

    def fits(self, asked: Question) -> bool:
        return (
            asked.matter in self.matters
            and asked.topic in self.topics
            and asked.respondent in self.respondents
            and (self.when is None or asked.is_so(self.when))
        )


@dataclass(frozen=True)
class Jurisdiction:
    """管辖规则: read once from law/jurisdiction.yaml, special rules before general ones."""

    rules: tuple[_Rule, ...]
    settle: Mapping[str, Provision]
    elsewhere: Mapping[Matter, Provision]

    @property
    def citations(self) -> dict[str, Citation]:
        """依据: every citation of the file by the key it stands under."""
        return {
            **{rule.key: rule.citation for rule in self.rules},
            **{f"settle {key}": one.citation for key, one in self.settle.items()},
            **{f"elsewhere {key}": one.citation for key, one in self.elsewhere.items()},
        }

    def resolve(self, asked: Question) -> Answer:
        """判断管辖: the authorities with their reasons. Raises NoRule.

        Source: 市场监督管理投诉举报处理办法 第十三、十四、二十九至三十四、四十一条;
        市场监督管理行政处罚程序规定 第七至十四条; 直播电商监督管理办法 第四十七条.
        """
        rule = next((each for each in self.rules if each.fits(asked)), None)
        if rule is None:
            raise NoRule(f"没有 {asked.matter}、{asked.topic}、{asked.respondent} 的管辖规则")
        named = [(place, False) for place in rule.at] + [(place, True) for place in rule.first]
        return Answer(
            rule=rule.key,
            authorities=tuple(
                Authority(place, asked.places.get(place, ""), rule.level, if_first, rule.citation)
                for place, if_first in named
            ),
            to_find_out=tuple(place.words for place, _ in named if not asked.places.get(place)),
            settle=self.settle[rule.tie],
            elsewhere=self.elsewhere[asked.matter],
        )


@cache
def standing_jurisdiction() -> Jurisdiction:
    """现行管辖规则: the shipped file, read once."""
    return load_jurisdiction()


def load_jurisdiction(
    path: Path = JURISDICTION, sources: Mapping[str, Source] | None = None
) -> Jurisdiction:
    """读取管辖规则: raises LawFault with file and line."""
    known = load_sources() if sources is None else sources
    top = load_yaml(path)
    top.allow("rules", "settle", "elsewhere")
    settle, elsewhere = top.entry("settle"), top.entry("elsewhere")
    elsewhere.allow(*Matter)
    provisions = {key: _provision(settle.entry(key), known) for key in settle}
    return Jurisdiction(
        rules=tuple(_rule(entry, known, provisions) for entry in top.entries("rules")),
        settle=provisions,
        elsewhere={matter: _provision(elsewhere.entry(matter), known) for matter in Matter},
    )


def _provision(entry: Entry, sources: Mapping[str, Source]) -> Provision:
    entry.allow("says", *CITATION_KEYS)
    return Provision(entry.text("says"), read_citation(entry, sources))


def _rule(entry: Entry, sources: Mapping[str, Source], settle: Mapping[str, Provision]) -> _Rule:
    entry.allow(*_RULE_KEYS)
    if entry.text("tie") not in settle:
        raise entry.fault(f"settle 里没有 {entry.text('tie')}", "tie")
    return _Rule(
        key=entry.text("key"),
        matters=frozenset(_each(entry, "matters", Matter)),
        topics=frozenset(_each(entry, "topics", Topic)),
        respondents=frozenset(_each(entry, "operators", Respondent)),
        when=entry.choice("when", Condition) if "when" in entry else None,
        at=_each(entry, "at", Place),
        first=_each(entry, "first", Place) if "first" in entry else (),
        level=entry.choice("level", Level),
        tie=entry.text("tie"),
        citation=read_citation(entry, sources),
    )


def _each(entry: Entry, key: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
    words = entry.texts(key)
    wrong = [word for word in words if word not in set(choices)]
    if wrong:
        raise entry.fault(f"{key} 只能是 {'、'.join(choices)}，不能是 {wrong[0]}", key)
    return tuple(choices(word) for word in words)
