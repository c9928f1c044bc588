"""登记疑点: recomputed without losing a decision; dismissed, taken back, made into a clue."""

import struct
import zlib
from datetime import date, timedelta
from io import BytesIO

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from tests.scrutiny.conftest import add_operator, look, open_shop, the_cluster
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.display.models import LicencePicture
from wangshi.scrutiny.models import Suspicion
from wangshi.scrutiny.selectors import register_on
from wangshi.scrutiny.services import (
    PlaceDraft,
    ask_recompute,
    declare_shared,
    dismiss_suspicion,
    hand_over_suspicion,
    note_payee,
    note_picture,
    undo_dismissal,
)
from wangshi.scrutiny.workflow import ScrutinyRefused, SuspicionState
from wangshi.shared.models import AuditRecord


def now():
    return timezone.now()


def test_a_ring_becomes_one_suspicion_with_its_rows(ring, officer, town):
    run = look(officer)
    one = the_cluster()
    assert (run.operators, run.found, run.fresh) == (4, 1, 1)
    assert one.words == "4 个主体、0 家网店，靠同一个电话、同一处地址连在一起"
    assert (one.state, one.operator, one.town) == (SuspicionState.PENDING, ring[0], town)
    assert {row["key"] for row in one.rows} == {row.pk for row in ring}


def test_looking_twice_changes_nothing(ring, officer):
    look(officer)
    before = list(Suspicion.objects.values())
    run = look(officer)
    assert (run.fresh, run.changed, run.gone) == (0, 0, 0)
    assert list(Suspicion.objects.values()) == before


def test_nothing_else_follows_from_a_suspicion(ring, officer):
    look(officer)
    verbs = set(AuditRecord.objects.values_list("verb", flat=True))
    assert verbs == {"suspicions.asked", "suspicions.recomputed"}
    assert not Clue.objects.exists()


def test_a_dismissed_one_stays_dismissed_and_says_when_it_changed(ring, officer, town):
    look(officer)
    dismiss_suspicion(the_cluster(), ground="own", by=officer, at=now())
    look(officer)
    assert not the_cluster().changed_since
    add_operator(20, phone=ring[0].phone, address=ring[0].address, town=town)
    run = look(officer)
    one = the_cluster()
    assert (run.changed, one.state, one.changed_since) == (1, SuspicionState.DISMISSED, True)


def test_a_cluster_that_loses_its_oldest_member_is_the_same_cluster(ring, officer):
    look(officer)
    dismiss_suspicion(the_cluster(), ground="own", by=officer, at=now())
    add_operator(30, phone=ring[2].phone, address=ring[2].address)
    ring[0].phone, ring[0].address = "", ""
    ring[0].save()
    look(officer)
    assert Suspicion.objects.count() == 1
    assert the_cluster().state == SuspicionState.DISMISSED


def test_what_is_not_seen_any_more_is_marked_and_comes_back(ring, officer, platform):
    dead = add_operator(5, status="cancelled")
    shop = open_shop(platform, 1, operator=dead)
    look(officer)
    shop.closed_on = date(2026, 1, 5)
    shop.save()
    run = look(officer)
    one = Suspicion.objects.get(reason="dead_operator")
    assert run.gone == 1
    assert one.gone_on == timezone.localdate()
    shop.closed_on = None
    shop.save()
    look(officer)
    one.refresh_from_db()
    assert one.gone_on is None


def test_one_handed_over_is_a_clue_with_its_rows_and_its_basis(ring, officer):
    look(officer)
    clue = hand_over_suspicion(the_cluster(), note="电话都是一个人接的", by=officer, at=now())
    one = the_cluster()
    assert (one.state, one.clue) == (SuspicionState.HANDED, clue)
    assert clue.title == "拾穗县样例10商行：疑似虚假注册，几条线索连成一片"
    assert "电话都是一个人接的" in clue.detail
    assert "市场主体登记管理条例" in clue.detail
    assert "这只是迹象，不是结论" in clue.detail
    assert ring[3].name in clue.detail
    assert "16900010000" not in clue.detail


def test_dismissing_needs_a_ground_and_other_needs_words(ring, officer):
    look(officer)
    with pytest.raises(ScrutinyRefused, match="选一个"):
        dismiss_suspicion(the_cluster(), ground="", by=officer, at=now())
    with pytest.raises(ScrutinyRefused, match="写明"):
        dismiss_suspicion(the_cluster(), ground="other", note=" ", by=officer, at=now())
    with pytest.raises(ScrutinyRefused, match="看过什么"):
        hand_over_suspicion(the_cluster(), note="", by=officer, at=now())


def test_a_dismissal_can_be_taken_back_and_a_clue_cannot(ring, officer):
    look(officer)
    one = dismiss_suspicion(the_cluster(), ground="own", by=officer, at=now())
    assert undo_dismissal(one, by=officer).state == SuspicionState.PENDING
    hand_over_suspicion(the_cluster(), note="去看过", by=officer, at=now())
    with pytest.raises(ScrutinyRefused, match="没有排除可以收回"):
        undo_dismissal(the_cluster(), by=officer)
    with pytest.raises(ScrutinyRefused, match="这次没有生效"):
        dismiss_suspicion(the_cluster(), ground="own", by=officer, at=now())


