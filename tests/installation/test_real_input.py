"""The main job on real input: from real files to a reply, by the same verbs as the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conftest import SHARED
from wangshi.cases.services import (
    Demand,
    Verdict,
    accept_clue,
    assign_clue,
    decide_clue,
    note_check,
    recheck,
    reply_clue,
)
from wangshi.cases.workflow import ClueOutcome, ClueState
from wangshi.installation.importing import import_files
from wangshi.monitoring.models import Hit, HitState, Listing, Sighting
from wangshi.monitoring.services import confirm_hit, dismiss_hit, hand_over
from wangshi.registry.models import Operator
from wangshi.shared.audit import check_chain
from wangshi.shared.models import AuditRecord

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
REGISTER = SHARED / "data/enterprise_register/dev"
SHOPS = sorted((SHARED / "data/store_listings_2025/dev").glob("*.csv.gz"))
PROVINCE = 84_110
LISTINGS = 17_913


def bring_in(kind: str, *files, **options: str) -> None:
    import_files(kind, files, preset="", dry_run=False, in_json=False, **options)


@pytest.mark.once
def test_from_real_files_to_a_reply(officer, dispatcher):
    bring_in("register", REGISTER / "lueyang_subset.csv", REGISTER / "shaanxi.csv.gz")
    assert Operator.objects.count() == PROVINCE
    assert Operator.objects.filter(uscc=None).exclude(written_code="").count() == 2
    bring_in("listings", *SHOPS, platform="", seen_on="2025-11-10", shop="")
    assert (Listing.objects.count(), Sighting.objects.count()) == (LISTINGS, LISTINGS)
    assert not Sighting.objects.filter(screened_with="").exists()
    hits = Hit.objects.count()
    assert 0 < hits < LISTINGS // 20  # a queue somebody can read
    bring_in("listings", SHOPS[0], platform="", seen_on="2025-11-10", shop="")
    assert (Sighting.objects.count(), Hit.objects.count()) == (LISTINGS, hits)
    settle_one(officer, dispatcher)


def settle_one(officer, dispatcher):
    """One hit confirmed and one dismissed; the first is carried to the reply and the recheck."""
    pending = list(Hit.objects.filter(state=HitState.PENDING).order_by("-harm", "pk")[:2])
    now = timezone.now()
    confirm_hit(pending[0], by=officer, at=now)
    dismiss_hit(pending[1], ground="other_meaning", note="", by=officer, at=now)
    clue = hand_over([pending[0]], by=officer, at=now)
    assert all([clue.quote, clue.violation, clue.number])

    clue = assign_clue(
        clue, department=officer.department, by=dispatcher, at=now, reason="店在甲木"
    )
    clue = accept_clue(clue, by=officer, at=now)
    note_check(clue, words="电话核实，店主承认文案自写。", by=officer, at=now)
    demand = Demand("删掉标题里的绝对化用语", timezone.localdate(now) + timedelta(days=3))
    verdict = Verdict(ClueOutcome.CORRECTED, "corrected", "文案查实，限期改。", demand=demand)
    clue = decide_clue(clue, verdict=verdict, by=officer, at=now)
    clue = reply_clue(clue, words="查实：文案没有依据，限期改，到期复看。", by=officer, at=now)
    recheck(clue.corrections.get(), fixed=True, seen="标题里没有了", by=officer, at=now)

    clue.refresh_from_db()
    assert (clue.state, clue.replied_by) == (ClueState.CLOSED, officer)
    assert check_chain() == ()
    verbs = list(AuditRecord.objects.values_list("verb", flat=True))
    assert [v for v in verbs if v.startswith(("hit", "clue"))] == [
        "hit.confirmed",
        "hit.dismissed",
        "clue.reported",
        "hits.handed_over",
        "clue.assigned",
        "clue.accepted",
        "clue.noted",
        "clue.decided",
        "clue.replied",
        "clue.rechecked",
    ]
