"""抽查没有命中的商品: what waits to be read, how far each draw is, and what the rules missed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.cases.selectors import Proof, findings
from wangshi.engine.accuracy import (
    Accuracy,
    MissedShare,
    Recall,
    Stratum,
    accuracy,
    missed_share,
    recall,
)
from wangshi.monitoring.models import (
    Hit,
    SeenAgain,
    SpotCheck,
    SpotCheckDraw,
    SpotCheckState,
)

from .verdicts import Verdict, every_verdict

ORDER = ("draw_id", "place")
READ = (SpotCheckState.CLEAN, SpotCheckState.MISSED)


def spot_checks(by: Account) -> QuerySet[SpotCheck]:
    """抽中的商品: the older draw first, in the order they were drawn."""
    checks = visible(SpotCheck.objects.all(), by, Permission.VIEW_HIT)
    return checks.order_by(*ORDER)


def spot_check_rows() -> tuple[str, ...]:
    """What a check on a page is read with."""
    return (
        "draw__sweep", "sighting__listing__shop__platform", "sighting__listing__shop__operator",
        "sighting__listing__shop__town", "judged_by", "clue",
    )  # fmt: skip


def unread_count(by: Account) -> int:
    """抽中还没有看的: what the navigation shows."""
    return spot_checks(by).filter(state=SpotCheckState.PENDING).count()


@dataclass(frozen=True)
class CheckPlace:
    """在一次抽取里的位置: its number, how many there are, and its neighbours."""

    number: int
    total: int
    previous: int | None
    following: int | None


def check_place(check: SpotCheck) -> CheckPlace:
    """Three queries: it stands among the listings of its own draw."""
    beside = SpotCheck.objects.filter(draw=check.draw_id)
    keys = beside.values_list("pk", flat=True)
    return CheckPlace(
        number=check.place,
        total=beside.count(),
        previous=keys.filter(place__lt=check.place).order_by("-place").first(),
        following=keys.filter(place__gt=check.place).order_by("place").first(),
    )


def next_unread(check: SpotCheck, by: Account) -> int | None:
    """下一件没有看的: in this draw first, then in the others."""
    unread = spot_checks(by).filter(state=SpotCheckState.PENDING).exclude(pk=check.pk)
    keys = unread.values_list("pk", flat=True)
    here = keys.filter(draw=check.draw_id)
    return here.filter(place__gt=check.place).first() or here.first() or keys.first()


@dataclass(frozen=True)
class Progress:
    """一次抽取看到哪里了: how many listings stand in each state."""

    states: Mapping[str, int]

    @property
    def drawn(self) -> int:
        """抽中的."""
        return sum(self.states.values())

    @property
    def read(self) -> int:
        """看过的."""
        return self.drawn - self.states.get(SpotCheckState.PENDING, 0)

    @property
    def missed(self) -> int:
        """漏了的."""
        return self.states.get(SpotCheckState.MISSED, 0)


def progress_of(draws: Collection[int]) -> dict[int, Progress]:
    """各次抽取看到哪里了: one query."""
    found: dict[int, dict[str, int]] = {key: {} for key in draws}
    rows: Any = SpotCheck.objects.filter(draw__in=draws).order_by().values_list("draw", "state")
    for draw, state, count in rows.annotate(Count("pk")):
        found[draw][state] = count
    return {key: Progress(states) for key, states in found.items()}


@dataclass(frozen=True)
class Missing:
    """漏掉多少: from the draws of a time, as known at its end.

    `drawn` listings were drawn, `read` of them can be counted. `found` is how many listings
    with a hit, seen beside them, proved right of those judged.
    """

    draws: int
    drawn: int
    read: int
    missed: MissedShare
    found: Accuracy
    recall: Recall


def missing(
    since: datetime | None = None,
    until: datetime | None = None,
    said: Iterable[Verdict] | None = None,
) -> Missing:
    """漏掉多少: of the draws of a time; `said` are all verdicts, when they are at hand."""
    draws = SpotCheckDraw.objects.all()
    if since is not None:
        draws = draws.filter(drawn_at__gte=since)
    if until is not None:
        draws = draws.filter(drawn_at__lt=until)
    made = list(draws.annotate(drawn=Count("checks")).order_by("pk"))
    strata = _strata(made, SpotCheck.objects.filter(draw__in=draws.order_by().values("pk")), until)
    counted = [one for one in made if strata[one.pk].looked]
    found = _found(counted, every_verdict(Hit.objects.all(), until) if said is None else said)
    shares = missed_share(strata.values())
    # A draw that is half read stands for half of what was seen: with a hit and without.
    flagged = sum(one.flagged * strata[one.pk].part for one in counted)
    return Missing(
        draws=len(made),
        drawn=sum(one.drawn for one in strata.values()),
        read=shares.looked,
        missed=shares,
        found=found,
        recall=recall(flagged, found, shares),
    )


def _strata(
    made: Iterable[Any], drawn: QuerySet[SpotCheck], until: datetime | None
) -> dict[int, Stratum]:
    read = drawn.filter(state__in=READ)
    if until is not None:
        read = read.filter(judged_at__lt=until)
    proved = findings(read.exclude(clue=None).order_by().values("clue"), until)
    looked: Counter[int] = Counter()
    wrong: Counter[int] = Counter()
    for draw, state, clue in read.order_by().values_list("draw_id", "state", "clue_id"):
        last = proved[clue][-1].proof if proved.get(clue) else None
        if last is Proof.OPEN:
            continue
        looked[draw] += 1
        # What the field found to be lawful was not missed after all.
        wrong[draw] += state == SpotCheckState.MISSED and last is not Proof.CLEAN
    return {one.pk: Stratum(one.frame, one.drawn, looked[one.pk], wrong[one.pk]) for one in made}


def _found(made: Collection[SpotCheckDraw], said: Iterable[Verdict]) -> Accuracy:
    """有命中的商品里查实的: a listing is right when one of its hits is, wrong when all are."""
    if not made:
        return accuracy(0, 0)
    right_of = {one.hit: one.right for one in said}
    words: dict[tuple[int, int], list[bool | None]] = defaultdict(list)
    for draw, listing, hit in _flagging(made):
        words[draw, listing].append(right_of.get(hit))
    right = sum(True in given for given in words.values())
    wrong = sum(set(given) == {False} for given in words.values())
    return accuracy(right, right + wrong)


def _flagging(made: Collection[SpotCheckDraw]) -> Iterator[tuple[int, int, int]]:
    """哪次抽取、哪件商品、哪条命中: hits and repeats that stood when the draw was made."""
    by_sweep: Mapping[int | None, list[SpotCheckDraw]] = defaultdict(list)
    for one in made:
        by_sweep[one.sweep_id].append(one)
    sweeps = Q(sighting__sweep__in=[key for key in by_sweep if key is not None])
    if None in by_sweep:
        sweeps |= Q(sighting__sweep=None)
    columns = ("sighting__sweep_id", "sighting_id", "sighting__listing_id", "pk")
    hits = Hit.objects.filter(sweeps).order_by().values_list(*columns, "pk")
    again = SeenAgain.objects.filter(sweeps).order_by().values_list(*columns, "hit_id")
    for rows, mark in ((hits, "through_hit"), (again, "through_again")):
        for sweep, sighting, listing, row, hit in rows:
            for one in by_sweep[sweep]:
                if _holds(one, sighting) and row <= getattr(one, mark):
                    yield one.pk, listing, hit


def _holds(made: SpotCheckDraw, sighting: Any) -> bool:
    return bool(made.after_sighting < sighting <= made.through_sighting)
