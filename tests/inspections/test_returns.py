"""平台报送: rows come in once, wrong ones are named, and what changed is told."""

import pytest
from django.utils import timezone

from wangshi.inspections.models import IdentityReturn, ReturnRow
from wangshi.inspections.selectors import (
    Part,
    Timeliness,
    changes,
    days_late,
    difference,
    part,
    silent_platforms,
    timeliness,
    window_of,
)
from wangshi.inspections.services import issue_receipt, rows_digest
from wangshi.shared import imports
from wangshi.shared.audit import check_chain
from wangshi.shared.models import AuditRecord

from .conftest import CODE, OTHER_CODE, OTHER_PERSON, PERSON, counts, row, table, the_return

pytestmark = pytest.mark.django_db
FARM = "个人销售自产农副产品"


def test_a_return_keeps_who_where_and_how_to_be_reached(send, platform, shop, town):
    batch = send(
        table(row("虚构商行", "样例甲店", code=CODE), row("试填人", "乙店", person=PERSON))
    )
    assert (batch.state, counts(batch)) == ("done", (2, 0, 0, 0))
    sent = the_return(platform=platform, kind="shops", year=2026, month=7)
    first, second = sent.rows.all()
    assert (first.uscc, first.shop, first.town) == (CODE, shop, town)
    assert (second.uscc, second.id_shown, len(second.person_key)) == (
        "",
        f"990***********{PERSON[-4:]}",
        64,
    )


def test_an_identity_number_is_never_kept_whole(send):
    send(table(row("试填人", "乙店", person=PERSON)))
    kept = ReturnRow.objects.values().get()
    assert PERSON not in str(kept)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (row("虚构商行", "甲", code=CODE[:-1] + ("0" if CODE[-1] != "0" else "1")), "校验码"),
        (row("试填人", "甲", person=PERSON[:-1] + ("0" if PERSON[-1] != "0" else "1")), "校验码"),
        (row("试填人", "甲"), "都没有填"),
        (row("", "甲", code=CODE), "没有填名称"),
        (row("虚构商行", "甲", code=CODE, url="https://lanpu.invalid/1"), "蓝铺商城（演示）报送"),
        (row("虚构商行", "甲", code=CODE, url="https://other.invalid/1"), "chengji.invalid"),
        (row("虚构商行", "甲", code=CODE, platform="蓝铺商城"), "别的平台的另开一份"),
        (row("虚构商行", "长" * 121, code=CODE), "最多 120 个"),
    ],
)
def test_a_wrong_row_is_refused_and_says_what_to_do(send, other_platform, line, words):
    batch = send(table(row("虚构商行二", "乙店", code=OTHER_CODE), line))
    assert counts(batch) == (1, 0, 0, 1)
    fault = batch.faults.get(taken=False)
    assert words in fault.message
    assert fault.row_number == 3


def test_a_wrong_identity_number_is_masked_where_it_is_shown(send):
    wrong = PERSON[:-1] + ("0" if PERSON[-1] != "0" else "1")
    batch = send(table(row("试填人", "甲", person=wrong)))
    assert wrong not in batch.faults.get().value


def test_the_same_shop_twice_in_a_file_is_taken_once(send):
    content = table(row("虚构商行", "甲", code=CODE), row("虚构商行二", "甲", code=OTHER_CODE))
    batch = send(content)
    assert counts(batch) == (1, 0, 0, 1)
    assert "第 2 行是同一家" in batch.faults.get().message
    again = send(content)
    assert counts(again) == (0, 0, 1, 1)
    assert ReturnRow.objects.get().uscc == CODE


def test_the_same_file_again_changes_nothing_and_a_mended_one_only_its_row(send):
    rows = [row("虚构商行", "甲", code=CODE), row("试填人", "乙", person=PERSON)]
    send(table(*rows))
    assert counts(send(table(*rows))) == (0, 0, 2, 0)
    mended = send(table(rows[0], row("试填人", "乙", person=PERSON, turnover="5000")))
    assert counts(mended) == (0, 1, 1, 0)
    assert IdentityReturn.objects.count() == 1


def test_a_trial_run_counts_and_writes_nothing(send, officer, platform):
    given = {"platform": str(platform.pk), "kind": "shops", "window": "2026-07"}
    given |= {"origin": "province", "reported_on": ""}
    batch = imports.open_batch(
        "returns",
        [table(row("虚构商行", "甲", code=CODE))],
        file_name="样例.csv",
        options=given,
        by=officer,
        at=timezone.now(),
    )
    assert counts(imports.check(batch.pk)) == (1, 0, 0, 0)
    assert IdentityReturn.objects.count() == 0