def test_who_only_looks_cannot_judge(ring, officer, make_account):
    look(officer)
    reviewer = make_account("样审", Role.LEGAL_REVIEWER)
    with pytest.raises(Refused):
        dismiss_suspicion(the_cluster(), ground="own", by=reviewer, at=now())
    with pytest.raises(Refused):
        ask_recompute(by=reviewer, at=now())


def test_one_look_at_a_time(county, officer):
    ask_recompute(by=officer, at=now())
    with pytest.raises(ScrutinyRefused, match="正在看"):
        ask_recompute(by=officer, at=now())
    assert ask_recompute(by=officer, at=now() + timedelta(hours=3)), "the first one died"


def test_what_is_declared_public_leaves_the_suspicions(ring, officer):
    look(officer)
    draft = PlaceDraft("address", "甲木镇虚构街88号", "演示代办", "演示合同", date(2026, 1, 1))
    declare_shared(draft, by=officer, at=now() - timedelta(days=1))
    run = look(officer)
    assert (run.found, run.gone) == (0, 1)


def test_a_payee_of_two_operators_is_seen(firm, officer, platform):
    other = add_operator(2)
    for number, owner in enumerate((firm, other)):
        shop = open_shop(platform, number, operator=owner)
        facts = {"how": "试买到付款页", "seen_on": date(2026, 1, 5)}
        note_payee(shop, payee="演示收款甲", by=officer, at=now(), **facts)
    look(officer)
    assert Suspicion.objects.get().reason == "payee_reuse"


def test_a_whole_account_number_is_not_kept(firm, officer, platform):
    shop = open_shop(platform, 1)
    facts = {"how": "试买到付款页", "seen_on": date(2026, 1, 5)}
    with pytest.raises(ScrutinyRefused, match="末四位"):
        note_payee(shop, payee="演示 6222020000001234", by=officer, at=now(), **facts)


def test_reading_the_register_asks_as_often_for_many_rows_as_for_few(
    firm, platform, django_assert_num_queries
):
    for number in range(30, 60):
        open_shop(platform, number, operator=add_operator(number))
    with django_assert_num_queries(10):
        register_on(date(2026, 1, 5))


def picture(seed: int, size: tuple[int, int] = (90, 80)) -> BytesIO:
    """A drawing of squares; the same seed is the same drawing, however large."""
    points = np.random.default_rng(seed).integers(0, 256, (8, 9)).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(points).resize(size, Image.Resampling.NEAREST).save(file, "PNG")
    file.seek(0)
    return file


def claiming(width: int, height: int) -> BytesIO:
    """A small file whose head says that it is so large: a bomb."""
    whole = picture(7).read()
    head = b"IHDR" + struct.pack(">II", width, height) + whole[24:29]
    return BytesIO(whole[:12] + head + struct.pack(">I", zlib.crc32(head)) + whole[33:])


def test_the_same_picture_in_shops_of_two_operators_is_seen(firm, officer, platform):
    other = add_operator(2)
    for number, (owner, size) in enumerate(((firm, (90, 80)), (other, (450, 400)))):
        shop = open_shop(platform, number, operator=owner)
        facts = {"what": "演示门头", "seen_on": date(2026, 1, 5), "by": officer, "at": now()}
        note_picture(shop, picture=picture(7, size), **facts)
    look(officer)
    assert Suspicion.objects.get().reason == "picture_reuse"


def test_papers_of_one_form_look_alike_and_are_compared_by_their_code(firm, officer, platform):
    shop = open_shop(platform, 1)
    facts = {"seen_on": date(2026, 1, 5), "by": officer, "at": now()}
    with pytest.raises(ScrutinyRefused, match="比代码"):
        note_picture(shop, picture=picture(7), what="营业执照副本", **facts)
    other = open_shop(platform, 2)
    for one, state in ((shop, "read"), (other, "read")):
        LicencePicture.objects.create(
            shop=one, sha256="0" * 64, state=state, uscc=firm.uscc, by=officer,
            taken_at=now(), moved_at=now(),
        )  # fmt: skip
    assert [row.shown_code for row in register_on(date(2026, 1, 5)).shops] == [firm.uscc] * 2


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b"not a picture"), "读不出"),
        (claiming(8_000, 8_000), "太大"),
        (claiming(50_000, 50_000), "太大"),
        (BytesIO(picture(7).read()[:200]), "读不出"),
    ],
)
def test_a_bomb_or_what_is_no_picture_is_refused(firm, officer, platform, file, words):
    shop = open_shop(platform, 1)
    facts = {"what": "演示门头", "seen_on": date(2026, 1, 5), "by": officer, "at": now()}
    with pytest.raises(ScrutinyRefused, match=words):
        note_picture(shop, picture=file, **facts)
