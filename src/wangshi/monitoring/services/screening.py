"""筛查: sightings go in; hits come out, each once, with what was judged before carried on."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.workflow import ClueState
from wangshi.engine import screening as engine
from wangshi.engine.screening import RuleBook
from wangshi.monitoring.models import Hit, SeenAgain, Sighting, Sweep
from wangshi.monitoring.selectors.rules import RuleSet, rules_in_use, screened_mark
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Author, record

from .suspecting import Doubt, suspect

CHUNK: Final = 2_000
SENTENCE_END: Final = re.compile("[。！？；!?;\n]")


@dataclass(frozen=True)
class Screened:
    """筛查的结果: how many sightings were read, new hits, and earlier ones seen again."""

    sightings: int = 0
    hits: int = 0
    again: int = 0

    def __add__(self, other: "Screened") -> "Screened":
        """Two chunks together."""
        return Screened(
            self.sightings + other.sightings, self.hits + other.hits, self.again + other.again
        )


def screen_batch(batch: ImportBatch) -> Screened:
    """筛查一批: what a file brought; nothing is screened twice with the same rules."""
    return screen(
        Sighting.objects.filter(batch_id=batch.pk),
        by=Author(batch.by_id, batch.by_name),
        subject=batch,
    )


def screen_sweep(sweep: Sweep, *, by: Account) -> Screened:
    """重新筛查一次监测: with the rules as they stand; only what they add is added."""
    require(by, Permission.JUDGE_HIT)
    return screen(sweep.sightings.all(), by=Author(by.pk, by.name), subject=sweep)


def screen(
    sightings: QuerySet[Sighting],
    *,
    by: Author,
    subject: ImportBatch | Sweep,
    rules: RuleSet | None = None,
) -> Screened:
    """筛查: every sighting not yet screened with the rules in use, a chunk a transaction.

    The whole is screened with one set, though another may come into use meanwhile.
    """
    rules = rules or rules_in_use()
    total = Screened()
    for only, mark, waiting in _waiting(sightings, rules.book):
        while done := _screen_chunk(waiting, only=only, mark=mark, rules=rules):
            total += done
    if total.sightings:
        _note(total, rules, by=by, subject=subject)
    return total


@transaction.atomic
def _note(total: Screened, rules: RuleSet, *, by: Author, subject: ImportBatch | Sweep) -> None:
    record(
        by,
        "sightings.screened",
        subject,
        sightings=total.sightings,
        hits=total.hits,
        again=total.again,
        rules=rules.fingerprint,
    )


def _waiting(
    sightings: QuerySet[Sighting], book: RuleBook
) -> Iterator[tuple[frozenset[str], str, QuerySet[Sighting]]]:
    """Sightings by the rules that concern them: a sweep may look at some families only."""
    sweeps = Sweep.objects.filter(pk__in=sightings.order_by().values("sweep"))
    narrow = {sweep.pk: sweep for sweep in sweeps if sweep.rule_families}
    whole = sightings.filter(Q(sweep=None) | ~Q(sweep__in=narrow))
    yield frozenset(), book.fingerprint, whole.exclude(screened_with=book.fingerprint)
    for sweep in narrow.values():
        mark = screened_mark(book, sweep.rule_families)
        mine = sightings.filter(sweep=sweep)
        yield frozenset(sweep.rule_families), mark, mine.exclude(screened_with=mark)


def _next(waiting: QuerySet[Sighting]) -> QuerySet[Sighting]:
    """Locked: whoever comes second waits, and finds them screened."""
    locked = waiting.select_for_update(of=("self",))
    return locked.select_related("listing__shop__platform").order_by("pk")[:CHUNK]


@transaction.atomic
def _screen_chunk(
    waiting: QuerySet[Sighting], *, only: frozenset[str], mark: str, rules: RuleSet
) -> Screened | None:
    """One chunk in one transaction; None when nothing is left."""
    chunk = list(_next(waiting))
    if not chunk:
        # PostgreSQL gives fewer rows than asked for when another worker had them meanwhile.
        return Screened() if waiting.exists() else None
    found = list(_found(chunk, only, rules))
    earlier = _Earlier(found)
    hits: list[Hit] = []
    again: list[SeenAgain] = []
    for suspicion in found:
        if earlier.has(suspicion):
            continue
        known = earlier.same_words(suspicion)
        if known is not None and not _came_back(known, suspicion.sighting):
            again.append(suspicion.again(known))
        else:
            hits.append(suspicion.hit(rules, follows=known))
            earlier.keep(suspicion, hits[-1])
    Hit.objects.bulk_create(hits)
    SeenAgain.objects.bulk_create(again)
    Sighting.objects.filter(pk__in=[each.pk for each in chunk]).update(screened_with=mark)
    return Screened(len(chunk), len(hits), len(again))


@dataclass(frozen=True)
class _Suspicion:
    """引擎说的一处: what the engine found in one sighting."""

    sighting: Sighting
    found: engine.Hit
    passage: str

    @property
    def key(self) -> tuple[int, str, str]:
        """Whose words, under which rule, in which sentence."""
        return self.sighting.listing_id, self.found.rule, self.passage

    def hit(self, rules: RuleSet, *, follows: Hit | None) -> Hit:
        """A hit that waits for an officer."""
        doubt = Doubt(
            spans=self.found.spans,
            quote=self.found.quote,
            reason=self.found.reason,
            level=self.found.level.value,
            passage=self.passage,
            fingerprint=rules.fingerprint,
        )
        made = suspect(self.sighting, rules.by_id[self.found.rule], doubt)
        made.follows = follows
        return made

    def again(self, hit: Hit) -> SeenAgain:
        """The words of an earlier hit, unchanged."""
        spans = [list(span) for span in self.found.spans]
        return SeenAgain(hit=hit, sighting=self.sighting, spans=spans)


class _Earlier:
    """以前的命中, of the listings in a chunk."""

    def __init__(self, found: Sequence[_Suspicion]) -> None:
        listings = {each.sighting.listing_id for each in found}
        hits = (
            Hit.objects.filter(sighting__listing__in=listings)
            .select_related("sighting", "clue")
            .order_by("pk")
            if listings
            else ()
        )
        self._made: set[tuple[int, str]] = set()
        self._words: dict[tuple[int, str, str], Hit] = {}
        for hit in hits:
            self._made.add((hit.sighting_id, hit.rule))
            self._words[hit.sighting.listing_id, hit.rule, hit.passage_sha256] = hit
        ids = [hit.pk for hit in hits]
        again = SeenAgain.objects.filter(hit__in=ids).select_related("hit") if ids else ()
        self._made |= {(each.sighting_id, each.hit.rule) for each in again}

    def has(self, suspicion: _Suspicion) -> bool:
        """Whether this rule spoke about this very sighting before."""
        return (suspicion.sighting.pk, suspicion.found.rule) in self._made

    def keep(self, suspicion: _Suspicion, hit: Hit) -> None:
        """A later sighting of the same chunk may say the same words."""
        self._words[suspicion.key] = hit

    def same_words(self, suspicion: _Suspicion) -> Hit | None:
        """The newest hit of the same rule in the same sentence of the same listing."""
        return self._words.get(suspicion.key)


def _came_back(hit: Hit, sighting: Sighting) -> bool:
    """了结后又出现: the clue was answered, and then the words were seen once more."""
    clue = hit.clue
    if clue is None or clue.state not in (ClueState.CLOSED, ClueState.DISPUTED):
        return False
    return clue.replied_at is not None and sighting.seen_at > clue.replied_at


def _found(chunk: Sequence[Sighting], only: frozenset[str], rules: RuleSet) -> Iterator[_Suspicion]:
    answers = rules.screener.screen_many(map(item_of, chunk))
    for sighting, hits in zip(chunk, answers, strict=True):
        for hit in hits:
            if not only or rules.by_id[hit.rule].family in only:
                yield _Suspicion(sighting, hit, passage_digest(sighting.text, hit.spans))


def item_of(sighting: Sighting) -> engine.Item:
    """待筛内容: the sighting as the engine reads it; its body is the sighting's text."""
    return engine.Item(
        id=str(sighting.pk),
        title=sighting.title,
        detail=sighting.detail[: engine.screener.LONGEST_TEXT - len(sighting.title) - 1],
        product=sighting.category,
        context=sighting.listing.shop.platform.name,
        shelf=sighting.shelf,
        price=None if sighting.price is None else float(sighting.price),
    )


def passage_digest(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """所在句子的校验值: the sentences that hold the spans; the rest of the page may change."""
    sentences = [_sentence(text, start, end) for start, end in spans]
    return hashlib.sha256("\x1f".join(dict.fromkeys(sentences)).encode()).hexdigest()


def _sentence(text: str, start: int, end: int) -> str:
    ends = [match.end() for match in SENTENCE_END.finditer(text, 0, start)]
    after = SENTENCE_END.search(text, end)
    return text[ends[-1] if ends else 0 : after.start() if after else len(text)].strip()
