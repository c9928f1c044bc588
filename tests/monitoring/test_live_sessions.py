"""Live rooms: a transcript becomes hits by the clock, and walks the road of any hit."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.monitoring.models import Contradiction, Hit, HitState, LiveSession, SpokenPassage
from wangshi.monitoring.selectors.live_sessions import side_by_side, spoken_hits
from wangshi.monitoring.services import (
    SessionPlan,
    Stretch,
    confirm_hit,
    hand_over,
    name_goods,
    take_transcript,
)
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.registry.models import LiveRoom, Operator, Permit
from wangshi.shared.models import Attachment, AuditRecord

BEGAN = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TALK = "欢迎新来的朋友点个关注"
CURE = "这款代用茶能治疗糖尿病"
WEIGHT = "净含量足足五斤"

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(shop) -> LiveRoom:
    return LiveRoom.objects.create(
        platform=shop.platform, account_id="样例号", name="样例山货直播间", shop=shop
    )


def upload(*texts, every=3.0, name="样例.json"):
    rows = [
        {"start": n * every, "end": n * every + every, "text": text} for n, text in enumerate(texts)
    ]
    return SimpleUploadedFile(name, json.dumps(rows, ensure_ascii=False).encode())


@pytest.fixture
def session(room, officer):
    """A broadcast of two minutes: one cure claimed twice, one weight."""
    texts = [TALK] * 60
    texts[10], texts[40], texts[30] = f"{CURE}。", f"{CURE}。", f"{WEIGHT}。"
    plan = SessionPlan(room, BEGAN, "食品(代用茶)")
    return take_transcript(plan, upload(*texts), by=officer, at=timezone.now())


@pytest.fixture
def goods(see, shop):
    seen = see(shop, "样例干货", number="tea", at=BEGAN - timedelta(days=1), detail="净含量：2kg")
    return seen.listing


def test_each_hit_is_seen_at_its_own_moment_in_the_minute_round_it(session):
    (hit, *_) = Hit.objects.filter(quote__contains="治疗糖尿病")
    passage = SpokenPassage.objects.get(sighting=hit.sighting)
    assert hit.sighting.seen_at == BEGAN + timedelta(milliseconds=passage.at_ms)
    assert 30_000 <= passage.at_ms < 33_000
    (start, end), *_ = hit.spans
    assert hit.sighting.text[start:end] in hit.quote
    assert hit.reason.startswith("直播 00:00:3")
    assert all(
        hit.sighting.text[offset:].startswith(("欢迎", "这款", "净含"))
        for offset, _ in passage.marks
    )


def test_words_said_again_are_one_hit_with_both_times(session):
    found = [one for one in spoken_hits(session) if "治疗糖尿病" in one.hit.quote]
    assert all(len(one.again) == 1 for one in found)
    assert {one.again_clocks[0] for one in found} <= {"00:02:00", "00:02:01", "00:02:02"}


def test_the_file_is_kept_whole_and_one_line_is_written_down(session, officer):
    kept = Attachment.objects.get(owner=f"monitoring.livesession:{session.pk}")
    assert kept.sha256 == session.transcript.sha256
    (line,) = AuditRecord.objects.filter(verb="live_session.taken")
    assert line.facts["hits"] == Hit.objects.count()
    assert session.cue_count == 60


def test_a_spoken_hit_is_confirmed_and_handed_over_like_any_other(session, officer):
    hits = [confirm_hit(hit, by=officer, at=timezone.now()) for hit in Hit.objects.all()]
    clue = hand_over(hits, by=officer, at=timezone.now())
    assert clue.shop == session.listing.shop
    assert "直播 00:00:3" in clue.detail
    assert Hit.objects.filter(clue=clue).count() == len(hits)


REFUSED = [
    (b"", "是空的"),
    ("没有时间的话".encode(), "不是带时间的字幕"),
    (b"\x00\x01", "先转写成字幕"),
]


@pytest.mark.parametrize(("raw", "message"), REFUSED)
def test_what_is_no_transcript_is_refused_and_leaves_nothing(room, officer, raw, message):
    file = SimpleUploadedFile("样例.srt", raw)
    with pytest.raises(JudgementRefused, match=message):
        take_transcript(SessionPlan(room, BEGAN), file, by=officer, at=timezone.now())
    assert not LiveSession.objects.exists()


def test_the_same_file_the_same_moment_and_the_future_are_refused(room, officer, session):
    def take(*texts, began=BEGAN, at=None):
        plan = SessionPlan(room, began)
        return take_transcript(plan, upload(*texts), by=officer, at=at or timezone.now())

    with pytest.raises(JudgementRefused, match="这个开始时间已经有一场"):
        take(TALK)
    with pytest.raises(JudgementRefused, match="还没有结束"):
        take(TALK, began=BEGAN + timedelta(days=1), at=BEGAN)
    take(TALK, "别的话", began=BEGAN - timedelta(days=1))
    with pytest.raises(JudgementRefused, match="已经上传过"):
        take(TALK, "别的话", began=BEGAN - timedelta(days=2))


def test_a_room_without_a_shop_is_itself_the_place_it_sells_at(room, officer):
    LiveRoom.objects.filter(pk=room.pk).update(shop=None)
    room.refresh_from_db()
    plan = SessionPlan(room, BEGAN)
    session = take_transcript(plan, upload(f"{CURE}。"), by=officer, at=timezone.now())
    assert session.listing.shop.external_id == room.account_id
    assert Hit.objects.exists()


def test_only_who_may_import_takes_a_transcript_in(room, make_account):
    leader = make_account("看的人", Role.LEADER)
    with pytest.raises(Refused):
        take_transcript(SessionPlan(room, BEGAN), upload(TALK), by=leader, at=timezone.now())


def test_cues_without_length_do_not_make_a_rule_speak_twice_of_a_moment(room, officer):
    rows = [{"start": 1.0, "end": 1.0, "text": f"{CURE}。"} for _ in range(90)]
    file = SimpleUploadedFile("样例.json", json.dumps(rows, ensure_ascii=False).encode())
    take_transcript(SessionPlan(room, BEGAN), file, by=officer, at=timezone.now())
    assert Hit.objects.exists()


def test_what_was_said_of_the_goods_is_held_against_their_page(session, goods, officer):
    named = name_goods(session, goods, stretch=Stretch(), by=officer, at=timezone.now())
    (found,) = Contradiction.objects.all()
    assert (found.attribute, found.goods) == ("weight", named)
    assert found.said.endswith(WEIGHT)
    assert found.others[0]["said"] == "净含量：2kg"
    assert found.hit.level == "review"
    assert "口播（00:01:3" in found.hit.reason
    assert "“净含量：2kg”" in found.hit.reason
    (start, end), *_ = found.hit.spans
    assert found.hit.sighting.text[start:end] == "五斤"
    (pair,) = side_by_side(spoken_hits(session))
    assert (pair.one.channel, pair.others[0].channel) == ("口播", "详情")


def test_a_contradiction_becomes_a_clue_with_both_quotations(session, goods, officer):
    name_goods(session, goods, stretch=Stretch(), by=officer, at=timezone.now())
    hit = confirm_hit(Contradiction.objects.get().hit, by=officer, at=timezone.now())
    clue = hand_over([hit], by=officer, at=timezone.now())
    assert WEIGHT in clue.detail
    assert "净含量：2kg" in clue.detail


def test_the_register_speaks_too(session, goods, officer, town):
    operator = Operator.objects.create(source_key="样例", name="样例山货行", form="sole_trader")
    Permit.objects.create(operator=operator, kind="food", number="SC11461072700014")
    session.listing.shop.operator = operator
    session.listing.shop.save()
    text = "许可证号SC11461072700031，去查。"
    plan = SessionPlan(session.room, BEGAN - timedelta(days=2))
    other = take_transcript(plan, upload(text), by=officer, at=timezone.now())
    name_goods(other, goods, stretch=Stretch(), by=officer, at=timezone.now())
    found = Contradiction.objects.get(attribute="number")
    assert found.others[0]["source"] == "登记：样例山货行"


def test_only_the_stretch_the_goods_were_explained_in_is_compared(session, goods, officer):
    early = Stretch(0, 60_000)
    name_goods(session, goods, stretch=early, by=officer, at=timezone.now())
    assert not Contradiction.objects.exists()
    name_goods(session, goods, stretch=Stretch(80_000, None), by=officer, at=timezone.now())
    assert Contradiction.objects.count() == 1


def test_goods_named_twice_or_never_seen_or_after_the_end_are_refused(
    session, goods, officer, shop
):
    at = timezone.now()
    name_goods(session, goods, stretch=Stretch(), by=officer, at=at)
    for listing, stretch, message in (
        (goods, Stretch(), "已经记过"),
        (session.listing, Stretch(), "不是这场直播自己"),
        (goods, Stretch(600_000, None), "就完了"),
        (goods, Stretch(60_000, 30_000), "晚于开始"),
    ):
        with pytest.raises(JudgementRefused, match=message):
            name_goods(session, listing, stretch=stretch, by=officer, at=at)


def test_naming_the_goods_over_again_brings_no_hit_twice(session, goods, officer):
    name_goods(session, goods, stretch=Stretch(), by=officer, at=timezone.now())
    before = Hit.objects.count()
    name_goods(session, goods, stretch=Stretch(3_000, None), by=officer, at=timezone.now())
    assert Hit.objects.count() == before
    assert Hit.objects.filter(state=HitState.PENDING).count() == before
