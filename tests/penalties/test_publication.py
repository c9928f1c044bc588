"""Published masked by somebody else, found by the public, withdrawn, gone when time is over."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.penalties.conftest import filed_case, sent, then, walk
from wangshi.accounts.models import RoleGrant
from wangshi.accounts.permissions import Role
from wangshi.penalties import services
from wangshi.penalties.models import LedgerFact, Publication
from wangshi.penalties.selectors import case_story, ledger_of, public_entries, public_entry
from wangshi.penalties.workflow import CaseState, StepRefused, Undone
from wangshi.registry.models import OperatorForm

pytestmark = pytest.mark.django_db
NOTHING_MORE = services.Wanted()


@pytest.fixture
def published(case, people) -> Publication:
    walk(case, people, CaseState.SERVED)
    services.prepare_publication(case, NOTHING_MORE, by=people.officer, at=then(45))
    return services.publish(case, by=people.reviewer, at=then(46))


def test_names_and_numbers_are_covered_and_the_rest_is_as_served(published):
    assert "试填张三" not in published.text
    assert "13800000001" not in published.text
    assert "根治高血压" in published.text
    assert "91990101TESTTEST0X" in published.text
    assert published.covered >= 3


def test_the_one_who_masked_it_does_not_publish_it(case, people):
    walk(case, people, CaseState.SERVED)
    services.prepare_publication(case, NOTHING_MORE, by=people.second, at=then(45))
    RoleGrant.objects.create(account=people.second, role=Role.LEGAL_REVIEWER, granted_at=then())
    second = type(people.second).objects.get(pk=people.second.pk)
    with pytest.raises(StepRefused, match="办案人员"):
        services.publish(case, by=second, at=then(46))


def test_nothing_is_published_before_it_was_served_nor_a_mere_warning(case, people, station):
    walk(case, people, CaseState.DECIDED)
    services.prepare_publication(case, NOTHING_MORE, by=people.officer, at=then(41))
    with pytest.raises(StepRefused, match="还没有送达"):
        services.publish(case, by=people.reviewer, at=then(41))
    warned = filed_case(people, station, 2)
    docket = walk(warned, people, CaseState.DECIDED, sanction=services.Sanctioned(warning=True))
    with pytest.raises(StepRefused, match="仅受到警告的不予公示"):
        services.prepare_publication(warned, NOTHING_MORE, by=people.officer, at=then(41))
    services.serve_decision(warned, sent(42), by=people.officer, at=then(42))
    docket.refresh_from_db()
    assert docket.state == CaseState.PERFORMED


def test_a_natural_person_is_named_by_the_surname(people, station):
    case = filed_case(people, station, 3, form=OperatorForm.PERSON)
    type(case).objects.filter(pk=case.pk).update(party="试填李四")
    case.refresh_from_db()
    walk(case, people, CaseState.SERVED)
    case.docket.party_kind = "person"
    case.docket.save()
    made = services.prepare_publication(case, NOTHING_MORE, by=people.officer, at=then(45))
    assert made.party == "试某"
    assert "试填李四" not in made.text


def test_withdrawn_within_three_working_days_with_a_reason_that_stays(published, case, people):
    day = then(60).date()
    services.undo(case, how=Undone.REVOKED, on=day, words="复议撤销", by=people.head, at=then(60))
    clock = next(
        one for one in case_story(case, people.head, day).clocks if one.key == "penalty_withdraw"
    )
    assert not clock.done
    with pytest.raises(StepRefused, match="写撤回的理由"):
        services.withdraw(case, words=" ", by=people.reviewer, at=then(61))
    services.withdraw(case, words="复议机关撤销了决定", by=people.reviewer, at=then(61))
    assert not public_entries("", then(62).date())
    entry = public_entry(published.pk, then(62).date())
    assert entry is not None
    assert entry.withdrawn
    kinds = [one.kind for one in ledger_of(case.clue.operator)]
    assert kinds == ["decided", "published", "undone", "withdrawn"]


def test_the_public_finds_it_until_its_time_is_over(published):
    day = then(50).date()
    assert list(public_entries("试填茶行", day)) == [published]
    assert not public_entries("没有这家", day)
    until = public_entry(published.pk, day).until
    assert not public_entries("", until.replace(year=until.year + 1))
    assert public_entry(published.pk, until.replace(year=until.year + 1)) is None


def test_the_ledger_has_the_amount_and_its_article(published):
    fact = LedgerFact.objects.get(kind="decided")
    assert (fact.amount, fact.violation) == (Decimal(5000), "V16")
    assert "第六十条" in fact.article


def test_the_public_page_shows_no_name(client, published, county):
    Publication.objects.update(published_on=timezone.localdate())
    listed = client.get(reverse("published-penalties"), {"q": "茶行"}).content.decode()
    assert published.decision.number in listed
    shown = client.get(reverse("published-penalty", args=[published.pk])).content.decode()
    assert "根治高血压" in shown
    assert "试填张三" not in shown + listed
