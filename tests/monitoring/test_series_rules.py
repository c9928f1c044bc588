"""Rules that read a series or two channels stand beside those of the packs."""

from django.utils import timezone

from wangshi.engine.screening import Level
from wangshi.monitoring.selectors import families, rule_book, rules_by_id
from wangshi.monitoring.selectors.rules import is_standing
from wangshi.monitoring.selectors.series_rules import series_fingerprints, series_rules
from wangshi.shared.lawshelf.selectors import violations


def test_none_of_them_takes_the_number_of_a_rule_of_the_packs():
    packed = {rule.id for rule in rule_book().rules}
    own = [rule.id for rule in series_rules()]
    assert len(set(own)) == len(own)
    assert packed.isdisjoint(own)
    assert set(rules_by_id()) == packed | set(own)


def test_each_belongs_to_a_family_and_a_violation_there_is_and_never_fails_by_itself():
    known = {family.key for family in families()}
    for rule in series_rules():
        assert rule.family in known
        assert violations().get(rule.violation, timezone.localdate()).code == rule.violation
        assert rule.level is Level.REVIEW
        assert rule.words
        assert rule.fact_to_check


def test_their_data_counts_as_standing_and_another_does_not():
    assert all(map(is_standing, (rule_book().fingerprint, *series_fingerprints())))
    assert not is_standing("0" * 64)
