"""Every look, export and hand-over is an entry that nobody changes, not even by SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from wangshi.accounts.policy import Refused
from wangshi.accounts.sentences import VERBS
from wangshi.evidence.models import CustodyEntry
from wangshi.evidence.selectors import (
    breaks,
    check_package,
    entries_of,
    exhibits_for,
    offered_exhibits,
)
from wangshi.evidence.services import (
    check_exhibit,
    decline,
    export,
    hand_over,
    look_at,
    recall,
    receive,
    require_open,
    seal_exhibit,
)
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.workflow import Act, EvidenceRefused, Export
from wangshi.shared.models import AuditRecord

from .conftest import AT, LATER

pytestmark = pytest.mark.django_db
TABLE = "evidence_custodyentry"
FORBIDDEN = (
    f"UPDATE {TABLE} SET reason = '改过'",
    f"DELETE FROM {TABLE}",
    f"UPDATE {TABLE} SET number = number + 1",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_or_drop_an_entry(exhibit, statement):
    before = list(CustodyEntry.objects.values())
    with pytest.raises(DatabaseError, match="只加不改"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(CustodyEntry.objects.values()) == before


def test_a_chain_changed_behind_the_database_is_told(exhibit):
    chain = entries_of(exhibit)
    assert list(breaks(chain)) == []
    chain[1].reason = "改过"
    assert list(breaks(chain)) == ["第 2 条被改过，或者和它前面那条接不上"]
    assert list(breaks(entries_of(exhibit)[1:])) == ["第 1 条不见了"]


def test_a_look_is_entered_and_opens_the_copy_to_its_own_account_for_half_an_hour(
    exhibit, officer, second, reviewer
):
    look = look_at(exhibit, reason="核对笔录", by=officer, at=AT)
    assert (look.act, look.by, look.reason) == (Act.VIEWED, officer, "核对笔录")
    assert require_open(look, by=officer, now=AT) == exhibit
    with pytest.raises(EvidenceRefused, match="半小时"):
        require_open(look, by=officer, now=LATER)
    with pytest.raises(Refused):
        require_open(look, by=reviewer, now=AT)


@pytest.mark.parametrize("reason", ["", "  ", "字" * 301])
def test_without_a_reason_nothing_is_shown_or_let_out(exhibit, officer, second, reason):
    before = CustodyEntry.objects.count()
    with pytest.raises(EvidenceRefused):
        look_at(exhibit, reason=reason, by=officer, at=AT)
    with pytest.raises(EvidenceRefused):
        export(exhibit, what=Export.WORKING, reason=reason, by=officer, at=AT)
    with pytest.raises(EvidenceRefused):
        hand_over(exhibit, to=second, reason=reason, by=officer, at=AT)
    assert CustodyEntry.objects.count() == before


def test_a_hand_over_names_both_hands_and_takes_the_right_along(exhibit, officer, second):
    assert exhibits_for(second).filter(pk=exhibit.pk).exists()  # the bureau sees its stations'
    offered = hand_over(exhibit, to=second, reason="移交执法大队", by=officer, at=AT)
    exhibit.refresh_from_db()
    assert (offered.act, exhibit.custodian) == (Act.OFFERED, officer)
    entry = receive(exhibit, by=second, at=AT)
    assert (entry.act, entry.reason) == (Act.HANDED_OVER, "移交执法大队")
    assert (entry.from_whom, entry.to_whom) == (officer, second)
    exhibit.refresh_from_db()
    assert (exhibit.custodian, exhibit.offered_to) == (second, None)
    with pytest.raises(EvidenceRefused, match="由周模拟来移交"):
        hand_over(exhibit, to=officer, reason="再要回来", by=officer, at=AT)


def test_whoever_receives_it_sees_it_also_from_another_unit(
    exhibit, officer, make_account, other_bureau
):
    other = make_account(
        "别处样例", *officer.roles, department=other_bureau, certificate_number="虚构-09"
    )
    assert not exhibits_for(other).exists()
    with pytest.raises(Refused):
        look_at(exhibit, reason="想看", by=other, at=AT)
    hand_over(exhibit, to=other, reason="移交文旅局", by=officer, at=AT)
    assert list(offered_exhibits(other)) == [exhibit]
    assert not exhibits_for(other).exists()
    receive(exhibit, by=other, at=AT)
    assert exhibits_for(other).get() == exhibit


def test_only_who_it_was_given_to_counts_it_in_and_only_once(exhibit, officer, second):
    with pytest.raises(Refused):
        receive(exhibit, by=second, at=AT)
    hand_over(exhibit, to=second, reason="移交", by=officer, at=AT)
    with pytest.raises(Refused):
        receive(exhibit, by=officer, at=AT)
    with pytest.raises(EvidenceRefused, match="还没有点收"):
        hand_over(exhibit, to=second, reason="又一次", by=officer, at=AT)
    receive(exhibit, by=second, at=AT)
    with pytest.raises(Refused):
        receive(exhibit, by=second, at=AT)


def test_what_is_declined_or_recalled_stays_with_its_keeper(exhibit, officer, second):
    hand_over(exhibit, to=second, reason="移交", by=officer, at=AT)
    with pytest.raises(EvidenceRefused, match="事由"):
        decline(exhibit, reason="", by=second, at=AT)
    declined = decline(exhibit, reason="校验值对不上", by=second, at=AT)
    hand_over(exhibit, to=second, reason="再移交", by=officer, at=AT)
    recalled = recall(exhibit, by=officer, at=AT)
    exhibit.refresh_from_db()
    assert (exhibit.custodian, exhibit.offered_to) == (officer, None)
    assert (declined.act, recalled.act) == (Act.DECLINED, Act.RECALLED)
    with pytest.raises(EvidenceRefused, match="没有交出去"):
        recall(exhibit, by=officer, at=AT)
    assert list(breaks(entries_of(exhibit))) == []


def test_of_a_keeper_whose_account_was_stopped_a_colleague_hands_over(exhibit, officer, second):
    hand_over(exhibit, to=second, reason="移交", by=officer, at=AT)
    receive(exhibit, by=second, at=AT)
    second.is_active = False
    second.save()
    hand_over(exhibit, to=officer, reason="原保管人调离", by=officer, at=AT)
    entry = receive(exhibit, by=officer, at=AT)
    assert (entry.from_whom, entry.to_whom) == (second, officer)


def test_a_check_is_entered_with_what_it_found(exhibit, officer):
    good = check_exhibit(exhibit, by=officer, at=AT)
    assert good.report.is_sound
    assert good.entry.facts["sound"] is True
    package = bytearray(package_path(exhibit.pk).read_bytes())
    package[package.index("根治".encode())] ^= 1
    package_path(exhibit.pk).write_bytes(package)
    bad = check_exhibit(exhibit, by=officer, at=AT)
    assert not bad.report.is_sound
    assert bad.entry.facts["sound"] is False
    assert "不通过" in bad.entry.facts["result"]


def test_a_package_that_is_gone_is_told_and_not_called_changed(exhibit, officer):
    package_path(exhibit.pk).unlink()
    with pytest.raises(EvidenceRefused, match="从备份恢复"):
        check_exhibit(exhibit, by=officer, at=AT)


def test_nothing_leaves_before_it_is_sealed(waiting, officer):
    with pytest.raises(EvidenceRefused, match="还没有封存好"):
        look_at(waiting, reason="急着看", by=officer, at=AT)
    assert seal_exhibit(waiting, at=AT).is_sealed


def test_looking_exporting_and_checking_leave_the_package_as_it_was(exhibit, officer):
    before = package_path(exhibit.pk).read_bytes()
    look_at(exhibit, reason="核对", by=officer, at=AT)
    export(exhibit, what=Export.EVIDENTIAL, reason="移送司法局", by=officer, at=AT)
    check_exhibit(exhibit, by=officer, at=AT)
    assert package_path(exhibit.pk).read_bytes() == before
    assert check_package(package_path(exhibit.pk)).is_sound


def test_every_act_stands_in_the_audit_record_in_words(exhibit, officer, second):
    look_at(exhibit, reason="核对", by=officer, at=AT)
    hand_over(exhibit, to=second, reason="移交", by=officer, at=AT)
    receive(exhibit, by=second, at=AT)
    verbs = set(AuditRecord.objects.values_list("verb", flat=True))
    assert {"evidence.taken", "evidence.sealed", "evidence.stamped"} <= verbs
    assert {"evidence.viewed", "evidence.handed_over"} <= verbs
    assert {verb for verb in verbs if verb.startswith("evidence.")} <= set(VERBS)
