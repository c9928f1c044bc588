"""A task goes from its clause to its units, from receipt to acceptance, with proof."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.programme.conftest import TEXT, now
from wangshi.accounts.policy import Refused
from wangshi.programme import selectors, services
from wangshi.programme.models import Task
from wangshi.programme.selectors import TasksAsked
from wangshi.programme.services import NewProof, NewTask, ProgrammeRefused
from wangshi.programme.workflow import TaskState

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def proof(title: str = "样例签到表", **fields: object) -> NewProof:
    return NewProof(**{"title": title, "happened_on": TODAY - timedelta(days=5)} | fields)


def done(task: Task, by, department) -> Task:
    services.receive_task(task, by=by, at=now(3))
    services.add_proof(proof(), task=task, department=department, by=by, at=now(2))
    services.report_task(task, words="做完了", by=by, at=now(1))
    return Task.objects.get(pk=task.pk)


def test_each_clause_with_one_lead_becomes_a_task_of_its_units(tasks, travel, town_office):
    assert [task.title for task in tasks] == ["联席会议", "在线旅游"]
    units = {(unit.department, unit.part) for unit in tasks[1].units.all()}
    assert units == {(travel, "lead"), (town_office, "partner")}
    assert tasks[1].due_on.month == 12


def test_tasks_are_issued_once(plan, tasks, office):
    with pytest.raises(ProgrammeRefused, match="没有可以下达的"):
        services.issue_tasks(plan, by=office, at=now())


def test_a_task_of_a_draft_is_not_issued(draft, office):
    with pytest.raises(ProgrammeRefused, match="先按这一版执行"):
        services.issue_tasks(draft, by=office, at=now())


def test_a_task_is_issued_by_hand_for_a_piece_of_a_clause(plan, office, travel, amr):
    clause = plan.clauses.get(path="二(一)2")
    new = NewTask("列出民宿名录", travel, (amr, travel), TODAY)
    task = services.issue_task(clause, new, by=office, at=now())
    assert task.units.count() == 2


def test_a_task_walks_from_receipt_to_acceptance(travel_task, traveller, travel, second_office):
    task = done(travel_task, traveller, travel)
    assert task.state == TaskState.REPORTED
    services.settle_task(task, accepted=True, words="看过", by=second_office, at=now())
    assert Task.objects.get(pk=task.pk).state == TaskState.ACCEPTED
    names = list(task.notes.values_list("name", flat=True))
    assert names == ["issue", "receive", "report", "accept"]


def test_a_returned_task_is_under_way_again(travel_task, traveller, travel, office):
    task = done(travel_task, traveller, travel)
    services.settle_task(task, accepted=False, words="差一个镇", by=office, at=now())
    assert Task.objects.get(pk=task.pk).state == TaskState.UNDER_WAY


def test_nobody_works_in_the_name_of_another_unit(tasks, traveller, grid_member):
    with pytest.raises(Refused):
        services.note_task(tasks[1], words="试填", by=grid_member, at=now())
    services.receive_task(tasks[0], by=traveller, at=now())
    with pytest.raises(ProgrammeRefused, match="由牵头单位"):
        services.report_task(tasks[0], words="做完了", by=traveller, at=now())


def test_done_needs_proof_that_stands(travel_task, traveller, travel):
    services.receive_task(travel_task, by=traveller, at=now(3))
    handed_in = services.add_proof(
        proof(), task=travel_task, department=travel, by=traveller, at=now(2)
    )
    services.withdraw_proof(handed_in, reason="交错了", by=traveller, at=now(1))
    with pytest.raises(ProgrammeRefused, match="还没有佐证"):
        services.report_task(travel_task, words="做完了", by=traveller, at=now())


def test_whoever_reported_a_task_does_not_accept_it(tasks, office, amr):
    task = done(tasks[0], office, amr)
    with pytest.raises(ProgrammeRefused, match="请别人验收"):
        services.settle_task(task, accepted=True, words="自己看过", by=office, at=now())


REFUSED_STEPS = [
    ("note_task", {"words": "还没签收"}, "不能记进展"),
    ("report_task", {"words": " "}, "写一句"),
]


@pytest.mark.parametrize(("verb", "given", "words"), REFUSED_STEPS)
def test_a_step_out_of_turn_is_refused(travel_task, traveller, verb, given, words):
    with pytest.raises(ProgrammeRefused, match=words):
        getattr(services, verb)(travel_task, **given, by=traveller, at=now())


def test_a_receipt_is_signed_once_a_unit(travel_task, traveller):
    services.receive_task(travel_task, by=traveller, at=now())
    with pytest.raises(ProgrammeRefused, match="已经签收过"):
        services.receive_task(travel_task, by=traveller, at=now())


def test_a_proof_is_not_of_tomorrow(travel_task, traveller, travel):
    late = proof(happened_on=TODAY + timedelta(days=2))
    with pytest.raises(ProgrammeRefused, match="不能晚于今天"):
        services.add_proof(late, task=travel_task, department=travel, by=traveller, at=now())


def test_a_sub_plan_covers_only_what_its_unit_leads(tasks, travel_task, traveller, travel):
    file = SimpleUploadedFile("样例方案.txt", b"sample")
    made = services.file_sub_plan(
        travel, title="样例专项方案", tasks=[travel_task], file=file, by=traveller, at=now()
    )
    page = selectors.unit_page(travel, TODAY)
    assert page.sub_plans[0].files[0].name == "样例方案.txt"
    assert (page.uncovered, list(made.tasks.all())) == ((), [travel_task])
    with pytest.raises(ProgrammeRefused, match="本单位牵头"):
        services.file_sub_plan(
            travel, title="x", tasks=[tasks[0]], file=None, by=traveller, at=now()
        )


def test_late_tasks_are_found_and_accepted_ones_are_not_late(tasks, plan):
    Task.objects.filter(pk=tasks[0].pk).update(due_on=TODAY - timedelta(days=1))
    assert selectors.late_count(plan, TODAY) == 1
    late = selectors.tasks_for(TasksAsked(late=True), TODAY)
    assert [task.pk for task in late] == [tasks[0].pk]


def test_a_new_cycle_takes_over_in_one_step_what_the_last_left_undone(
    tasks, travel_task, traveller, travel, office
):
    task = done(travel_task, traveller, travel)
    services.settle_task(task, accepted=True, words="看过", by=office, at=now())
    file = services.PlanFile(TEXT.encode(), "新一轮.txt", "新一轮")
    new = services.import_plan(file, by=office, at=now())
    services.adopt_plan(new, on=TODAY, by=office, at=now())
    carried = services.carry_tasks(new, by=office, at=now())
    assert [(one.title, one.came_from) for one in carried] == [("联席会议", tasks[0])]
    assert carried[0].units.count() == 2
    issued = services.issue_tasks(new, by=office, at=now())
    assert [one.title for one in issued] == ["在线旅游"]
    with pytest.raises(ProgrammeRefused, match="没有可以转入的"):
        services.carry_tasks(new, by=office, at=now())


def test_a_stage_is_entered_before_it_is_left_and_each_once(plan, office):
    clause = plan.clauses.get(path="三(一)")
    with pytest.raises(ProgrammeRefused, match="先记进入"):
        services.mark_stage(clause, side="exit", on=TODAY, words="试填", by=office, at=now())
    services.mark_stage(clause, side="entry", on=TODAY, words="动员会", by=office, at=now())
    services.mark_stage(clause, side="exit", on=TODAY, words="签完责任书", by=office, at=now())
    line = selectors.stage_lines(plan, TODAY)[0]
    assert (line.entered.words, line.left.words) == ("动员会", "签完责任书")
    with pytest.raises(ProgrammeRefused, match="已经记过"):
        services.mark_stage(clause, side="exit", on=TODAY, words="试填", by=office, at=now())


def test_tasks_are_shared_among_the_three_aims_and_open_by_each(client, tasks, travel_task, office):
    clause = travel_task.clause
    services.correct_clause(
        clause,
        selectors.plans.reading_of(clause),
        aim="service",
        reason="样例",
        by=office,
        at=now(),
    )
    assert clause.corrections.get().after["三个促发展"] == "以服务促发展"
    counts = selectors.aim_counts(clause.plan)
    assert (counts["service"], counts["none"]) == (1, 1)
    client.force_login(office)
    page = client.get(reverse("tasks"), {"aim": "service"}).content.decode()
    assert ("在线旅游" in page, "联席会议" in page.split("<tbody>")[-1]) == (True, False)
