"""规则准确率和状态: what counts, when it counts, and what people may change of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from wangshi.accounts.policy import Refused
from wangshi.engine.standing import LEAST, Cause, RuleStanding
from wangshi.monitoring.models import Hit, LiveSession, RuleFloor, RuleRestoration, Sweep
from wangshi.monitoring.selectors import review_only, rule_record, rule_records, verdicts
from wangshi.monitoring.selectors.verdicts import in_order
from wangshi.monitoring.services import restore_rule, set_floor, undo_judgement
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.registry.models import LiveRoom
from wangshi.shared.models import AuditRecord

from .conftest import DAY, NOON
from .outcomes import HOUR, RULE, clue_of, ended, hit_of, judge, judged, opened_again

pytestmark = pytest.mark.django_db
HALF = Decimal("0.5")


def right_and_judged(until=None) -> tuple[int, int]:
    found = rule_records(until=until).get(RULE)
    return (found.accuracy.right, found.accuracy.judged) if found else (0, 0)


def test_what_is_not_the_rules_fault_and_what_waits_are_left_out(shop, officer):
    judged(shop, "rrwn", officer)
    hit_of(shop)
    assert right_and_judged() == (2, 3)
    assert rule_records({"no-such-rule"}) == {}


def test_a_judgement_taken_back_never_was(shop, officer):
    hit = judged(shop, "r", officer)[0]
    undo_judgement(hit, by=officer, at=NOON)
    assert rule_records() == {}


def test_the_same_sentence_of_a_shop_is_one_fact_however_many_listings_show_it(
    shop, other_shop, officer
):
    judged(shop, "wwwww", officer, sentence="abc")
    assert right_and_judged() == (0, 1)
    judged(other_shop, "r", officer, sentence="abc")
    assert right_and_judged() == (1, 2)


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        ("filed", (1, 1)),
        ("first_minor", (1, 1)),  # no penalty is not no violation
        ("minor_corrected", (1, 1)),
        ("no_fault", (1, 1)),
        ("corrected", (1, 1)),
        ("to_police", (1, 1)),
        ("no_violation", (0, 1)),
        ("unverifiable", (0, 0)),
        ("duplicate", (0, 0)),
        ("not_ours", (0, 0)),
        ("to_other_amr", (0, 0)),
        ("other_lawful", (0, 0)),
    ],
)
def test_the_field_has_the_last_word(shop, officer, ground, expected):
    clue = clue_of(*judged(shop, "r", officer), by=officer)
    assert right_and_judged() == (1, 1)
    ended(clue, ground, officer, NOON + DAY)
    assert right_and_judged() == expected
    # Known since a day later; before that the desk's word stood.
    assert right_and_judged(until=NOON + DAY) == (1, 1)
    opened_again(clue, officer, NOON + 2 * DAY)
    assert right_and_judged() == (1, 1)


def test_the_figures_of_a_past_day_never_change(shop, officer):
    judged(shop, "rrw", officer)
    then = NOON + DAY

    def figures(until=None):
        found = rule_records(until=until)[RULE]
        return found.course, found.accuracy, found.channels

    before = figures(then)
    judged(shop, "wwww", officer, first=then)
    clue = clue_of(*Hit.objects.filter(state="confirmed"), by=officer, at=then)
    ended(clue, "no_violation", officer, then + HOUR)
    set_floor_row(officer, then)
    assert figures(then) == before
    assert figures() != before


def set_floor_row(by, at, floor: str = "0.9") -> None:
    RuleFloor.objects.create(rule="", floor=floor, reason="试填", set_by=by, set_at=at)


def test_each_channel_has_its_own_figures_and_chances(shop, officer):
    daily, urgent = (
        Sweep.objects.create(title="样例", kind=kind, starts_on=NOON.date(), opened_by=officer)
        for kind in ("daily", "urgent")
    )
    judged(shop, "wwwwwwwwww", officer, sweep=daily)
    judged(shop, "rrrrrrrrrr", officer, sweep=urgent)
    judged(shop, "rw", officer)
    found = rule_record(RULE)
    assert [(each.title, each.accuracy.right) for each in found.channels] == [
        ("日常监测", 0),
        ("应急监测", 10),
        ("零散导入", 1),
    ]
    assert found.chance("urgent") > found.chance("focus") > found.chance("daily")


def test_a_rule_that_errs_falls_by_itself_and_says_why(shop, officer):
    judged(shop, "w" * (LEAST - 1), officer)
    assert review_only({RULE}) == {}
    judged(shop, "w", officer, first=NOON + 3 * DAY)
    found = review_only({RULE})[RULE]
    assert found.course.turns[-1].at == NOON + 3 * DAY
    assert f"{LEAST} 个结果里 0 个属实" in found.why
    assert rule_record(RULE, until=NOON + 3 * DAY).course.standing is RuleStanding.AUTO


def test_a_new_version_of_a_rule_is_a_new_rule(shop, officer):
    judged(shop, "w" * LEAST, officer)
    judged(shop, "rr", officer, first=NOON + 9 * DAY, version=2)
    found = rule_record(RULE)
    assert (found.is_review_only, found.accuracy.right, found.accuracy.judged) == (False, 2, 2)
    assert [turn.cause for turn in found.course.turns] == [Cause.FELL, Cause.REWRITTEN]


def test_the_head_restores_a_fallen_rule_with_a_reason_and_one_record(shop, officer, bureau_admin):
    judged(shop, "w" * LEAST, officer)
    at = NOON + 30 * DAY
    before = AuditRecord.objects.count()
    row = restore_rule(RULE, reason="看过，是一次活动里的", by=bureau_admin, at=at)
    assert (row.rule, row.restored_by, row.reason) == (RULE, bureau_admin, "看过，是一次活动里的")
    line = AuditRecord.objects.latest("sequence")
    assert AuditRecord.objects.count() == before + 1
    assert (line.verb, line.subject, line.facts["judged"]) == ("rule.restored", f"rule:{RULE}", 30)
    assert review_only({RULE}) == {}
    assert rule_record(RULE, until=at).is_review_only
    with pytest.raises(JudgementRefused, match="没有降级"):
        restore_rule(RULE, reason="再来一次", by=bureau_admin, at=at + HOUR)
    judged(shop, "w" * LEAST, officer, first=at + DAY)
    assert review_only({RULE})


def test_without_a_reason_or_the_right_nothing_is_restored(shop, officer, bureau_admin):
    judged(shop, "w" * LEAST, officer)
    with pytest.raises(JudgementRefused, match="写明理由"):
        restore_rule(RULE, reason="  ", by=bureau_admin, at=NOON)
    with pytest.raises(JudgementRefused, match="最多 300"):
        restore_rule(RULE, reason="长" * 301, by=bureau_admin, at=NOON)
    with pytest.raises(Refused):
        restore_rule(RULE, reason="我看行", by=officer, at=NOON)
    assert not RuleRestoration.objects.exists()


def test_the_county_asks_more_of_one_rule_or_of_all_and_the_stricter_holds(
    shop, officer, bureau_admin
):
    judged(shop, "rrw" * 20, officer)
    at = NOON + 9 * DAY
    assert review_only({RULE}) == {}
    set_floor(Decimal("0.8"), rule=RULE, reason="这类伤人", by=bureau_admin, at=at)
    assert review_only({RULE})[RULE].course.floor == 0.8
    set_floor(HALF, rule=RULE, reason="不必了", by=bureau_admin, at=at + HOUR)
    assert review_only({RULE}) == {}
    set_floor(Decimal("0.8"), reason="全县从严", by=bureau_admin, at=at + 2 * HOUR)
    assert review_only({RULE})
    assert AuditRecord.objects.latest("sequence").facts["floor"] == "0.8"


@pytest.mark.parametrize("floor", ["0.45", "0.95"])
def test_a_floor_only_tightens(officer, bureau_admin, floor):
    with pytest.raises(JudgementRefused, match="只能比五成严"):
        set_floor(Decimal(floor), reason="试试", by=bureau_admin, at=NOON)
    with pytest.raises(IntegrityError, match="never_less"), transaction.atomic():
        set_floor_row(officer, NOON, floor)
    with pytest.raises(Refused):
        set_floor(Decimal("0.6"), reason="我来定", by=officer, at=NOON)


def test_words_come_in_the_order_of_time(shop, officer):
    hits = judged(shop, "rr", officer)
    ended(clue_of(hits[0], by=officer), "no_violation", officer, NOON + DAY)
    judge(hit_of(shop), "w", officer, NOON + 2 * DAY)
    told = in_order(verdicts(Hit.objects.all()))
    assert [(one.right, one.wrong) for one in told] == [(1, 0), (1, 0), (-1, 1), (0, 1)]
    assert [one.at for one in told] == sorted(one.at for one in told)


def test_more_hits_ask_no_more_questions(shop, officer):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            rule_records()
        return len(asked)

    ended(clue_of(*judged(shop, "r", officer), by=officer), "filed", officer, NOON + DAY)
    before = questions()
    for number in range(5):
        hits = judged(shop, "rw", officer, rule=f"sample-{number}", first=NOON + number * DAY)
        ended(clue_of(hits[0], by=officer), "filed", officer, NOON + timedelta(days=9))
    assert questions() == before == 5


def test_what_was_said_in_a_broadcast_is_a_channel_of_its_own(shop, officer):
    hit = judged(shop, "r", officer)[0]
    room = LiveRoom.objects.create(
        platform=shop.platform, account_id="live-1", name="样例直播间", shop=shop
    )
    LiveSession.objects.create(
        room=room,
        listing=hit.sighting.listing,
        started_at=NOON,
        duration_ms=1,
        cue_count=1,
        letters=1,
        taken_by=officer,
        taken_at=NOON,
    )
    [channel] = rule_record(RULE).channels
    assert (channel.title, channel.accuracy.right) == ("直播", 1)
