"""Pages of the programme: one good way and one refusal each."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.programme.conftest import ROWS, TEXT, workbook
from tests.programme.test_tasks import done
from wangshi.programme.models import Assessment, JointMeeting, Plan, ScoreSheet, Task

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = timezone.localdate()


@pytest.fixture
def at_office(client, office) -> Client:
    client.force_login(office)
    return client


def send(client, where, *args, mark="m1", **fields):
    return client.post(reverse(where, args=args), {"mark": mark, **fields})


def page(client, name, *args, **asked) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_any_plan_the_page_says_what_to_do(at_office):
    assert "还没有方案" in page(at_office, "programme")


def test_a_plan_is_imported_adopted_and_broken_into_tasks(at_office, travel, town_office):
    file = SimpleUploadedFile("方案.txt", TEXT.encode())
    answer = send(at_office, "plan-new", file=file)
    plan = Plan.objects.get()
    assert answer.url == reverse("plan", args=[plan.pk])
    shown = page(at_office, "plan", plan.pk)
    assert "增长没有写基数" in shown
    assert "“林业局”对不上" in shown
    send(at_office, "plan-adopt", plan.pk, on=TODAY.isoformat(), mark="m2")
    at_office.post(reverse("plan-issue", args=[plan.pk]))
    assert "在线旅游" in page(at_office, "tasks")


def test_what_is_no_plan_is_refused_on_the_page(at_office):
    answer = send(at_office, "plan-new", file=SimpleUploadedFile("x.pdf", b"%PDF-1.4"))
    assert answer.status_code == 422
    assert "这是 PDF" in answer.content.decode()


def test_a_word_file_is_read(at_office, travel, town_office):
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT.splitlines())
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{ns}">{lines}</w:document>')
    send(at_office, "plan-new", file=SimpleUploadedFile("方案.docx", content.getvalue()))
    assert Plan.objects.get().clauses.get(path="二(一)2").leads == ["文旅局"]


def test_a_clause_is_corrected_beside_its_words(at_office, draft):
    clause = draft.clauses.get(path="二(一)2")
    given = {"heading": clause.title, "leads": "文旅局、市场监管局", "reason": "办公室定的"}
    send(at_office, "clause-correct", clause.pk, **given)
    assert "写了 2 个牵头" in page(at_office, "clause", clause.pk)
    wrong = send(at_office, "clause-correct", clause.pk, mark="m2", first_on="2026-02-01", **given)
    assert wrong.status_code == 422


def test_a_second_click_acts_once(at_office, travel, town_office):
    for _ in range(2):
        send(at_office, "plan-new", file=SimpleUploadedFile("方案.txt", TEXT.encode()))
    assert Plan.objects.count() == 1


def test_a_unit_signs_hands_in_and_reports(client, travel_task, traveller):
    client.force_login(traveller)
    assert "签收任务" in page(client, "task", travel_task.pk)
    send(client, "task-receive", travel_task.pk)
    early = send(client, "task-report", travel_task.pk, words="做完了", mark="m2")
    assert (early.status_code, "先交佐证" in early.content.decode()) == (422, True)
    file = SimpleUploadedFile("签到.txt", b"sample")
    send(client, "task-proof", travel_task.pk, name="签到表", happened_on=TODAY.isoformat(),
         file=file, mark="m3")  # fmt: skip
    send(client, "task-report", travel_task.pk, words="做完了", mark="m4")
    shown = page(client, "task", travel_task.pk)
    assert "报了完成，等验收" in shown
    assert "签到.txt" in shown
    assert "验收任务" not in shown


def test_the_page_of_a_unit_shows_what_it_owes(client, travel_task, traveller, travel):
    client.force_login(traveller)
    assert "牵头 1 项" in page(client, "unit", travel.pk)


def test_a_meeting_is_called_minuted_and_its_decision_followed(at_office, plan, travel):
    body = plan.clauses.get(path="二(一)1").bodies.get()
    send(at_office, "meeting-new", body=body.pk, kind="regular", planned_on=TODAY.isoformat(),
         agenda="样例议题")  # fmt: skip
    meeting = JointMeeting.objects.get()
    given = {"held_on": TODAY.isoformat(), "present": [travel.pk], "minutes": "样例纪要"}
    send(at_office, "meeting-minutes", meeting.pk, mark="m2", **given)
    send(at_office, "meeting-decide", meeting.pk, mark="m3", what="列名录",
         department=travel.pk, due_on=TODAY.isoformat())  # fmt: skip
    decision = meeting.decisions.get()
    send(at_office, "decision-follow", decision.pk, mark="m4", words="列完", finished="on")
    assert "办完了" in page(at_office, "meeting", meeting.pk)
    assert "今年开了 1 次" in page(at_office, "programme")


def test_a_round_finds_something_and_waits_for_the_unit(at_office, plan, travel):
    send(at_office, "round-new", kind="supervision", name="样例督查", on=TODAY.isoformat())
    made = plan.rounds.get()
    send(at_office, "finding-new", made.pk, mark="m2", department=travel.pk, words="没对上",
         due_on=TODAY.isoformat())  # fmt: skip
    assert "还没报整改" in page(at_office, "round", made.pk)
    assert "1 个问题没改好" in page(at_office, "programme")


def test_a_sheet_is_imported_and_an_assessment_opened_against_it(at_office, tasks, tmp_path):
    file = SimpleUploadedFile("表.xlsx", workbook(ROWS, tmp_path / "s.xlsx"))
    given = {"name": "样例表", "issued": "虚构", "pass_total": 85, "pass_rate": 80}
    send(at_office, "sheet-new", file=file, **given)
    sheet = ScoreSheet.objects.get()
    send(at_office, "assessment-new", mark="m2", sheet=sheet.pk, name="样例自评",
         since=TODAY.replace(month=1, day=1).isoformat(), until=TODAY.isoformat())  # fmt: skip
    made = Assessment.objects.get()
    shown = page(at_office, "assessment", made.pk)
    assert "先做哪三项" in shown
    assert "缺依据" in shown
    send(at_office, "mark-self", made.pk, "2.1", mark="m3", points=30, reason="样例")
    over = send(at_office, "mark-self", made.pk, "2.1", mark="m4", points=50, reason="样例")
    assert (over.status_code, "0 到 40" in over.content.decode()) == (422, True)


def test_the_sheets_as_far_as_they_are_known_leave_the_rest_empty(at_office, plan):
    shown = page(at_office, "scores")
    assert "7/41" in shown
    assert "0/25" in shown


def test_the_evaluator_goes_from_score_to_rows_and_changes_nothing(client, assessment, evaluator):
    client.force_login(evaluator)
    assert "试填自评" in page(client, "scores")
    assert page(client, "assessment-item", assessment.pk, "1.1").count("btn-main") == 0
    rows = page(client, "harvest", "tasks", since="2020-01-01", until=TODAY.isoformat())
    assert "在线旅游" in rows
    assert f"/programme/tasks/{Task.objects.first().pk}/" not in rows
    assert client.get(reverse("programme")).status_code == 404
    assert send(client, "mark-self", assessment.pk, "1.1", points=1).status_code == 404


def test_rows_of_a_wrong_period_or_an_unknown_query(at_office, plan):
    assert at_office.get(reverse("harvest", args=["nothing"])).status_code == 404
    assert "按下达的日子算" in page(at_office, "harvest", "tasks", since="2026-99-99")


def test_report_brief_and_dossier_go_out(at_office, assessment, plan):
    for name, args in (("report", [assessment.pk, "docx"]), ("brief", ["docx"])):
        sent = at_office.get(reverse(name, args=args))
        assert b"".join(sent.streaming_content).startswith(b"PK")
    assert at_office.get(reverse("report", args=[assessment.pk, "exe"])).status_code == 404
    sent = at_office.post(reverse("dossier", args=[assessment.pk]), follow=True)
    with zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content))) as packed:
        assert {"index.json", "verify.py", "02-自查报告.docx"} <= set(packed.namelist())


def test_a_list_of_tasks_asks_the_same_number_of_questions_however_long(
    at_office, tasks, plan, django_assert_num_queries, django_assert_max_num_queries
):
    page(at_office, "tasks")
    with django_assert_max_num_queries(40) as few:
        page(at_office, "tasks")
    clause = tasks[0].clause
    Task.objects.bulk_create(
        Task(clause=clause, title="样例", issued_at=timezone.now(), issued_by=tasks[0].issued_by)
        for _ in range(20)
    )
    with django_assert_num_queries(len(few.captured_queries)):
        page(at_office, "tasks")


def test_the_office_accepts_what_a_unit_reported(at_office, travel_task, traveller, travel):
    done(travel_task, traveller, travel)
    send(at_office, "task-accept", travel_task.pk, words="看过")
    assert Task.objects.get(pk=travel_task.pk).state == "accepted"
