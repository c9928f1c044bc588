"""专用信函: the second fifteen to thirty days after the first; nobody signed twice means lost."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests.scrutiny.conftest import add_operator, look
from wangshi.engine.deadlines import due_on
from wangshi.scrutiny.models import ContactLetter, Suspicion
from wangshi.scrutiny.selectors import contact_state, contact_states, letters_of, lost_operators
from wangshi.scrutiny.services import LetterDraft, note_letter_result, send_contact_letter
from wangshi.scrutiny.workflow import Contact, LetterResult, ScrutinyRefused

FIRST = date(2026, 3, 2)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


@pytest.fixture
def post(firm, officer):
    def send(day: date, **facts: str) -> ContactLetter:
        given = {"address": firm.address, "postal_number": "演示001", "why": "演示：电话停机"}
        draft = LetterDraft(**{**given, **facts}, sent_on=day)
        return send_contact_letter(firm, draft, by=officer, at=at(day))

    return send


@pytest.fixture
def back(officer):
    def note(letter: ContactLetter, result: LetterResult, day: date) -> ContactLetter:
        facts = {"on": day, "words": "演示：原址查无此人"}
        return note_letter_result(letter, result, **facts, by=officer, at=at(day))

    return note


def came_back(days: int = 5) -> date:
    return FIRST + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "contact"),
    [
        (14, Contact.TOO_EARLY),
        (15, Contact.SECOND_DUE),
        (30, Contact.SECOND_DUE),
        (31, Contact.LAPSED),
    ],
)
def test_the_window_of_the_second_letter(firm, post, back, days, contact):
    back(post(FIRST), LetterResult.UNSIGNED, came_back())
    state = contact_state(letters_of(firm), FIRST + timedelta(days=days))
    assert state.contact is contact


def test_two_letters_nobody_signed_mean_lost_and_start_the_clock(firm, post, back, officer):
    back(post(FIRST), LetterResult.UNSIGNED, came_back())
    second = post(came_back(15))
    assert second.follows.number == "拾市监信〔2026〕1号"
    back(second, LetterResult.UNSIGNED, came_back(20))
    state = contact_state(letters_of(firm), came_back(21))
    assert state.contact is Contact.LOST
    assert state.listing.due_on == due_on("abn_list_lost", came_back(20))
    assert "都无人签收" in lost_operators(came_back(21))[firm.pk]
    look(officer)
    assert Suspicion.objects.get().reason == "unreachable"


def test_a_letter_too_early_or_out_of_turn_is_refused_with_the_days(post, back):
    first = post(FIRST)
    with pytest.raises(ScrutinyRefused, match="还没有结果"):
        post(came_back(15))
    back(first, LetterResult.UNSIGNED, came_back())
    with pytest.raises(ScrutinyRefused, match="2026-03-17 到 2026-04-01 之间"):
        post(came_back(14))


def test_a_second_letter_too_late_is_a_first_one_again(post, back):
    back(post(FIRST), LetterResult.UNSIGNED, came_back())
    assert post(came_back(40)).follows is None


def test_one_signed_letter_means_reached(firm, post, back):
    back(post(FIRST), LetterResult.SIGNED, came_back())
    assert contact_state(letters_of(firm), came_back(90)).contact is Contact.REACHED
    assert lost_operators(came_back(90)) == {}


def test_a_result_is_noted_once_with_words_and_not_before_the_letter(post, back, officer):
    letter = post(FIRST)
    with pytest.raises(ScrutinyRefused, match="日期要在"):
        back(letter, LetterResult.SIGNED, FIRST - timedelta(days=1))
    with pytest.raises(ScrutinyRefused, match="写一句"):
        note_letter_result(letter, LetterResult.SIGNED, on=FIRST, by=officer, at=at(FIRST))
    back(letter, LetterResult.SIGNED, FIRST)
    with pytest.raises(ScrutinyRefused, match="不能再改"):
        back(letter, LetterResult.UNSIGNED, FIRST)


@pytest.mark.parametrize(
    ("facts", "words"), [({"address": " "}, "没有登记的地址"), ({"postal_number": ""}, "邮件号")]
)
def test_a_letter_needs_an_address_and_its_number(post, facts, words):
    with pytest.raises(ScrutinyRefused, match=words):
        post(FIRST, **facts)


def test_who_has_been_cancelled_is_not_written_to(firm, post):
    firm.status = "cancelled"
    firm.save()
    with pytest.raises(ScrutinyRefused, match="注销"):
        post(FIRST)


def test_the_list_begins_with_who_is_due(firm, officer, post, back):
    other = add_operator(2)
    draft = LetterDraft(other.address, "演示002", "演示", FIRST)
    send_contact_letter(other, draft, by=officer, at=at(FIRST))
    back(post(FIRST), LetterResult.UNSIGNED, came_back())
    states = contact_states(came_back(16))
    assert [(one.pk, state.contact) for one, state in states] == [
        (firm.pk, Contact.SECOND_DUE),
        (other.pk, Contact.FIRST_SENT),
    ]
