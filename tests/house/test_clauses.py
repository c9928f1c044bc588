"""The table of clauses and where they are answered names only what is there."""

import re
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.house.test_access import ADDRESSES
from wangshi.programme.selectors import QUERIES

pytestmark = pytest.mark.once
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "clauses.md"
ASKED = SHARED / "domain" / "requirements.md"
LISTED = ("M002", "M098", *(f"M{number}" for number in range(148, 181)))


def rows() -> dict[str, list[str]]:
    lines = (line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines())
    cells = ([cell.strip() for cell in line] for line in lines)
    return {row[0]: row for row in cells if re.fullmatch(r"M\d{3}", row[0])}


def test_every_clause_of_the_list_has_its_line_once():
    text = PAGE.read_text("utf-8")
    assert tuple(rows()) == LISTED
    assert all(text.count(f"| {one} |") == 1 for one in LISTED)


def test_every_place_is_an_address_and_every_query_is_asked():
    for number, row in rows().items():
        places = re.findall(r"`([^`]+)`", row[3])
        assert places, f"{number} says no place"
        assert set(places) <= set(ADDRESSES), number
        assert set(row[4].split()) - {"—"} <= set(QUERIES), number


@pytest.mark.real_data
def test_the_clause_numbers_are_those_of_the_requirements():
    told = dict(re.findall(r"^\| (M\d{3}) \| (\S+?) ", ASKED.read_text("utf-8"), re.MULTILINE))
    for number, row in rows().items():
        assert told[number].startswith(row[1]), number
