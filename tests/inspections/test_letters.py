"""致平台函: a numbered list, row by row from sent to corrected; overdue rows are named."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from wangshi.engine.supervision import standing_supervision
from wangshi.inspections.models import LetterAnswer, PlatformLetter
from wangshi.inspections.selectors import (
    default_answer_by,
    letter_rows,
    letters,
    offered_rows,
    overdue_counts,
    overdue_rows,
    row_states,
    waiting_rows,
)
from wangshi.inspections.services import LetterDraft, RowDraft, note_answer, send_letter
from wangshi.inspections.workflow import Answer, InspectionRefused
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
SENT, DUE = date(2026, 3, 2), date(2026, 3, 16)
LATER = date(2026, 3, 20)


def draft(*rows: RowDraft, **facts: object) -> LetterDraft:
    given = {"matter": "unlicensed", "demand": "请督促改正", "sent_on": SENT, "answer_by": DUE}
    return LetterDraft(**{**given, **facts}, rows=rows or (RowDraft("样例甲店", "没有亮照"),))


@pytest.fixture
def letter(county, platform, officer) -> Callable[..., PlatformLetter]:
    def make(*rows: RowDraft, **facts: object) -> PlatformLetter:
        return send_letter(platform, draft(*rows, **facts), by=officer, at=timezone.now())

    return make


def words(letter: PlatformLetter, today: date) -> list[str]:
    rows = letter_rows().filter(letter=letter).order_by("place")
    return [one.word for one in row_states(rows, today)]


def test_a_letter_and_its_rows_are_numbered(letter):
    sent = letter(RowDraft("样例甲店", "没有亮照"), RowDraft("样例乙店", "没有亮照"))
    assert sent.number == "拾市监函〔2026〕1号"
    assert [one.place for one in sent.rows.all()] == [1, 2]
    assert AuditRecord.objects.get(verb="platform_letter.sent").facts["rows"] == 2


def test_each_row_goes_its_own_way(letter, officer):
    sent = letter(RowDraft("样例甲店", "没有亮照"), RowDraft("样例乙店", "没有亮照"))
    first, second = sent.rows.all()
    assert words(sent, SENT) == ["已发出，等答复"] * 2
    assert words(sent, LATER) == ["逾期没有答复"] * 2
    note_answer(first, Answer.HELPED, on=LATER, by=officer, at=timezone.now())
    assert words(sent, LATER) == ["平台说已督促改正", "逾期没有答复"]
    assert [one.pk for one in overdue_rows(LATER)] == [second.pk]
    assert [one.pk for one in waiting_rows()] == [first.pk]
    note_answer(first, Answer.CORRECTED, on=LATER, by=officer, at=timezone.now())
    assert list(waiting_rows()) == []
    found = letters().get()
    assert (found.row_count, found.answered, found.corrected) == (2, 1, 1)
    assert overdue_counts([sent.platform], LATER) == {sent.platform_id: 1}


@pytest.mark.parametrize(
    ("kind", "on", "said", "expected"),
    [
        (Answer.REFUSED, LATER, "", "写一句情况"),
        (Answer.HELPED, date(2026, 3, 1), "", "日期要在"),
        (Answer.HELPED, date(2999, 1, 1), "", "日期要在"),
    ],
)
def test_what_cannot_have_come_is_refused(letter, officer, kind, on, said, expected):
    with pytest.raises(InspectionRefused, match=expected):
        note_answer(letter().rows.get(), kind, on=on, words=said, by=officer, at=timezone.now())


def test_a_corrected_row_is_closed(letter, officer):
    one = letter().rows.get()
    note_answer(one, Answer.CORRECTED, on=LATER, by=officer, at=timezone.now())
    with pytest.raises(InspectionRefused, match="已经复看改好"):
        note_answer(one, Answer.HELPED, on=LATER, by=officer, at=timezone.now())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"matter": "nothing"}, "没有这种事由"),
        ({"sent_on": date(2999, 1, 1), "answer_by": date(2999, 2, 1)}, "不能晚于今天"),
        ({"answer_by": SENT}, "之后"),
    ],
)
def test_a_letter_that_cannot_be_is_refused(letter, facts, expected):
    with pytest.raises(InspectionRefused, match=expected):
        letter(**facts)


def test_an_empty_list_or_another_platforms_shop_is_refused(
    county, platform, other_platform, shop, officer
):
    empty = LetterDraft("unlicensed", "请督促改正", SENT, DUE, ())
    with pytest.raises(InspectionRefused, match="名单是空的"):
        send_letter(platform, empty, by=officer, at=timezone.now())
    with pytest.raises(InspectionRefused, match="别的平台的店"):
        send_letter(
            other_platform,
            draft(RowDraft("样例甲店", "没有亮照", shop=shop)),
            by=officer,
            at=timezone.now(),
        )


def test_the_day_to_answer_by_counts_working_days():
    lost = standing_supervision().matter("lost_contact")
    assert default_answer_by(lost, date(2026, 9, 28)) == date(2026, 10, 10)


def test_shops_without_a_shown_licence_are_offered(platform, shop, other_platform):
    assert [one.shop for one in offered_rows(platform, "unlicensed", ())] == [shop]
    assert offered_rows(other_platform, "unlicensed", ()) == []


def test_a_letter_is_written_on_its_page_and_exported(client, county, platform, shop, officer):
    client.force_login(officer)
    here = f"/platforms/{platform.pk}/letters/new/unlicensed/"
    form = client.get(here).context["form"]
    given = {"mark": str(form["mark"].value()), "demand": form["demand"].value()}
    given |= {"sent_on": "2026-03-02", "answer_by": "2026-03-16"}
    assert "名单是空的" in client.post(here, given).content.decode()
    wrong = client.post(here, {**given, "others": "样例丙店 shop."})
    assert "第 1 行" in wrong.content.decode()
    lines = "样例丙店 https://chengji.invalid/3\n\n样例丁店"
    given |= {"shops": [f"s{shop.pk}"], "others": lines}
    answer = client.post(here, given)
    sent = PlatformLetter.objects.get()
    assert answer.url == f"/platform-letters/{sent.pk}/"
    assert [one.shop_name for one in sent.rows.all()] == ["样例甲店", "样例丙店", "样例丁店"]
    assert "样例丁店" in client.get(answer.url).content.decode()
    raw = b"".join(client.get(f"{answer.url}export.xlsx").streaming_content)
    sheet = load_workbook(BytesIO(raw)).active
    assert [cell.value for cell in sheet[2]][:2] == [1, "样例甲店"]
    assert "逾期没有答复" in client.get("/platform-letters/").content.decode()


def test_progress_is_noted_on_the_page_of_the_row(client, letter, officer):
    one = letter().rows.get()
    client.force_login(officer)
    here = f"/platform-letter-rows/{one.pk}/"
    assert client.post(here, {"mark": ""}).status_code == 422
    mark = str(client.get(here).context["form"]["mark"].value())
    given = {"mark": mark, "kind": "refused", "on": f"{LATER}"}
    assert "写一句情况" in client.post(here, given).content.decode()
    assert client.post(here, {**given, "words": "样例：没有回音"}).status_code == 302
    assert LetterAnswer.objects.get().words == "样例：没有回音"
    assert "没有回音" in client.get(here).content.decode()


def test_the_list_asks_as_often_for_many_rows(
    client, letter, officer, django_assert_max_num_queries
):
    client.force_login(officer)
    for place in range(3):
        letter(*(RowDraft(f"样例{place}{n}店", "没有亮照") for n in range(4)))
    client.get("/platform-letters/")
    with django_assert_max_num_queries(30):
        client.get("/platform-letters/")
    assert PlatformLetter.objects.count() == 3
