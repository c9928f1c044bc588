"""Villages whose proof expires; a tile a town; boundaries only with their review number."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.books import workbook_of
from tests.figures.conftest import LAST, TODAY, TOWN, now, told
from wangshi.accounts.policy import Refused
from wangshi.engine.figures import standing_grades
from wangshi.figures import selectors, services
from wangshi.figures.models import Boundaries, Village
from wangshi.figures.selectors import Proven
from wangshi.figures.shading import legend, tiles
from wangshi.figures.workflow import FiguresRefused

pytestmark = pytest.mark.django_db
DAYS = standing_grades().proof_days
SQUARE = [[106.0, 33.0], [106.2, 33.0], [106.2, 33.2], [106.0, 33.2], [106.0, 33.0]]


def geojson(name: str) -> bytes:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    feature = {"type": "Feature", "properties": {"name": name}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.fixture
def villages(town, other_town, office) -> tuple[Village, ...]:
    made = services.add_villages(town, ["样例村", " 虚构村 ", "样例村"], by=office, at=now())
    return made + services.add_villages(other_town, ["试填村"], by=office, at=now())


def proof(days_ago: int) -> services.NewProof:
    return services.NewProof("某快递（虚构）", 5, TODAY - timedelta(days=days_ago), "签收单")


def test_each_village_is_listed_once(villages, town, office):
    assert [str(one) for one in villages] == ["甲木镇样例村", "甲木镇虚构村", "乙水镇试填村"]
    with pytest.raises(FiguresRefused, match="都已经在名册里"):
        services.add_villages(town, ["样例村"], by=office, at=now())


@pytest.mark.parametrize(
    ("age", "state"), [(0, Proven.STANDS), (DAYS, Proven.STANDS), (DAYS + 1, Proven.EXPIRED)]
)
def test_a_proof_stands_so_many_days_and_then_expires(villages, townsman, age, state):
    services.prove_village(villages[0], proof(age), by=townsman, at=now())
    lines = {line.village: line.state for line in selectors.village_lines(TODAY)}
    assert lines == {villages[0]: state, villages[1]: Proven.NONE, villages[2]: Proven.NONE}


def test_coverage_counts_villages_whose_proof_stands(villages, townsman, town, other_town, office):
    services.prove_village(villages[0], proof(DAYS + 9), by=townsman, at=now())
    services.prove_village(villages[0], proof(1), by=townsman, at=now())
    rows = {
        row.town: (row.covered, row.whole, row.share) for row in selectors.coverage_by_town(TODAY)
    }
    assert rows == {town: (1, 2, Decimal("50.00")), other_town: (0, 1, Decimal("0.00"))}
    client = Client()
    client.force_login(office)
    book = workbook_of(client.get(reverse("villages-export")))
    assert {row[1]: row[2] for row in book["各村"][1:]} == {
        "样例村": "有佐证", "虚构村": "没有佐证", "试填村": "没有佐证",
    }  # fmt: skip
    assert ("甲木镇", 1, 2, 50) in book["各镇办"]


def test_a_town_proves_its_own_villages_only_and_nothing_of_tomorrow(villages, townsman):
    with pytest.raises(Refused):
        services.prove_village(villages[2], proof(0), by=townsman, at=now())
    with pytest.raises(FiguresRefused, match="不能晚于今天"):
        services.prove_village(villages[0], proof(-1), by=townsman, at=now())


def test_a_tile_shows_its_figure_and_leads_to_its_return(town_return, other_town, office):
    services.file_return(town_return, LAST, told(TOWN, LAST), by=office, at=now())
    shown = selectors.town_map("trade", TODAY)
    one, other = tiles(shown)
    assert (one.word, one.figure, one.shade) == ("甲木", "40", 4)
    assert one.href == f"/figures/returns/{town_return.pk}/{LAST.key}/"
    assert (other.figure, other.shade) == ("—", 0)
    assert legend(shown)[-1] == "30 万元以上"


def test_coverage_is_a_map_too_and_a_town_without_villages_has_no_figure(villages, county):
    shown = selectors.town_map(selectors.COVERAGE, TODAY)
    assert [tile.figure for tile in tiles(shown)] == ["0%", "0%"]
    assert selectors.town_map("nobody", TODAY) is None


def test_boundaries_are_taken_only_with_a_review_number(office, town):
    file = services.BoundaryFile(geojson("甲木镇"), "样例.geojson", "样例边界", "没有")
    with pytest.raises(FiguresRefused, match="没有审图号的边界不能放上来"):
        services.take_boundaries(file, by=office, at=now())
    good = services.BoundaryFile(geojson("甲木镇"), "样例.geojson", "样例边界", "陕S（2023）018号")
    assert services.take_boundaries(good, by=office, at=now()).review_number == "陕S(2023)018号"
    assert Boundaries.objects.count() == 1
