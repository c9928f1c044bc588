"""Weights are learned without an answer, the same from the same rows, and they make sense."""

import pytest

from wangshi.engine.matching import (
    Field,
    Matcher,
    Outcome,
    first_guess,
    learn,
    learn_chances,
    register_of,
    standing_model,
    to_json,
)
from wangshi.engine.matching.columns import sheet_of
from wangshi.engine.matching.levels import LEVELS

from .invented import operators


@pytest.fixture(scope="module")
def learned(register, made):
    return learn(register, sheet_of([one.shop for one in made]), first_guess())


def test_the_same_rows_teach_the_same_weights(register, made, learned):
    again = learn(register, sheet_of([one.shop for one in made]), first_guess())
    assert to_json(again) == to_json(learned)


def test_shares_are_shares(learned):
    for name, levels in LEVELS.items():
        assert sum(learned.matches[name]) == pytest.approx(1.0)
        uncounted = [
            share
            for share, level in zip(learned.chances[name], levels, strict=True)
            if not level.counted
        ]
        assert sum(uncounted) <= 1.0 + 1e-9


@pytest.mark.parametrize("name", [Field.PHONE, Field.DOMAIN, Field.SHOP_NAME, Field.PERSON])
def test_two_strangers_differ_in_nearly_everything(learned, name):
    assert learned.chances[name][-1] > 0.9


@pytest.mark.parametrize("name", [Field.NAME, Field.ADDRESS, Field.PERSON, Field.PHONE])
def test_to_differ_speaks_against_a_pair(learned, name):
    assert learned.matches[name][-1] < learned.chances[name][-1]


def test_learned_weights_link_nothing_wrongly(register, made, learned):
    matches = Matcher(register, learned).match_sheet(sheet_of([one.shop for one in made]))
    links = [row for row in range(len(made)) if matches.outcome(row) is Outcome.LINK]
    for row in links:
        assert register.value("uscc", matches.operator(row)) == made[row].truth, made[row]
    assert len(links) > len(made) / 2


def test_a_register_too_small_to_count_teaches_nothing():
    model = first_guess()
    assert learn_chances(register_of(operators(50, 1)), model) is model


def test_the_standing_model_was_learned(learned):
    standing = standing_model()
    assert standing.origin
    assert "手写" not in standing.origin
    assert standing.fingerprint != first_guess().fingerprint != learned.fingerprint
