"""A clause is split, merged and put back: its words, its tasks and what was before stay."""

import pytest
from django.urls import reverse

from tests.programme.conftest import TEXT, now
from tests.programme.test_pages import send
from wangshi.accounts.policy import Refused
from wangshi.programme import selectors, services
from wangshi.programme.models import Clause, Task
from wangshi.programme.services import PlanFile, ProgrammeRefused

pytestmark = pytest.mark.django_db
WHY = "办公室定的"


@pytest.fixture
def travel_clause(plan) -> Clause:
    return plan.clauses.get(path="二(一)2")


def split(clause, office, parts=None):
    words = clause.words
    cut = parts if parts is not None else [words[:4], words[4:]]
    return services.split_clause(clause, parts=cut, reason=WHY, by=office, at=now())


def test_a_split_keeps_every_word_and_every_task(travel_clause, tasks, office):
    before = list(Task.objects.values_list("pk", "clause_id"))
    pieces = split(travel_clause, office)
    assert [piece.path for piece in pieces] == ["二(一)2之1", "二(一)2之2"]
    assert "".join(piece.words for piece in pieces) == travel_clause.words
    assert list(Task.objects.values_list("pk", "clause_id")) == before
    assert {piece.leads[0] for piece in pieces} == {"文旅局"}
    kept = travel_clause.corrections.get()
    assert (kept.reason, kept.after["拆成"]) == (WHY, "二(一)2之1、二(一)2之2")
    order = [line.clause.path for line in selectors.clause_lines(travel_clause.plan, now().date())]
    assert order.index("二(一)2之2") < order.index("三")


def test_pieces_become_tasks_of_their_own_and_the_whole_does_not(travel_clause, office):
    split(travel_clause, office)
    made = services.issue_tasks(travel_clause.plan, by=office, at=now())
    assert {task.clause.path for task in made} == {"二(一)1", "二(一)2之1", "二(一)2之2"}
    with pytest.raises(ProgrammeRefused, match="已经下达任务"):
        services.restore_clause(travel_clause, reason=WHY, by=office, at=now())


def test_what_is_merged_keeps_its_tasks_and_brings_its_units(travel_clause, tasks, office):
    joint = travel_clause.plan.clauses.get(path="二(一)1")
    services.merge_clauses(joint, [travel_clause], reason=WHY, by=office, at=now())
    joint.refresh_from_db()
    travel_clause.refresh_from_db()
    assert travel_clause.tasks.count() == 1
    assert "文旅局" in joint.partners
    assert [one.path for one in selectors.gathered_under(joint)] == ["二(一)1", "二(一)2"]
    assert joint.corrections.get().before["责任单位"] == "文旅局"
    services.restore_clause(travel_clause, reason=WHY, by=office, at=now())
    assert not selectors.is_cut(Clause.objects.get(pk=travel_clause.pk))


def test_a_task_of_a_piece_is_carried_to_the_whole_of_the_next_version(travel_clause, office):
    split(travel_clause, office)
    services.issue_tasks(travel_clause.plan, by=office, at=now())
    text = TEXT.replace("创建实施方案", "创建新方案")
    new = services.import_plan(PlanFile(text.encode(), "新版.txt", "新一轮"), by=office, at=now())
    services.adopt_plan(new, on=now().date(), by=office, at=now())
    carried = services.carry_tasks(new, by=office, at=now())
    assert sorted(task.clause.path for task in carried) == ["二(一)1", "二(一)2", "二(一)2"]


def test_what_would_lose_a_word_or_lead_nowhere_is_refused(travel_clause, office, traveller):
    with pytest.raises(ProgrammeRefused, match="一字不差"):
        split(travel_clause, office, ["建立", "别的"])
    with pytest.raises(ProgrammeRefused, match="至少拆成两部分"):
        split(travel_clause, office, [travel_clause.words])
    with pytest.raises(ProgrammeRefused, match="不用恢复"):
        services.restore_clause(travel_clause, reason=WHY, by=office, at=now())
    with pytest.raises(Refused):
        split(travel_clause, traveller)
    piece, _ = split(travel_clause, office)
    joint = travel_clause.plan.clauses.get(path="二(一)1")
    for one, words in ((travel_clause, "已经拆过"), (piece, "是拆出来的")):
        with pytest.raises(ProgrammeRefused, match=words):
            services.merge_clauses(joint, [one], reason=WHY, by=office, at=now())


def test_a_clause_is_split_and_put_back_on_its_pages(client, travel_clause, office):
    client.force_login(office)
    here = reverse("clause", args=[travel_clause.pk])
    parts = f"{travel_clause.words[:4]}\r\n\r\n{travel_clause.words[4:]}"
    send(client, "clause-split", travel_clause.pk, parts=parts, reason=WHY)
    assert "二(一)2之2" in client.get(here).content.decode()
    assert "拆成 2 条" in client.get(reverse("plan", args=[travel_clause.plan_id])).content.decode()
    send(client, "clause-restore", travel_clause.pk, reason="拆错了", mark="m2")
    assert "二(一)2之2" not in client.get(here).content.decode().split("核对的经过")[0]
    joint = travel_clause.plan.clauses.get(path="二(一)1")
    nothing = send(client, "clause-merge", joint.pk, reason=WHY, mark="m3")
    assert nothing.status_code == 422
    send(client, "clause-merge", joint.pk, others=[travel_clause.pk], reason=WHY, mark="m4")
    assert "这一条并入了" in client.get(here).content.decode()
