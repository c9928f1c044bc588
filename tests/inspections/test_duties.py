"""职责表: what was found of each duty, on what grounds, and what nobody has looked at."""

from datetime import date

import pytest
from django.utils import timezone

from wangshi.accounts.policy import Refused
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections.models import DutyCheck
from wangshi.inspections.selectors import duties_of, duty_scores
from wangshi.inspections.services import DutyLook, look_at_duty
from wangshi.inspections.workflow import DutyFinding, InspectionRefused
from wangshi.registry.models import LiveRoom
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LAW = standing_supervision()


def look(finding: DutyFinding = DutyFinding.MET, **facts: object) -> DutyLook:
    given = {"duty": "identity", "evidence": "样例：抽了十家", "looked_on": DAY, **facts}
    return DutyLook(finding=finding, **given)


def test_a_duty_nobody_looked_at_says_so(platform):
    states = duties_of(platform)
    assert len(states) == sum(not duty.live for duty in LAW.duties)
    assert all(one.check is None and not one.is_met for one in states)


def test_a_platform_with_live_rooms_has_their_duties_too(platform):
    LiveRoom.objects.create(platform=platform, account_id="样例号", name="样例间")
    assert len(duties_of(platform)) == len(LAW.duties)


def test_the_newest_finding_counts_and_the_earlier_stays(platform, officer):
    look_at_duty(platform, look(DutyFinding.NOT_MET), by=officer, at=timezone.now())
    first = duty_scores([platform], date(2026, 4, 1))[platform.pk]
    assert (first.met, first.not_met, first.due) == (0, 1, 1)
    look_at_duty(platform, look(looked_on=date(2026, 4, 1)), by=officer, at=timezone.now())
    second = duty_scores([platform], date(2026, 4, 1))[platform.pk]
    assert (second.met, second.not_met, second.due) == (1, 0, 0)
    assert DutyCheck.objects.count() == 2
    assert AuditRecord.objects.filter(verb="duty.looked_at").count() == 2


def test_a_duty_not_met_is_looked_at_again_after_the_days_of_the_law_folder(platform, officer):
    made = look_at_duty(platform, look(DutyFinding.NOT_MET), by=officer, at=timezone.now())
    assert (made.again_on - DAY).days == LAW.again_days


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"duty": "nothing"}, "没有这一项"),
        ({"evidence": "  "}, "凭什么"),
        ({"looked_on": date(2999, 1, 1)}, "不能晚于今天"),
        ({"again_on": DAY}, "之后"),
    ],
)
def test_a_finding_without_grounds_is_refused(platform, officer, facts, words):
    with pytest.raises(InspectionRefused, match=words):
        look_at_duty(platform, look(**facts), by=officer, at=timezone.now())


def test_a_dispatcher_may_look_and_not_record(platform, dispatcher, client):
    with pytest.raises(Refused):
        look_at_duty(platform, look(), by=dispatcher, at=timezone.now())
    client.force_login(dispatcher)
    assert client.get(f"/platforms/{platform.pk}/").status_code == 200
    assert client.get(f"/platforms/{platform.pk}/duties/identity/").status_code == 404


def test_the_form_records_once_and_refuses_in_plain_words(platform, officer, county, client):
    client.force_login(officer)
    here = f"/platforms/{platform.pk}/duties/identity/"
    assert client.post(here, {"mark": ""}).status_code == 422
    mark = str(client.get(here).context["form"]["mark"].value())
    given = {"mark": mark, "finding": "met", "evidence": "样例", "looked_on": "2026-03-02"}
    assert client.post(here, given).status_code == 302
    assert client.post(here, given).status_code == 302
    assert DutyCheck.objects.count() == 1
    assert "样例" in client.get(f"/platforms/{platform.pk}/").content.decode()
    assert client.get(f"/platforms/{platform.pk}/duties/nothing/").status_code == 404
