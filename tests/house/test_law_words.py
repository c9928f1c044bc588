"""Every legal number's words stand in the cited article; every row of the reference is here."""

import re
from functools import cache
from pathlib import Path

import pytest

from wangshi.engine.lawbook import load_lawbook
from wangshi.engine.lawfiles import Certainty, Citation
from wangshi.engine.statutes import Statute, read_statute

SHARED = Path(__file__).parents[3] / "shared"
LAW_TEXTS = SHARED / "law-texts"
REFERENCE = SHARED / "domain" / "law.md"
BOOK = load_lawbook()
TERMS = [term for versions in BOOK.terms.values() for term in versions]
CITATIONS = {
    **{f"{term.key} {term.since}": term.citation for term in TERMS},
    **{f"期间规则 {term.period.citation}": term.period.citation for term in TERMS},
}
SUPERSEDED = {f"{term.key} {term.since}" for term in TERMS if term.until}
WITH_TEXT = {where: one for where, one in CITATIONS.items() if one.source.file}
# F1 says who samples and F9 which re-tests are refused: neither is a clock.
FOOD_CLOCKS = {f"F{row}" for row in range(2, 18)} - {"F9"}
# Rows of the reference that hold several clocks, under names of their own.
SPLIT_ROWS = {"food_*": "food_"}
UNITS = {"wd": "working_days", "d": "calendar_days", "h": "hours", "m": "months", "y": "years"}


@cache
def statute(file: str) -> Statute:
    return read_statute(LAW_TEXTS / f"{file}.md")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.real_data
@pytest.mark.parametrize("where", WITH_TEXT)
def test_the_words_stand_in_the_cited_article(where: str) -> None:
    citation: Citation = WITH_TEXT[where]
    article = statute(citation.source.file).find(citation.article).text
    # Only a version the text at hand has replaced may rest on words remembered.
    remembered = where in SUPERSEDED and citation.certainty is Certainty.FROM_MEMORY
    assert remembered or squeezed(citation.words) in squeezed(article), citation


def test_words_nobody_could_compare_are_never_called_verified() -> None:
    unread = [one for one in CITATIONS.values() if not one.source.file]
    assert unread
    assert all(one.certainty is not Certainty.VERIFIED for one in unread)


@pytest.mark.real_data
def test_every_source_names_a_statute_that_is_there_and_its_own_link() -> None:
    for source in BOOK.sources.values():
        if source.file:
            head = (LAW_TEXTS / f"{source.file}.md").read_text("utf-8")[:1000]
            assert source.link in head, source.key


@pytest.mark.real_data
def test_every_statute_at_hand_is_a_source() -> None:
    named = {source.file for source in BOOK.sources.values()}
    assert {path.stem for path in LAW_TEXTS.glob("*.md")} <= named


def reference_rows() -> dict[str, list[str]]:
    text = REFERENCE.read_text("utf-8")
    table = text[text.index("# 附录 A") :].split("```")[1]
    lines = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line]
    return {cells[0]: cells[1:] for cells in lines}


@pytest.mark.real_data
def test_every_row_of_the_reference_is_a_term_or_split_into_terms() -> None:
    missing = []
    for key in reference_rows():
        prefix = SPLIT_ROWS.get(key, f"{key}_")
        if key not in BOOK.terms and not any(one.startswith(prefix) for one in BOOK.terms):
            missing.append(key)
    assert missing == []


@pytest.mark.real_data
def test_each_single_row_has_the_length_of_the_reference() -> None:
    compared = 0
    for key, cells in reference_rows().items():
        if key in BOOK.terms and len(cells) > 2 and cells[2] in UNITS:
            length = BOOK.terms[key][-1].length
            amount = f"{length.least}..{length.amount}" if length.least else str(length.amount)
            assert (amount, length.unit) == (cells[1], UNITS[cells[2]]), key
            compared += 1
    assert compared > 40


def test_every_clock_of_food_sampling_is_here() -> None:
    assert {term.code for term in TERMS if term.code} == FOOD_CLOCKS
