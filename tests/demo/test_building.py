"""The demo county is built on either database."""

from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit
from wangshi.shared.audit import check_chain


def test_it_counts_what_stands_in_the_database(county):
    built = county.built
    assert (built.operators, built.shops, built.listings) == (150, 400, 2_000)
    assert built.planted == 40
    assert (built.hits, built.clues) == (Hit.objects.count(), Clue.objects.count())
    assert set(built.as_answer()) >= {"operators", "accounts", "password", "seconds"}
    assert "虚构" in built.as_sentence()
    assert check_chain() == ()
