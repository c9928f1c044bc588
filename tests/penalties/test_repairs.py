"""Publication ends early when the law's conditions hold; the ledger says it with its source."""

import pytest
from django.urls import reverse

from tests.penalties.conftest import filed_case, then, walk
from wangshi.accounts.models import Account, RoleGrant
from wangshi.accounts.permissions import Role
from wangshi.engine.penalties import Publicity
from wangshi.penalties import services
from wangshi.penalties.codes import KINDS, table
from wangshi.penalties.models import Docket, LedgerFact, Publication
from wangshi.penalties.selectors import (
    case_clocks,
    operator_ledger,
    public_entries,
    public_entry,
    repair_from,
)
from wangshi.penalties.workflow import CaseState, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def general(case, people) -> Publication:
    """Published on day 46 as a general one: the earliest day for a repair is three months on."""
    walk(case, people, CaseState.CLOSED)
    services.prepare_publication(case, services.Wanted(), by=people.officer, at=then(55))
    published = services.publish(case, by=people.reviewer, at=then(56))
    Publication.objects.filter(pk=published.pk).update(level=Publicity.GENERAL)
    published.refresh_from_db()
    return published


def asked(days: int, **fields: object) -> services.RepairAsked:
    given = {"on": then(days).date(), "remedy": "下架，逐页改过，退了 40 盒", "papers": "申请书"}
    return services.RepairAsked(**given | fields)


def take(case, people, days: int = 160):
    return services.take_repair(case, asked(days), by=people.officer, at=then(days))


def test_granted_it_ends_the_same_day_and_the_ledger_hears_of_it(general, case, people):
    take(case, people)
    services.decide_repair(
        case, grant=True, words="实地看过，都改了", by=people.reviewer, at=then(165)
    )
    day = then(165).date()
    assert not public_entries("", day)
    assert public_entry(general.pk, day) is None
    fact = LedgerFact.objects.get(kind="repaired")
    assert (fact.on, "信用修复管理办法》第十六条" in fact.article) == (day, True)
    with pytest.raises(StepRefused, match="不在公示"):
        take(case, people, 170)


def test_refused_it_stays_and_may_be_asked_for_again(general, case, people):
    take(case, people)
    services.decide_repair(case, grant=False, words="还有两页没改", by=people.head, at=then(165))
    assert public_entries("", then(165).date()).get() == general
    assert take(case, people, 170).granted is None


def test_the_day_the_shortest_time_is_over_is_the_first(general, case, people):
    first = repair_from(general)
    assert (first - general.published_on).days in (91, 92, 93)
    with pytest.raises(StepRefused, match=f"最短公示期到 {first} 才满"):
        take(case, people, 60)


def test_what_was_not_paid_or_done_again_is_not_repaired(general, case, people, station):
    docket = Docket.objects.get(case=case)
    whole = Docket.objects.filter(pk=docket.pk)
    whole.update(state=CaseState.SERVED, performed_on=None, closing_ground="", closed_on=None)
    with pytest.raises(StepRefused, match="义务还没有履行完"):
        take(case, people)
    whole.update(performed_on=docket.performed_on, closing_ground=docket.closing_ground)
    again = filed_case(people, station, 2)
    again.clue.operator = case.clue.operator
    again.clue.save()
    walk(again, people, CaseState.DECIDED)
    LedgerFact.objects.filter(decision__docket__case=again).update(on=then(90).date())
    with pytest.raises(StepRefused, match="同一类违法行为受到处罚"):
        take(case, people)


@pytest.mark.parametrize(
    ("level", "others", "limit_over", "why"),
    [
        (Publicity.LIGHT, [], False, "只能公示到期满"),  # ends by itself
        (Publicity.SERIOUS, ["revoked"], False, "只能公示到期满"),  # 第八条第三项
        (Publicity.LIMIT, [], False, "限制期满"),
    ],
)
def test_some_are_shown_to_their_end(general, case, people, level, others, limit_over, why):
    serious = [row.code for row in table(KINDS) if row.text("publicity") == Publicity.SERIOUS]
    revoked = serious if others else []
    Publication.objects.filter(pk=general.pk).update(level=level)
    type(general.decision).objects.filter(pk=general.decision_id).update(
        others=revoked[:1], others_words="试填" if revoked else ""
    )
    with pytest.raises(StepRefused, match=why):
        services.take_repair(
            case, asked(500, limit_over=limit_over), by=people.officer, at=then(500)
        )


def test_who_took_it_in_does_not_decide_it_and_its_clock_runs(general, case, people):
    take(case, people)
    RoleGrant.objects.create(account=people.officer, role=Role.LEGAL_REVIEWER, granted_at=then())
    officer = Account.objects.get(pk=people.officer.pk)
    with pytest.raises(StepRefused, match="办案人员"):
        services.decide_repair(case, grant=True, words="好", by=officer, at=then(161))
    clock = next(
        one
        for one in case_clocks(Docket.objects.get(case=case), then(162).date())
        if one.key == "repair_decide_other"
    )
    assert clock.name == "决定信用修复"


@pytest.mark.once
def test_the_ledger_of_an_operator_is_facts_with_their_sources(general, case, people, client):
    take(case, people)
    services.decide_repair(case, grant=True, words="都改了", by=people.reviewer, at=then(165))
    lines = operator_ledger(case.clue.operator, people.officer)
    assert [line.kind for line in lines] == [
        "信用修复，停止公示",
        "公示处罚信息",
        "履行完毕",
        "作出行政处罚决定",
    ]
    assert {line.source for line in lines} == {general.decision.number}
    client.force_login(people.officer)
    page = client.get(reverse("operator-ledger", args=[case.clue.operator_id]))
    assert general.decision.number in page.content.decode()
    assert reverse("case", args=[case.pk]) in page.content.decode()


@pytest.mark.once
def test_the_pages_take_in_a_request_and_decide_it(general, case, people, client):
    client.force_login(people.officer)
    shown = client.get(reverse("case-publication", args=[case.pk])).content.decode()
    assert "受理信用修复申请" in shown
    page = reverse("case-repair", args=[case.pk])
    empty = client.post(page, {"mark": "一"})
    assert empty.status_code == 422
    asks = {"mark": "二", "on": then(160).date(), "remedy": "都改了", "papers": "申请书"}
    assert client.post(page, asks).status_code == 302
    client.force_login(people.reviewer)
    shown = client.get(reverse("case-publication", args=[case.pk])).content.decode()
    assert "信用修复申请等决定" in shown
    decided = client.post(
        reverse("case-repair-decide", args=[case.pk]), {"mark": "三", "grant": "yes", "words": "好"}
    )
    assert decided.status_code == 302
    general.refresh_from_db()
    assert general.ended_on is not None
