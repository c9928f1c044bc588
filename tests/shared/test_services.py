"""The verbs every room uses: a record, an attachment, a kept form, a form taken once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wangshi.shared import services
from wangshi.shared.models import AuditRecord, KeptForm, Submission
from wangshi.shared.services import (
    attach,
    attachment_path,
    first_time,
    keep_form,
    label,
    plain,
    record,
    take_kept_form,
)

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TYPED = {"title": ["试填"], "towns": ["1", "2"]}


class Fruit(StrEnum):
    TEA = "tea"


def test_a_record_says_who_did_what_to_which(officer, town):
    line = record(officer, "town.edited", town, name="甲木镇")
    kept = AuditRecord.objects.get()
    assert kept == line
    assert (kept.sequence, kept.actor_id, kept.actor_name) == (1, officer.pk, "李示范")
    assert (kept.verb, kept.subject) == ("town.edited", f"accounts.town:{town.pk}")
    assert kept.facts == {"name": "甲木镇"}


def test_what_nobody_did_was_done_by_the_system(db):
    assert record(None, "import.finished", "shared.importbatch:1").actor_name == "系统"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Fruit.TEA, "tea"),
        (date(2026, 3, 2), "2026-03-02"),
        (AT, "2026-03-02T01:00:00+00:00"),
        (Decimal("12.50"), "12.50"),
        ((1, [2]), [1, [2]]),
        ({3: {"a": None}}, {"3": {"a": None}}),
        (True, True),
        (0.5, 0.5),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (10**18, 10**18),
        ("a\x00b", "a\ufffdb"),
        ({"k\x00": "\ud800"}, {"k\ufffd": "\ufffd"}),
    ],
)
def test_a_fact_is_kept_as_both_databases_know_it(value, kept):
    assert plain(value) == kept
    assert type(plain(value)) is type(kept)


def test_a_record_among_the_facts_is_kept_by_its_name(town):
    assert plain({"town": town}) == {"town": label(town)}


def test_the_bytes_of_an_attachment_stand_once(officer, town):
    first, second = (
        attach(SimpleUploadedFile(name, b"same bytes"), to=town, by=officer, at=AT)
        for name in ("照片.jpg", "照片副本.jpg")
    )
    assert first.sha256 == second.sha256
    assert attachment_path(first.sha256).read_bytes() == b"same bytes"
    assert list(attachment_path(first.sha256).parent.iterdir()) == [attachment_path(first.sha256)]
    assert (first.owner, first.size, first.added_by_id) == (label(town), 10, officer.pk)


def test_a_kept_form_is_given_back_once_and_only_to_its_page(db):
    token = keep_form("/clues/new/", TYPED, AT)
    assert take_kept_form(token, "/elsewhere/") is None
    assert take_kept_form(token, "/clues/new/") == TYPED
    assert take_kept_form(token, "/clues/new/") is None


def test_a_kept_form_is_given_back_to_whoever_typed_it(db):
    token = keep_form("/clues/new/", TYPED, AT, account_id=7)
    assert take_kept_form(token, "/clues/new/", account_id=8) is None
    assert take_kept_form(token, "/clues/new/") is None
    assert take_kept_form(token, "/clues/new/", account_id=7) == TYPED


def test_forms_nobody_came_back_for_are_dropped_after_a_day(db):
    keep_form("/old/", TYPED, AT - timedelta(days=2))
    keep_form("/new/", TYPED, AT)
    assert list(KeptForm.objects.values_list("path", flat=True)) == ["/new/"]


def test_forms_do_not_pile_up_however_many_are_sent(db, monkeypatch):
    monkeypatch.setattr(services, "KEPT_FORMS", 3)
    for number in range(6):
        keep_form(f"/{number}/", TYPED, AT)
    assert list(KeptForm.objects.values_list("path", flat=True)) == ["/3/", "/4/", "/5/"]


def test_a_form_sent_twice_acts_once(officer):
    assert first_time("a-mark", by=officer, outcome="/clues/1/", at=AT)
    assert not first_time("a-mark", by=officer, outcome="/clues/2/", at=AT)
    assert Submission.objects.get().outcome == "/clues/1/"
