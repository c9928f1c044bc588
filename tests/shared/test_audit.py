"""Attacks on the chain, made with plain SQL, and records made by many at once."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from wangshi.accounts.permissions import Role
from wangshi.accounts.services import TownFacts, edit_town
from wangshi.shared import audit
from wangshi.shared.audit import ANCHOR_FILE, Link, Words, check_chain, link, spell
from wangshi.shared.models import AuditRecord
from wangshi.shared.services import plain, record

TEN = 10


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def written(number: int = TEN) -> None:
    """Records as the house writes them, each in a transaction of its own."""
    for count in range(number):
        record(None, "clue.reported", f"cases.clue:{count}", harm=count % 3, words="熟食无证")


def words_of(row: AuditRecord) -> Words:
    return Words(
        row.sequence, row.at, row.actor_id, row.actor_name, row.verb, row.subject, row.facts
    )


def forge_from(first: int, last: int = TEN, *, head: bool = True) -> None:
    """Chain the records anew from `first` on, and move the head along: all that SQL can do."""
    before = AuditRecord.objects.filter(sequence=first - 1).first()
    digests = Link(before.sha256, before.sm3) if before else Link("", "")
    for row in AuditRecord.objects.filter(sequence__gte=first).order_by("sequence"):
        digests = link(words_of(row), digests)
        sql(
            "UPDATE shared_auditrecord SET sha256 = %s, sm3 = %s WHERE sequence = %s",
            digests.sha256,
            digests.sm3,
            row.sequence,
        )
    if head:
        sql(
            "UPDATE shared_audithead SET sequence = %s, sha256 = %s, sm3 = %s",
            last,
            digests.sha256,
            digests.sm3,
        )


def edit_words() -> None:
    sql("UPDATE shared_auditrecord SET verb = 'clue.decided' WHERE sequence = 5")


def edit_facts() -> None:
    sql("UPDATE shared_auditrecord SET facts = %s WHERE sequence = 5", json.dumps({"harm": 0}))


def edit_a_digest() -> None:
    sql("UPDATE shared_auditrecord SET sm3 = sha256 WHERE sequence = 5")


def edit_the_last() -> None:
    sql("UPDATE shared_auditrecord SET actor_name = '别人' WHERE sequence = 10")


def edit_and_seal_again() -> None:
    edit_words()
    row = AuditRecord.objects.get(sequence=5)
    before = AuditRecord.objects.get(sequence=4)
    now = link(words_of(row), Link(before.sha256, before.sm3))
    sql(
        "UPDATE shared_auditrecord SET sha256 = %s, sm3 = %s WHERE sequence = 5",
        *vars(now).values(),
    )


def delete_the_first() -> None:
    sql("DELETE FROM shared_auditrecord WHERE sequence = 1")


def delete_one() -> None:
    sql("DELETE FROM shared_auditrecord WHERE sequence = 5")


def delete_the_last() -> None:
    sql("DELETE FROM shared_auditrecord WHERE sequence = 10")


def delete_all() -> None:
    sql("DELETE FROM shared_auditrecord")


def delete_all_with_the_head() -> None:
    sql("DELETE FROM shared_auditrecord")
    sql("DELETE FROM shared_audithead")


def delete_the_last_and_move_the_head() -> None:
    delete_the_last()
    nine = AuditRecord.objects.get(sequence=9)
    sql("UPDATE shared_audithead SET sequence = 9, sha256 = %s, sm3 = %s", nine.sha256, nine.sm3)


def renumber() -> None:
    delete_one()
    for number in range(6, 11):
        sql("UPDATE shared_auditrecord SET sequence = %s WHERE sequence = %s", number - 1, number)


def renumber_one() -> None:
    sql("UPDATE shared_auditrecord SET sequence = 99 WHERE sequence = 5")


def swap() -> None:
    for old, new in ((5, 500), (6, 5), (500, 6)):
        sql("UPDATE shared_auditrecord SET sequence = %s WHERE sequence = %s", new, old)


def insert_one_more(number: int = TEN + 1) -> None:
    columns = "at, actor_name, verb, subject, facts, sha256, sm3"
    sql(
        f"INSERT INTO shared_auditrecord (sequence, {columns})"
        f" SELECT %s, {columns} FROM shared_auditrecord WHERE sequence = %s",
        number,
        number - 1,
    )


def edit_and_forge_the_rest() -> None:
    edit_words()
    forge_from(5)


def delete_renumber_and_forge() -> None:
    renumber()
    forge_from(5, last=9)


ATTACKS: tuple[tuple[Callable[[], None], int], ...] = (
    (edit_words, 5),
    (edit_facts, 5),
    (edit_a_digest, 5),
    (edit_the_last, 10),
    (edit_and_seal_again, 5),  # noted outside; the one after it no longer fits either
    (delete_the_first, 1),
    (delete_one, 5),
    (delete_the_last, 10),
    (delete_all, 1),
    (delete_all_with_the_head, 1),  # only what was noted outside the database still knows
    (delete_the_last_and_move_the_head, 10),
    (renumber, 5),
    (renumber_one, 5),
    (swap, 5),
    (insert_one_more, 11),
    (edit_and_forge_the_rest, 5),  # the chain fits; the notes outside do not
    (delete_renumber_and_forge, 5),
)


@pytest.mark.django_db(transaction=True)
def test_an_untouched_chain_has_no_break():
    written()
    assert check_chain() == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("attack", "first"), ATTACKS, ids=[a.__name__ for a, _ in ATTACKS])
@pytest.mark.parametrize("chunk", [audit.CHUNK, 3], ids=["one chunk", "many chunks"])
def test_every_change_made_with_sql_is_found_and_named(attack, first, chunk, monkeypatch):
    monkeypatch.setattr(audit, "CHUNK", chunk)
    written()
    attack()
    found = check_chain()
    assert found[0].sequence == first
    assert f"第 {first} " in found[0].message


@pytest.mark.django_db(transaction=True)
def test_without_the_notes_a_whole_forgery_would_pass():
    """The break-it-once of the two rows above: it is the notes outside that find them."""
    written()
    edit_and_forge_the_rest()
    (settings.WANGSHI_HOME / ANCHOR_FILE).unlink()
    assert check_chain() == ()


@pytest.mark.django_db(transaction=True)
def test_many_breaks_are_named_up_to_a_limit():
    written()
    sql("UPDATE shared_auditrecord SET verb = 'x.y'")
    found = check_chain(limit=3)
    assert [place.sequence for place in found] == [1, 2, 3, 4]
    assert "还有" in found[-1].message


@pytest.mark.django_db(transaction=True)
def test_a_torn_note_is_named_and_does_not_stop_the_check():
    written()
    with (settings.WANGSHI_HOME / ANCHOR_FILE).open("a") as file:
        file.write('{"n": 3, "sha\n')
    assert [place.message for place in check_chain()] == ["库外留底第 11 行残缺，读不出来"]


@pytest.mark.django_db(transaction=True)
def test_notes_far_out_of_order_are_compared_all_the_same(monkeypatch):
    monkeypatch.setattr(audit, "CHUNK", 2)
    monkeypatch.setattr(audit, "OUT_OF_ORDER", 0)
    written()
    path = settings.WANGSHI_HOME / ANCHOR_FILE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[1:], lines[0]]) + "\n")
    assert check_chain() == ()
    sql("DELETE FROM shared_auditrecord WHERE sequence > 1")
    sql("UPDATE shared_auditrecord SET verb = 'x.y'")
    forge_from(1, last=1)
    assert 1 in {place.sequence for place in check_chain()}


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain_without_gap_or_fork():
    def write(name: str) -> None:
        for count in range(8):
            record(None, "clue.reported", f"cases.clue:{name}-{count}")
        connection.close()

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(AuditRecord.objects.values_list("sequence", flat=True)) == list(range(1, 33))
    assert check_chain() == ()


def write_and_fail() -> None:
    with transaction.atomic():
        record(None, "clue.reported", "cases.clue:9")
        raise InterruptedError


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_neither_record_nor_note():
    written(2)
    with pytest.raises(InterruptedError):
        write_and_fail()
    written(1)
    assert AuditRecord.objects.count() == 3
    assert check_chain() == ()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_recorded_is_not_done(town, make_account):
    """Somebody has put a row where the next one belongs."""
    written(1)
    insert_one_more(2)
    by = make_account("管理样例", Role.SYSTEM_ADMIN)
    with pytest.raises(IntegrityError):
        edit_town(town, TownFacts("改了名的镇", 1, 1), by=by)
    town.refresh_from_db()
    assert town.name == "甲木镇"


FACTS = (
    {"price": 0.1, "whole": 1.0, "large": 1e16, "larger": 1.5e300, "small": 5e-324, "zero": -0.0},
    {"count": 2**63, "more": -(10**40), "flag": True, "none": None, "round": 1000},
    {"名": "食品🍜𠮷", "z": {"b": [1, [2.50, {"c": "\u2028"}]], "a": "é / é"}, "a": ""},
    {"cut": "a\x00b", "half": "\ud83d", "nan": float("nan"), "far": float("inf")},
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("facts", FACTS)
def test_the_seal_survives_the_database(facts):
    record(None, "clue.reported", "cases.clue:1", **facts)
    assert check_chain() == ()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@tried(deadline=None, max_examples=60)
@given(st.dictionaries(st.text(max_size=6), ANYTHING, max_size=5))
def test_the_spelling_is_the_same_after_a_trip_through_json(facts):
    kept = plain(facts)
    assert spell(json.loads(json.dumps(kept))) == spell(kept)


@pytest.mark.django_db(transaction=True)
@tried(deadline=None, max_examples=25)
@given(st.dictionaries(st.text(max_size=6), ANYTHING, max_size=5))
def test_the_seal_survives_the_database_whatever_the_facts(facts):
    AuditRecord.objects.all().delete()
    sql("DELETE FROM shared_audithead")
    path = settings.WANGSHI_HOME / ANCHOR_FILE
    path.unlink(missing_ok=True)
    record(None, "clue.reported", "cases.clue:1", what=facts)
    assert check_chain() == ()


def test_one_and_true_and_the_word_one_are_spelled_differently():
    assert len({spell(1), spell(True), spell("1"), spell([1]), spell(None), spell("")}) == 6


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1, "1e0"),
        (1.0, "1e0"),
        (1000, "1e3"),
        (-2.50, "-25e-1"),
        (1e16, "1e16"),
    ],
)
def test_a_number_is_spelled_by_its_value(value, spelled):
    assert spell(value) == spelled


def test_each_word_of_a_record_is_sealed(db):
    words = words_of(record(None, "clue.reported", "cases.clue:1", harm=1))
    sealed = link(words, Link("", ""))
    changes = {
        "sequence": 2,
        "actor_id": 1,
        "actor_name": "别人",
        "verb": "v",
        "subject": "s",
        "facts": {},
    }
    for name, value in changes.items():
        assert link(replace(words, **{name: value}), Link("", "")) != sealed, name
