"""Three outcomes, by what each mistake costs."""

from dataclasses import replace

import numpy as np
import pytest

from wangshi.engine.matching import (
    CONCERN_WORDS,
    Concern,
    Costs,
    Matcher,
    ModelFault,
    Outcome,
    standing_model,
    thresholds,
)
from wangshi.engine.matching.columns import sheet_of
from wangshi.engine.matching.deciding import calibrated, standing


@pytest.mark.parametrize(
    ("costs", "look", "link"),
    [
        (Costs(), 0.2, 0.975),
        (Costs(false_link=100), 0.2, 0.99),
        (Costs(missed=10), 0.1, 0.975),
        (Costs(review=2), 0.4, 0.95),
    ],
)
def test_costs_set_the_two_thresholds(costs, look, link):
    assert thresholds(costs) == pytest.approx((look, link))


@pytest.mark.parametrize("costs", [(40, 0, 5), (40, 5, 5), (1, 1, 5), (40, -1, 5)])
def test_costs_under_which_nothing_is_looked_at_are_refused(costs):
    with pytest.raises(ModelFault, match="代价不对"):
        Costs(*costs)


def test_the_dearer_a_wrong_link_the_fewer_are_made(register, made):
    shops = [one.shop for one in made[:400]]
    counts = []
    for false_link in (5.5, 40, 4_000, 10_000_000):
        model = replace(standing_model(), costs=Costs(false_link=false_link))
        matches = Matcher(register, model).match_sheet(sheet_of(shops))
        outcomes = [matches.outcome(row) for row in range(len(matches))]
        counts.append(outcomes.count(Outcome.LINK))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1] == 0


def test_more_evidence_never_lowers_the_probability():
    odds = np.linspace(-45, 45, 500)
    for concern in Concern:
        said = calibrated(odds, np.full(len(odds), concern, np.int8), standing_model())
        assert (np.diff(said) >= 0).all()
        assert ((said > 0) & (said < 1)).all()


def test_every_concern_has_words_and_a_standing():
    assert set(CONCERN_WORDS) == set(Concern)
    assert {standing(concern) for concern in Concern}
    assert all(CONCERN_WORDS[concern] for concern in Concern if concern)
