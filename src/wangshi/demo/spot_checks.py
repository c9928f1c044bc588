"""抽查: each file's draw is read by what is true; the newest draws are still being read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.demo.plans import Truth
from wangshi.demo.roads import Road
from wangshi.monitoring.models import SpotCheck, SpotCheckDraw, Sweep
from wangshi.monitoring.services import Missed, clear_spot_check, draw_after_import, find_missed
from wangshi.shared.models import ImportBatch

READERS = 3
UNREAD_WEEKS = 2


def draw_week(
    office: Office, batch: ImportBatch, sweep: Sweep, *, week: int, at: datetime
) -> SpotCheckDraw | None:
    """抽一周的: by a seed anybody can read."""
    by = office.people.one(Role.OFFICER)
    return draw_after_import(batch, sweep, by=by, at=at, seed=f"拾穗县演示-{week}")


def read_week(
    office: Office, made: SpotCheckDraw, truths: Mapping[int, Truth], start: datetime, *, week: int
) -> Road:
    """看一周抽中的; of the newest weeks one listing is read and the rest wait."""
    checks = made.checks.select_related("sighting").order_by("place")
    readers = office.people.by_role[Role.OFFICER][:READERS]
    at = start
    for number, check in enumerate(checks[:1] if week < UNREAD_WEEKS else checks):
        at += timedelta(minutes=2)
        yield at
        by = readers[number % len(readers)]
        truth = truths.get(check.sighting.listing_id)
        if truth is not None and truth.kind == "planted":
            _missed(check, truth, by=by, at=at)
        else:
            clear_spot_check(check, by=by, at=at)


def _missed(check: SpotCheck, truth: Truth, *, by: Account, at: datetime) -> None:
    missed = Missed(truth.violation, truth.phrase.rstrip("。"))
    find_missed(check, missed, note="规则没有指出，读到才发现", by=by, at=at)
