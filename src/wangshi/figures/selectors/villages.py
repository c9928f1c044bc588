"""快递进村: which villages have a proof that still stands, and how many of a town do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.db.models import OuterRef, Subquery

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.engine.figures import share_of, standing_grades
from wangshi.figures.models import Village, VillageProof


class Proven(StrEnum):
    """佐证怎样."""

    STANDS = "stands"
    EXPIRED = "expired"
    NONE = "none"


PROVEN_TITLES: Final = {
    Proven.STANDS: "有佐证",
    Proven.EXPIRED: "佐证过期",
    Proven.NONE: "没有佐证",
}
PROVEN_KINDS: Final = {Proven.STANDS: "good", Proven.EXPIRED: "late", Proven.NONE: "rest"}


@dataclass(frozen=True)
class VillageLine:
    """一个村: its newest proof, how it stands on the day, until when."""

    village: Village
    proof: VillageProof | None
    state: Proven
    until: date | None


@dataclass(frozen=True)
class TownCoverage:
    """一个镇办: covered villages of all; no share where it has no village in the list."""

    town: Town
    covered: int
    whole: int

    @property
    def share(self) -> Decimal | None:
        """百分之几."""
        return share_of(Decimal(self.covered), Decimal(self.whole))


def village_lines(on: date, town: Town | None = None) -> Sequence[VillageLine]:
    """各村: two queries."""
    newest = VillageProof.objects.filter(village=OuterRef("pk"), seen_on__lte=on)
    rows = Village.objects.select_related("town").annotate(
        newest=Subquery(newest.order_by("-seen_on", "-pk").values("pk")[:1])
    )
    if town is not None:
        rows = rows.filter(town=town)
    villages = list(rows)
    proofs = VillageProof.objects.select_related("by").in_bulk(
        [village.newest for village in villages if village.newest]
    )
    return [line_of(village, proofs.get(village.newest), on) for village in villages]


def line_of(village: Village, proof: VillageProof | None, on: date) -> VillageLine:
    """一个村怎样: a proof stands for so many days from the day it was seen, both in."""
    if proof is None:
        return VillageLine(village, None, Proven.NONE, None)
    until = proof.seen_on + timedelta(days=standing_grades().proof_days)
    state = Proven.STANDS if on <= until else Proven.EXPIRED
    return VillageLine(village, proof, state, until)


def coverage_by_town(on: date) -> Sequence[TownCoverage]:
    """各镇办盖了几个村."""
    by_town: dict[int, list[VillageLine]] = defaultdict(list)
    for line in village_lines(on):
        by_town[line.village.town_id].append(line)
    return [
        TownCoverage(
            town,
            sum(line.state is Proven.STANDS for line in by_town[town.pk]),
            len(by_town[town.pk]),
        )
        for town in Town.objects.all()
    ]


def proofs_of(village: Village) -> Sequence[VillageProof]:
    """一个村的全部佐证."""
    return list(village.proofs.select_related("by"))


def may_prove(who: Account, village: Village) -> bool:
    """能不能交这个村的佐证."""
    return may(who, Permission.RUN_FIGURES) or may(who, Permission.FILE_RETURN, village)