def test_what_the_law_asks_for_and_is_not_there_is_to_be_sent_later(send):
    batch = send(table(row("试填人", "甲", person=PERSON, address="", phone="12")))
    assert counts(batch) == (1, 0, 0, 0)
    lacking = ReturnRow.objects.get().lacking
    assert lacking == ["实际经营地址", "打得通的联系方式", "免于登记情形的自我声明"]
    assert batch.faults.filter(taken=True).count() == 3


def test_what_was_added_left_and_changed_since_the_window_before_is_told(send):
    send(
        table(
            row("虚构商行", "甲", code=CODE),
            row("试填人", "乙", person=PERSON, ground=FARM),
            row("别的试填人", "丙", person=OTHER_PERSON, ground=FARM),
        ),
        window="2026-01",
        reported_on="2026-01-20",
    )
    send(
        table(
            row("虚构商行", "甲", code=CODE),
            row("试填人", "乙", person=PERSON, ground=FARM, phone="0916-7654321"),
            row("虚构商行二", "丁", code=OTHER_CODE),
        )
    )
    sent = the_return(month=7)
    compared = difference(sent)
    assert (compared.added, compared.changed, compared.left) == (1, 1, 1)
    changed = part(sent, compared.before, Part.CHANGED)
    (cells,) = changes(changed, compared.before).values()
    assert [(one.title, one.before, one.after) for one in cells] == [
        ("联系方式", "0916-1234567", "0916-7654321")
    ]
    assert part(sent, compared.before, Part.LEFT).get().shop_name == "丙"


@pytest.mark.parametrize(
    ("reported_on", "expected", "days"),
    [
        ("2026-07-31", Timeliness.ON_TIME, 0),
        ("2026-08-03", Timeliness.LATE, 3),
        ("", Timeliness.UNKNOWN, 0),
    ],
)
def test_a_return_is_late_by_the_day_the_platform_handed_it_over(send, reported_on, expected, days):
    send(table(row("虚构商行", "甲", code=CODE)), reported_on=reported_on)
    assert (timeliness(the_return()), days_late(the_return())) == (expected, days)


def test_a_platform_with_shops_and_no_return_is_named(send, shop, other_platform):
    assert list(silent_platforms(window_of("2026-07"))) == [shop.platform]
    send(table(row("虚构商行", "甲", code=CODE)))
    assert list(silent_platforms(window_of("2026-07"))) == []


def test_a_receipt_stands_in_the_audit_chain_and_the_same_rows_have_one(send, officer):
    send(table(row("虚构商行", "甲", code=CODE), row("试填人", "乙")))
    at = timezone.now()
    receipt = issue_receipt(the_return(), by=officer, at=at)
    assert (receipt.rows, receipt.refused) == (1, 1)
    assert issue_receipt(the_return(), by=officer, at=at) == receipt
    line = AuditRecord.objects.get(verb="return.receipted")
    assert line.facts["sha256"] == receipt.digest
    assert check_chain() == ()
    send(table(row("虚构商行", "甲", code=CODE, phone="0916-7654321")))
    assert rows_digest(the_return())[0] != receipt.digest
    assert issue_receipt(the_return(), by=officer, at=at).number != receipt.number


def test_a_grid_member_may_not_bring_a_return_in(client, grid_member):
    client.force_login(grid_member)
    assert client.get("/imports/new/returns/").status_code == 404
    assert client.get("/returns/").status_code == 404


def test_a_day_before_the_window_is_refused_in_plain_words(platform):
    form = imports.importer_for("returns").form(
        {
            "platform": str(platform.pk),
            "kind": "shops",
            "window": "2026-07",
            "origin": "province",
            "reported_on": "2026-06-30",
        }
    )
    assert not form.is_valid()
    assert "2026-07-01" in str(form.errors["reported_on"])


LIVE = "姓名,身份证件号码,统一社会信用代码,经常居住地址,联系方式,直播账号,所属机构,职业职务"


def test_live_rooms_and_marketers_are_lists_of_their_own(send):
    room = f"{LIVE}\n虚构商行,,{CODE},虚构街 1 号,0916-1234567,样例号,,"
    people = (
        f"{LIVE}\n试填人,{PERSON},,虚构街 2 号,13800000000,,虚构机构,助农主播\n"
        f"别的试填人,{OTHER_PERSON},,虚构街 3 号,13800000000,,,"
    )
    assert send(room.encode(), kind="rooms").preset == "return_live"
    assert counts(send(people.encode(), kind="marketers")) == (2, 0, 0, 0)
    assert the_return(kind="rooms").rows.get().account_id == "样例号"
    first, second = the_return(kind="marketers").rows.all()
    assert (first.agency, first.qualification, first.lacking) == ("虚构机构", "助农主播", [])
    assert second.lacking == ["所属直播营销人员服务机构"]
