"""埋下的虚假注册 in the whole county on paper: how many are found, how many findings are right."""

from datetime import date

import pytest

from tests.demo.conftest import TODAY, Paper
from wangshi.accounts.services import county_file, read_county
from wangshi.demo.dice import Dice
from wangshi.demo.firms import COUNTY, DIVISION
from wangshi.demo.suspects import AGENCY, PlantedSign, Suspects, plant
from wangshi.engine.false_registration import (
    Finding,
    Home,
    Kind,
    OperatorRow,
    Register,
    ShopRow,
    find,
    standing_signs,
)

pytestmark = pytest.mark.once

# Where the planted rows begin, behind the ordinary county.
BEHIND = 100_000
SAME = 0.8


@pytest.fixture(scope="module")
def suspects() -> Suspects:
    towns = [town["name"] for town in read_county(county_file("demo")).towns]
    return plant(Dice(2026), towns)


@pytest.fixture(scope="module")
def findings(paper: Paper, suspects: Suspects) -> list[Finding]:
    """Every finding over three thousand ordinary operators and the planted ones."""
    register = Register(
        operators=[*ordinary(paper), *planted(suspects)],
        shops=[*ordinary_shops(paper), *planted_shops(suspects)],
        home=Home(DIVISION, COUNTY),
        on=TODAY,
        public=frozenset({AGENCY, suspects.host}),
        capacity={suspects.host: suspects.room},
    )
    return list(find(register))


def ordinary(paper: Paper) -> list[OperatorRow]:
    return [
        OperatorRow(
            *(at, one.name, one.uscc, "", one.person, one.phone, one.address),
            established_on=one.established_on,
        )
        for at, one in enumerate(paper.operators, 1)
    ]


def ordinary_shops(paper: Paper) -> list[ShopRow]:
    return [
        ShopRow(at, one.name, one.operator + 1 if one.linked else 0, one.shown_uscc, one.phone)
        for at, one in enumerate(paper.shops, 1)
    ]


def planted(suspects: Suspects) -> list[OperatorRow]:
    ended = {"cancelled": "注销", "revoked": "吊销"}
    return [
        OperatorRow(
            *(BEHIND + at, one.name, one.uscc, "", one.person, one.phone, one.address),
            ended=ended.get(one.status, ""),
            established_on=one.established_on,
            issued=(one.issued_on,) if one.issued_on else (),
            lost="演示：两封信都无人签收" if one.lost else "",
        )
        for at, one in enumerate(suspects.firms)
    ]


def planted_shops(suspects: Suspects) -> list[ShopRow]:
    return [
        ShopRow(
            *(BEHIND + at, one.name, 0 if one.firm is None else BEHIND + one.firm),
            *(one.shown_code, one.phone, one.payee),
        )
        for at, one in enumerate(suspects.shops)
    ]


def members(finding: Finding) -> set[tuple[Kind, int]]:
    return {(row.kind, row.key) for row in finding.rows}


def truth(sign: PlantedSign) -> set[tuple[Kind, int]]:
    firms = {(Kind.OPERATOR, BEHIND + at) for at in sign.firms}
    return firms | {(Kind.SHOP, BEHIND + at) for at in sign.shops}


def is_it(finding: Finding, sign: PlantedSign) -> bool:
    one, other = members(finding), truth(sign)
    return finding.reason == sign.reason and len(one & other) / len(one | other) >= SAME


def test_every_planted_sign_is_found(findings, suspects):
    missed = [s for s in suspects.signs if not any(is_it(one, s) for one in findings)]
    assert [(one.reason, sorted(one.firms)) for one in missed] == []


def test_what_is_found_was_planted(findings, suspects):
    """Precision over the whole county; the words of a wrong one tell what fooled it."""
    wrong = [one for one in findings if not any(is_it(one, sign) for sign in suspects.signs)]
    assert [(one.reason, one.words) for one in wrong] == []


def test_every_sign_is_planted_but_for_pictures(suspects):
    kinds = {one.key for one in standing_signs().signs}
    assert kinds - {one.reason for one in suspects.signs} == {"picture_reuse"}


def test_whoever_is_planted_is_visibly_invented(suspects):
    assert all("样例" in one.name for one in (*suspects.firms, *suspects.shops))
    assert {one.phone[:3] for one in suspects.firms} == {"161"}
    assert date(2199, 1, 1) in {one.established_on for one in suspects.firms}
