"""一条命中算什么: what was made of it at the desk, and then in the field, each with its moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wangshi.cases.selectors import Finding, Proof, findings
from wangshi.engine.standing import Outcome
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.workflow import NOT_THE_RULES_FAULT

PROVES = {Proof.BREACH: True, Proof.CLEAN: False, Proof.OPEN: None}
LIVE = "live"
CHANNEL = ("sighting__sweep__kind", "sighting__listing__live_session")
COLUMNS = (
    "pk", "rule", "rule_version", "shop_id", "passage_sha256", *CHANNEL, "state", "judged_at",
    "clue_id",
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """一次说法: from `at` on the hit counts as right, as wrong, or (None) as neither.

    `proved` when the field said so.
    """

    at: datetime
    right: bool | None
    proved: bool = False


@dataclass(frozen=True)
class Verdict:
    """一条命中的说法, first the desk's, then the field's; `channel` is where it was met.

    `sentence` tells whose words it is about: the shop and the digest of the sentence.
    """

    hit: int
    rule: str
    version: int
    channel: str
    sentence: tuple[int, str]
    clue: int | None
    judged_at: datetime
    words: tuple[Word, ...]

    @property
    def right(self) -> bool | None:
        """现在算对、算错，还是都不算."""
        return self.words[-1].right

    @property
    def proved(self) -> bool | None:
        """核查说的: None while the field has not spoken, or could not tell."""
        return self.right if self.words[-1].proved else None

    def outcomes(self) -> Iterator[Outcome]:
        """As the rule's standing counts them: each word takes the earlier one back."""
        before: bool | None = None
        for word in self.words:
            right = (word.right is True) - (before is True)
            wrong = (word.right is False) - (before is False)
            before = word.right
            if right or wrong:
                yield Outcome(word.at, self.judged_at, self.version, right, wrong)


def verdicts(hits: QuerySet[Hit], until: datetime | None = None) -> tuple[Verdict, ...]:
    """判断过的命中各算什么, each fact once: three queries, however many hits."""
    return once_each(every_verdict(hits, until))


def once_each(given: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """每个事实一次: the same sentence in another listing of the same shop is the same fact."""
    met: set[tuple[str, int, tuple[int, str]]] = set()
    kept: list[Verdict] = []
    for verdict in given:
        fact = (verdict.rule, verdict.version, verdict.sentence)
        if fact not in met:
            met.add(fact)
            kept.append(verdict)
    return tuple(kept)


def every_verdict(hits: QuerySet[Hit], until: datetime | None = None) -> Iterator[Verdict]:
    """每一条判断过的命中算什么, as known before `until`, in the order they were judged.

    Left out are those dismissed for a reason that says nothing against the rule.
    """
    judged = hits.exclude(state=HitState.PENDING).exclude(ground__in=NOT_THE_RULES_FAULT)
    if until is not None:
        judged = judged.filter(judged_at__lt=until)
    said = findings(judged.exclude(clue=None).order_by().values("clue"), until)
    for row in judged.order_by("judged_at", "pk").values_list(*COLUMNS):
        yield _verdict(row, said)


def channel_of(kind: str | None, session: int | None) -> str:
    """途径: a broadcast, or the kind of the sweep; empty for what was imported for none."""
    return LIVE if session is not None else kind or ""


def in_order(given: Iterable[Verdict]) -> tuple[Outcome, ...]:
    """全部说法按时间排: what a rule's standing is worked out from."""
    every = (outcome for verdict in given for outcome in verdict.outcomes())
    return tuple(sorted(every, key=lambda outcome: outcome.at))


def _verdict(row: tuple[Any, ...], said: Mapping[int, Sequence[Finding]]) -> Verdict:
    hit, rule, version, shop, passage, kind, session, state, judged_at, clue = row
    desk = Word(judged_at, state == HitState.CONFIRMED)
    return Verdict(
        hit=hit,
        rule=rule,
        version=version,
        channel=channel_of(kind, session),
        # A hit without a digest is a fact of its own.
        sentence=(shop, passage or str(hit)),
        clue=clue,
        judged_at=judged_at,
        words=(desk, *_from_the_field(desk, said.get(clue, ()))),
    )


def _from_the_field(desk: Word, said: Iterable[Finding]) -> Iterator[Word]:
    """A clue that is worked again leaves the desk's word standing until it ends anew."""
    for finding in said:
        if finding.proof is None:
            yield Word(finding.at, desk.right)
        else:
            yield Word(finding.at, PROVES[finding.proof], proved=True)
