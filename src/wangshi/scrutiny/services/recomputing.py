"""重新看一遍: every sign over the whole register; what officers decided stays decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.false_registration import Finding, Kind, Row, standing_signs
from wangshi.engine.lawbook import standing_lawbook
from wangshi.registry.models import Operator, Shop
from wangshi.scrutiny.models import Recompute, Suspicion
from wangshi.scrutiny.selectors import Looked, running_recompute
from wangshi.scrutiny.workflow import ScrutinyRefused
from wangshi.shared.services import record

BATCH: Final = 500
CLUSTER: Final = "cluster"
# 一片的一半还在，就还是那一片.
SAME_CLUSTER: Final = 0.5
UPDATED: Final = ("identity", "words", "weight", "rows", "fingerprint", "law_fingerprint")
PLACED: Final = ("operator_id", "shop_id", "town_id", "changed_on", "gone_on")


@dataclass
class Sorted:
    """分好的: what is new, what changed, what is as it was, what is not seen any more."""

    fresh: list[Suspicion] = field(default_factory=list)
    changed: list[Suspicion] = field(default_factory=list)
    same: int = 0
    gone: list[Suspicion] = field(default_factory=list)

    @property
    def found(self) -> int:
        """看到几个."""
        return len(self.fresh) + len(self.changed) + self.same


@transaction.atomic
def ask_recompute(*, by: Account, at: datetime) -> Recompute:
    """要求重新看一遍: one at a time; a task takes it up."""
    require(by, Permission.JUDGE_SUSPICION)
    if running_recompute(at) is not None:
        raise ScrutinyRefused("正在看，看完了再看下一遍。过一会儿刷新这一页")
    asked = Recompute.objects.create(asked_by=by, asked_at=at)
    record(by, "suspicions.asked", "scrutiny.recompute", number=asked.pk)
    return asked


@transaction.atomic
def recompute(asked: Recompute, looked: Looked, *, at: datetime, by: Account) -> Recompute:
    """记下看到的: findings become suspicions, known ones are brought up to date, none is judged.

    The second time over the same rows nothing is written but the end of the run. What takes long,
    `look`, was done before: nobody waits for this transaction.
    """
    require(by, Permission.JUDGE_SUSPICION)
    asked = Recompute.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.ended_at is not None:
        return asked
    on = timezone.localdate(at)
    sorted_out = _sort(looked.findings, on)
    _write(sorted_out)
    asked.ended_at = max(at, asked.asked_at)
    asked.operators, asked.shops = looked.operators, looked.shops
    asked.found, asked.fresh = sorted_out.found, len(sorted_out.fresh)
    asked.changed, asked.gone = len(sorted_out.changed), len(sorted_out.gone)
    asked.save()
    facts = {"found": asked.found, "fresh": asked.fresh, "gone": asked.gone}
    record(by, "suspicions.recomputed", "scrutiny.recompute", number=asked.pk, **facts)
    return asked


def _sort(findings: Sequence[Finding], on: date) -> Sorted:
    rows = Suspicion.objects.select_for_update(of=("self",)).defer("rows", "words")
    known = {one.identity: one for one in rows}
    adopted = _adopted(findings, known)
    towns = _Towns(findings)
    law = standing_lawbook().fingerprint
    sorted_out, seen = Sorted(), set()
    for finding in findings:
        old = known.get(finding.identity) or adopted.get(finding.identity)
        seen.add(old.pk if old else None)
        if old is None:
            sorted_out.fresh.append(_filled(Suspicion(found_on=on), finding, towns, law))
        elif _is_same(old, finding):
            sorted_out.same += 1
        else:
            old.changed_on, old.gone_on = on, None
            sorted_out.changed.append(_filled(old, finding, towns, law))
    for old in known.values():
        if old.pk not in seen and old.gone_on is None:
            old.gone_on = on
            sorted_out.gone.append(old)
    return sorted_out


def _is_same(old: Suspicion, finding: Finding) -> bool:
    same = old.fingerprint == finding.fingerprint and old.identity == finding.identity
    return same and old.gone_on is None


def _adopted(findings: Iterable[Finding], known: dict[str, Suspicion]) -> dict[str, Suspicion]:
    """一片长大了还是那一片: a cluster without its old anchor, of which half the records stay."""
    new = [one for one in findings if one.reason == CLUSTER and one.identity not in known]
    if not new:
        return {}
    found = {one.identity for one in findings}
    orphans = Suspicion.objects.filter(reason=CLUSTER).exclude(identity__in=found)
    before = {old.pk: _members(old.rows) for old in orphans}
    by_member: dict[tuple[str, int], list[int]] = defaultdict(list)
    for pk, members in before.items():
        for member in members:
            by_member[member].append(pk)
    rows = {one.pk: one for one in known.values()}
    adopted: dict[str, Suspicion] = {}
    for finding in new:
        members = {(row.kind.value, row.key) for row in finding.rows}
        near = {pk for member in members for pk in by_member.get(member, ())}
        best = max(near, key=lambda pk: _overlap(before[pk], members), default=None)
        if best is not None and _overlap(before[best], members) >= SAME_CLUSTER:
            adopted[finding.identity] = rows[best]
            for member in before[best]:
                by_member[member].remove(best)
    return adopted


def _members(rows: Iterable[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(row["kind"], row["key"]) for row in rows}


def _overlap(before: set[tuple[str, int]], now: set[tuple[str, int]]) -> float:
    return len(before & now) / len(before | now) if before else 0.0


class _Towns:
    """镇办: of the first record of each finding, asked once for all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        firsts = [_first(one.rows) for one in findings]
        self.operators = _towns(Operator, [o for o, _ in firsts if o])
        self.shops = _towns(Shop, [s for _, s in firsts if s])

    def of(self, operator: int | None, shop: int | None) -> int | None:
        """The operator's, else the shop's."""
        return self.operators.get(operator or 0) or self.shops.get(shop or 0)


def _towns(model: type[Operator] | type[Shop], keys: Sequence[int]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for at in range(0, len(keys), BATCH):
        rows = model._default_manager.filter(pk__in=keys[at : at + BATCH])
        found.update(rows.values_list("pk", "town_id"))
    return found


def _first(rows: Iterable[Row]) -> tuple[int | None, int | None]:
    operators = (row.key for row in rows if row.kind is Kind.OPERATOR)
    shops = (row.key for row in rows if row.kind is Kind.SHOP)
    return next(operators, None), next(shops, None)


def _filled(one: Suspicion, finding: Finding, towns: _Towns, law: str) -> Suspicion:
    one.identity, one.reason, one.words = finding.identity, finding.reason, finding.words
    one.weight = standing_signs().sign(finding.reason).weight
    one.rows = [asdict(row) for row in finding.rows]
    one.fingerprint, one.law_fingerprint = finding.fingerprint, law
    one.operator_id, one.shop_id = _first(finding.rows)
    one.town_id = towns.of(one.operator_id, one.shop_id)
    return one


def _write(sorted_out: Sorted) -> None:
    Suspicion.objects.bulk_create(sorted_out.fresh, batch_size=BATCH)
    fields = [*UPDATED, *(name.removesuffix("_id") for name in PLACED)]
    Suspicion.objects.bulk_update(sorted_out.changed, fields, batch_size=BATCH)
    Suspicion.objects.bulk_update(sorted_out.gone, ["gone_on"], batch_size=BATCH)
