"""略阳县的方案: its clauses and the 180 rows of the requirements stand side by side."""

import re

import pytest

from tests.conftest import SHARED
from wangshi.engine.plans import Plan, parse_plan

TEXT = SHARED / "domain" / "plan-lueyang-2023.txt"
ROWS = SHARED / "domain" / "requirements.md"
# Rows on the text as a whole, not on one of its numbered pieces.
AROUND = {"发文", "附件"}
# Rows whose words are the table's own summary, held to the plan by what they point at instead.
OWN_WORDS = {"M037", "M147"}

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(TEXT.read_text("utf-8"))


def rows() -> list[tuple[str, str, str]]:
    if not ROWS.exists():
        return []
    found = []
    for line in ROWS.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"M\d{3}", cells[0]):
            found.append((cells[0], cells[1], cells[2]))
    return found


def pairs(text: str) -> set[str]:
    plain = re.sub(r"[^\u4e00-\u9fffA-Z0-9]", " ", text)
    return {word[i : i + 2] for word in plain.split() for i in range(len(word) - 1)}


def test_there_are_a_hundred_and_eighty_rows_to_hold_it_against():
    assert len(rows()) == 180


@pytest.mark.parametrize("row", [row for row in rows() if row[0] < "M166"], ids=lambda row: row[0])
def test_no_row_of_the_requirements_is_lost(plan, row):
    number, where, words = row
    if where in AROUND:
        assert plan.printed_on if where == "发文" else len(plan.members) == 17
        return
    clause = plan.clause(where)
    said = pairs("".join(each.text for each in clause.walk()))
    asked = pairs(words)
    shared = asked & said
    assert number in OWN_WORDS or len(shared) * 3 >= len(asked), (words, clause.text)


def test_there_are_more_pieces_to_point_at_than_rows(plan):
    assert len(plan.phrases) >= 165
    assert len({phrase.path for phrase in plan.phrases}) == len(plan.phrases)


@pytest.mark.parametrize("row", [row for row in rows() if row[0] >= "M166"], ids=lambda row: row[0])
def test_each_measure_has_the_units_of_the_responsibility_table(plan, row):
    lead = next(
        line for line in ROWS.read_text("utf-8").splitlines() if line.startswith(f"| {row[0]} |")
    )
    cells = [cell.strip() for cell in lead.strip("|").split("|")]
    place = "四" + cells[1].split(" ")[0]
    duty = plan.clause(place).duty
    plain = [unit.removeprefix("县") for unit in (*duty.leads, *duty.partners)]
    partners = cells[3].removeprefix("成员单位 ").split("、")
    assert plain == [cells[2].strip("*"), *partners]


def test_nothing_in_it_was_left_unread(plan):
    assert plan.remarks == ()


def test_every_character_of_the_body_is_in_a_clause(plan):
    body = TEXT.read_text("utf-8").split("\n一、", 1)[1].split("\n附件\n")[0]
    kept = "".join(clause.text for clause in plan.walk())
    kept += "".join("".join((*duty.leads, *duty.partners)) for _, duty in plan.duties)
    letters = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")
    marks = re.compile(r"^\(?[一二三四五六七八九十]+\)|^\d+\.|^[一二三四五六]、", re.M)
    written = letters.sub("", re.sub("(?:牵头|责任|成员)单位:", "", marks.sub("", "一、" + body)))
    assert sorted(written) == sorted(letters.sub("", kept))
