"""The county's own numbers: a file that can only be stricter than the law."""

from datetime import date

import pytest

from wangshi.accounts.verbs import VERBS
from wangshi.cases.conventions import conventions
from wangshi.cases.offences import suspected
from wangshi.cases.selectors import Duty
from wangshi.cases.selectors.desk import MINUTES
from wangshi.engine.lawfiles import LawFault
from wangshi.shared.models import AuditRecord

from .acts import ACTS, actor_of
from .conftest import MONDAY, clue_in
from .test_rights import state_for


def test_every_kind_a_grid_member_taps_is_a_violation_in_force():
    kinds = [kind for kind in conventions().grid_kinds if kind.violation]
    assert len(conventions().grid_kinds) == 6
    assert all(suspected(kind.violation, date(2026, 11, 23)) for kind in kinds)


def test_every_duty_has_its_minutes():
    assert all(conventions().minutes[MINUTES.get(duty, duty)] > 0 for duty in Duty)


def test_an_installation_may_keep_its_own_file(settings):
    own = settings.WANGSHI_HOME / "conventions.yaml"
    shipped = conventions()
    own.write_text(
        "promises: {}\nminutes: {}\nminutes_a_day: 30\ngrid_kinds: []\n"
        "full_after_days: 5\nduplicate_days: 30\n",
        "utf-8",
    )
    assert (shipped.minutes_a_day, conventions().minutes_a_day) == (20, 30)


def test_what_an_older_file_leaves_out_is_as_shipped(settings):
    shipped = conventions()
    (settings.WANGSHI_HOME / "conventions.yaml").write_text(
        "promises: {reply: {title: 答复发现人, starts: 作出决定, working_days: 2}}\n", "utf-8"
    )
    own = conventions()
    assert own.promises["reply"].working_days == 2
    assert own.promises["recheck"] == shipped.promises["recheck"]
    assert own.minutes == shipped.minutes
    assert own.correction_days == shipped.correction_days


def test_a_wrong_line_is_refused_with_its_number(settings):
    (settings.WANGSHI_HOME / "conventions.yaml").write_text("minutes_a_day: 30\nminuets: {}\n")
    with pytest.raises(LawFault, match="第 2 行"):
        conventions()


@pytest.mark.parametrize("name", sorted(ACTS))
def test_the_audit_page_can_say_every_verb(name, people):
    clue = clue_in(state_for(name), people)
    ACTS[name][1](clue, people, actor_of(name, clue, people), MONDAY)
    assert AuditRecord.objects.latest("sequence").verb in VERBS
