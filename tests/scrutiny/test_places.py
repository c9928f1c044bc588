"""地址: hosts and how full they are; an operator's addresses and what is wrong with them."""

from datetime import date

import pytest
from django.utils import timezone

from tests.scrutiny.conftest import add_operator
from wangshi.scrutiny.selectors import host_states, premises_of
from wangshi.scrutiny.services import (
    PlaceDraft,
    PremiseDraft,
    declare_shared,
    end_premise,
    end_shared,
    note_premise,
)
from wangshi.scrutiny.workflow import ScrutinyRefused

SINCE, ON = date(2026, 1, 5), date(2026, 3, 2)
HOST = "拾穗县甲木镇虚构街88号"


def declare(officer, **facts):
    given = {"sort": "address", "value": HOST, "whose": "演示托管", "proof": "演示合同"}
    draft = PlaceDraft(**{**given, "since": SINCE, **facts})
    return declare_shared(draft, by=officer, at=timezone.now())


def note(firm, officer, **facts):
    given = {"kind": "place", "address": "甲木镇虚构街2号", "since": SINCE, "proof": "演示合同"}
    return note_premise(firm, PremiseDraft(**{**given, **facts}), by=officer, at=timezone.now())


def test_a_host_counts_who_is_registered_there_however_it_is_written(firm, officer):
    declare(officer, capacity=2)
    for number, address in enumerate((HOST, "甲木镇虚构街88号", "拾穗县甲木镇虚构街８８号")):
        add_operator(50 + number, address=address, phone="")
    add_operator(60, address="拾穗县乙水镇虚构街88号")
    (host,) = host_states(ON, {})
    assert (host.count, host.silent, host.is_over) == (3, 3, True)


def test_a_host_beyond_its_room_says_so_and_an_ended_one_is_gone(firm, officer):
    place = declare(officer, capacity=1)
    add_operator(50, address=HOST)
    lost = add_operator(51, address=HOST)
    (host,) = host_states(ON, {lost.pk: "演示"})
    assert (host.is_over, host.lost) == (True, 1)
    end_shared(place, reason="演示：搬走了", on=ON, by=officer)
    assert host_states(ON, {}) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"sort": "phone", "value": "样例"}, "电话要填"),
        ({"sort": "phone", "value": "16900001111", "capacity": 3}, "只有地址才填"),
        ({"whose": " "}, "是谁的"),
    ],
)
def test_a_wrong_shared_place_is_refused(county, officer, facts, words):
    with pytest.raises(ScrutinyRefused, match=words):
        declare(officer, **facts)


def test_a_place_is_declared_once(county, officer):
    declare(officer)
    with pytest.raises(ScrutinyRefused, match="登记过"):
        declare(officer)


def test_an_unlisted_place_is_told_with_its_article(firm, officer):
    note(firm, officer)
    (state,) = premises_of(firm, ON)
    assert [one.rule.key for one in state.faults] == ["unlisted"]
    assert str(state.faults[0].rule.citation) == "《个体工商户登记管理规定》第十二条"


def test_a_declared_host_is_no_seat_for_a_household(firm, officer):
    declare(officer, capacity=9)
    note(firm, officer, kind="seat", address="甲木镇虚构街88号", listed=True)
    (state,) = premises_of(firm, ON)
    assert [one.rule.key for one in state.faults] == ["cluster_seat"]


def test_a_place_no_longer_used_has_no_faults(firm, officer):
    premise = note(firm, officer)
    end_premise(premise, on=date(2026, 2, 1), by=officer)
    (state,) = premises_of(firm, ON)
    assert (state.stands, state.faults) == (False, ())
    with pytest.raises(ScrutinyRefused, match="已经记过"):
        end_premise(premise, on=ON, by=officer)


def test_an_address_is_noted_once_and_not_empty(firm, officer):
    note(firm, officer)
    with pytest.raises(ScrutinyRefused, match="登记过"):
        note(firm, officer)
    with pytest.raises(ScrutinyRefused, match="写地址"):
        note(firm, officer, address=" ")
