"""An invented county of any size, drawn from a seed: hits and clues in every possible state."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from wangshi.accounts.models import Account, Department, Town
from wangshi.cases.models import (
    Case,
    Clue,
    ClueExtension,
    CluePause,
    Correction,
    Dispute,
    OwnerAnswer,
    SupervisionLetter,
)
from wangshi.cases.workflow import ClueOutcome, ClueSource, ClueState
from wangshi.monitoring.models import Hit, HitState, Listing, SeenAgain, Sighting
from wangshi.registry.models import Platform, Shop

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)
DAYS = 200
RULES = ("abs-01", "abs-02", "gone-01")
VIOLATIONS = ("V12", "V16", "V16a", "V16b", "V03", "")
GROUNDS = ("negated", "proven_fact")
PLAIN_OUTCOMES = (
    ClueOutcome.FILED,
    ClueOutcome.DECLINED,
    ClueOutcome.CORRECTED,
    ClueOutcome.TRANSFERRED,
    ClueOutcome.NOT_OURS,
    ClueOutcome.UNVERIFIABLE,
)


@dataclass(frozen=True)
class Cast:
    """Who and where."""

    officer: Account
    head: Account
    third: Account
    towns: tuple[Town, ...]
    departments: tuple[Department, ...]


def moment(rng: Random, days_ago: int) -> datetime:
    """Any minute of that day, also those that are another day in UTC."""
    day = TODAY - timedelta(days=days_ago)
    return datetime.combine(day, time(rng.randrange(24), rng.randrange(60)), SHANGHAI)


def cast(towns: int = 3) -> Cast:
    made = [
        Town.objects.create(
            code=f"99010{n:04d}", name=f"试填{n}镇", column=n % 6 + 1, row=n // 6 + 1
        )
        for n in range(towns)
    ]
    units = [
        Department.objects.create(
            code=f"u{n}", name=f"虚构{n}所", short_name=f"{n}所", kind="station"
        )
        for n in range(3)
    ]
    people = [
        Account.objects.create(username=f"w{n}", name=f"样例{n}", department=units[0])
        for n in range(3)
    ]
    return Cast(*people, tuple(made), tuple(units))


def fill(rng: Random, people: Cast, *, hits: int = 130, clues: int = 90) -> None:
    """Clues first, then listings seen again and again, with hits of which some became clues."""
    _clues(rng, people, clues)
    _side_facts(rng, people)
    _hits(rng, people, hits)


def _clues(rng: Random, people: Cast, number: int) -> None:
    made = [_clue(rng, people, n) for n in range(number)]
    Clue.objects.bulk_create(made)
    filed = Clue.objects.filter(outcome=ClueOutcome.FILED)
    Case.objects.bulk_create(
        Case(
            clue=clue,
            number=f"虚构案{clue.pk}",
            cause="试填",
            party="虚构小铺",
            first_officer=people.officer,
            second_officer=people.head,
            filed_on=clue.decided_on,
            filed_by=people.third,
        )
        for clue in filed
    )


def _clue(rng: Random, people: Cast, n: int) -> Clue:
    state = rng.choice((*ClueState, ClueState.CLOSED, ClueState.CLOSED))
    age = rng.randrange(1, DAYS)
    received = moment(rng, age)
    found = received.date() - timedelta(days=rng.randrange(3))
    clue = Clue(
        number=f"虚构线索{n}",
        source=rng.choice((*ClueSource, *[ClueSource.HIT] * 5)),
        title=f"虚构小铺 {n}",
        violation=rng.choice(VIOLATIONS),
        rule=rng.choice((*RULES, "")),
        town=rng.choice((*people.towns[:-1], None)),
        reported_by=people.head,
        received_at=received,
        found_on=found,
        state=state,
    )
    if state is not ClueState.REPORTED:
        clue.department = rng.choice(people.departments)
    if state not in (ClueState.REPORTED, ClueState.ASSIGNED):
        clue.handler = people.officer
    if state in (ClueState.DECIDED, ClueState.CLOSED, ClueState.DISPUTED):
        clue.outcome = rng.choice(PLAIN_OUTCOMES)
        clue.ground, clue.decision_reason = rng.choice(GROUNDS), "试填"
        clue.transferred_out = "虚构县" if clue.outcome == ClueOutcome.TRANSFERRED else ""
        clue.decided_by = people.head
        clue.decided_on = received.date() + timedelta(days=rng.randrange(min(age, 45) + 1))
    if state in (ClueState.CLOSED, ClueState.DISPUTED):
        later = (TODAY - clue.decided_on).days
        clue.replied_at, clue.replied_by = moment(rng, rng.randrange(later + 1)), people.officer
    if state is ClueState.CHECKING and rng.random() < 0.2:
        clue.reopened_on = found + timedelta(days=rng.randrange((TODAY - found).days))
    return clue


def _side_facts(rng: Random, people: Cast) -> None:
    pauses, extensions, disputes, letters = [], [], [], []
    for clue in Clue.objects.order_by("pk"):
        if clue.state not in (ClueState.REPORTED, ClueState.ASSIGNED):
            if rng.random() < 0.3:
                pauses.append(_pause(rng, clue, people))
            if rng.random() < 0.2:
                extensions.append(_extension(rng, clue, people))
        if clue.state == ClueState.DISPUTED or rng.random() < 0.15:
            disputes.append(_dispute(rng, clue, people))
        if clue.state != ClueState.CLOSED and rng.random() < 0.15:
            at = moment(rng, rng.randrange(20))
            letters.append(
                SupervisionLetter(
                    clue=clue,
                    number=f"虚构督{clue.pk}",
                    issued_at=at,
                    issued_by=people.head,
                    overdue=True,
                    demand="试填",
                    answer_by=at.date() + timedelta(days=rng.randrange(1, 30)),
                )
            )
    _corrections(rng, people)
    CluePause.objects.bulk_create(pauses)
    ClueExtension.objects.bulk_create(extensions)
    Dispute.objects.bulk_create(disputes)
    SupervisionLetter.objects.bulk_create(letters)


def _corrections(rng: Random, people: Cast) -> None:
    """Demands after decisions: set aside, looked at with either result, or still waiting."""
    decided = Clue.objects.filter(decided_on__isnull=False).order_by("pk")
    patterns = ((), (False,), (True,), (False, True), (False, False))
    made = [
        _correction(rng, clue, people, open_one=open_one)
        for clue in decided
        for open_one in rng.choice(patterns)
    ]
    Correction.objects.bulk_create(made)
    OwnerAnswer.objects.bulk_create(
        OwnerAnswer(
            correction=one,
            fixed=rng.random() < 0.7,
            words="试填",
            by=people.third,
            at=moment(rng, rng.randrange(20)),
        )
        for one in made
        if rng.random() < 0.5
    )


def _correction(rng: Random, clue: Clue, people: Cast, *, open_one: bool) -> Correction:
    looked = not open_one and rng.random() < 0.8
    at = moment(rng, rng.randrange(1, 30))
    return Correction(
        clue=clue,
        outcome=clue.outcome,
        demand="试填",
        due_on=at.date() + timedelta(days=rng.randrange(1, 20)),
        asked_by=people.officer,
        asked_at=at,
        fixed=rng.random() < 0.6 if looked else None,
        seen="试填" if looked else "",
        rechecked_by=people.officer if looked else None,
        rechecked_at=at if looked else None,
        set_aside_at=None if open_one or looked else at,
    )


def _pause(rng: Random, clue: Clue, people: Cast) -> CluePause:
    first = (clue.reopened_on or clue.found_on) + timedelta(days=rng.randrange(12))
    last = first + timedelta(days=rng.randrange(20)) if rng.random() < 0.7 else None
    return CluePause(clue=clue, ground="test", first_on=first, last_on=last, by=people.officer)


def _extension(rng: Random, clue: Clue, people: Cast) -> ClueExtension:
    answered = rng.random() < 0.7
    return ClueExtension(
        clue=clue,
        reason="试填",
        asked_by=people.officer,
        asked_at=clue.received_at,
        approved=rng.random() < 0.7 if answered else None,
        answered_by=people.head if answered else None,
        answered_at=clue.received_at if answered else None,
    )


def _dispute(rng: Random, clue: Clue, people: Cast) -> Dispute:
    settled = clue.state != ClueState.DISPUTED
    return Dispute(
        clue=clue,
        reason="试填",
        outcome=ClueOutcome.CORRECTED,
        decided_by=people.officer,
        raised_by=people.head,
        raised_at=moment(rng, rng.randrange(15)),
        reopened=rng.random() < 0.5 if settled else None,
        settled_by=people.third if settled else None,
        settled_at=clue.received_at if settled else None,
        settlement="试填" if settled else "",
    )


def _hits(rng: Random, people: Cast, number: int) -> None:
    platform = Platform.objects.create(code="xugou", name="虚构平台")
    shop = Shop.objects.create(platform=platform, external_id="1", name="虚构小铺")
    listings = Listing.objects.bulk_create(
        Listing(shop=shop, external_id=str(n), title="试填茶", first_seen_at=moment(rng, DAYS))
        for n in range(max(3, number // 2))
    )
    sightings = Sighting.objects.bulk_create(_sightings(rng, listings))
    places = [(sighting, rule) for sighting in sightings for rule in RULES]
    chosen = rng.sample(places, min(number, len(places)))
    clues = list(Clue.objects.filter(source=ClueSource.HIT).order_by("pk"))
    made = Hit.objects.bulk_create(_hit(rng, people, shop, clues, *place) for place in chosen)
    by_listing: dict[int, list[Sighting]] = {}
    for sighting in sightings:
        by_listing.setdefault(sighting.listing_id, []).append(sighting)
    SeenAgain.objects.bulk_create(
        SeenAgain(hit=hit, sighting=other)
        for hit in made
        for other in by_listing[hit.sighting.listing_id]
        if other.pk != hit.sighting_id and rng.random() < 0.05
    )


def _sightings(rng: Random, listings: list[Listing]) -> list[Sighting]:
    return [
        Sighting(
            listing=listing,
            seen_at=moment(rng, days_ago),
            title="试填茶",
            content_sha256="0" * 64,
            screened_with="rules" if rng.random() < 0.8 else "",
        )
        for listing in listings
        for days_ago in (*rng.sample(range(30, DAYS), 2), rng.randrange(30))
    ]


def _hit(
    rng: Random, people: Cast, shop: Shop, clues: list[Clue], sighting: Sighting, rule: str
) -> Hit:
    state = rng.choice(list(HitState))
    judged = state is not HitState.PENDING
    handed = state is HitState.CONFIRMED and clues and rng.random() < 0.6
    return Hit(
        sighting=sighting,
        shop=shop,
        town=rng.choice((*people.towns[:-1], None)),
        rule=rule,
        violation=rng.choice(VIOLATIONS[:-1]),
        level="fail",
        quote="=试填",
        article="试填",
        reason="试填",
        law_fingerprint="0" * 64,
        state=state,
        judged_by=people.officer if judged else None,
        judged_at=sighting.seen_at if judged else None,
        ground=rng.choice(GROUNDS) if state is HitState.DISMISSED else "",
        clue=rng.choice(clues) if handed else None,
    )
