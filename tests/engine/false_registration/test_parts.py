"""照片指纹、关系图、一照多址、依据: each part by itself."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from wangshi.engine.false_registration import (
    Field,
    Kind,
    PlaceKind,
    Premise,
    Row,
    alike,
    check_premises,
    difference_hash,
    layout,
    load_signs,
    standing_signs,
)
from wangshi.engine.lawfiles import LAW_DIR, Certainty, LawFault
from wangshi.engine.statutes import read_statute

LAW = standing_signs()
LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"
CITED = {one.key: one.citation for one in (*LAW.signs, *LAW.premises)}
TEXT = (LAW_DIR / "false_registration.yaml").read_text("utf-8")
ON = date(2026, 11, 2)


def grey(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (8, 9)).astype(np.uint8)


def test_a_brighter_picture_has_the_same_fingerprint_and_another_has_not():
    picture = (grey(1) // 2).astype(np.uint8)
    brighter = (picture + 40).astype(np.uint8)
    assert difference_hash(picture) == difference_hash(brighter)
    assert (difference_hash(picture) ^ difference_hash(grey(2))).bit_count() > 12


def test_a_blank_picture_says_nothing_and_a_wrong_shape_is_refused():
    assert difference_hash(np.full((8, 9), 200, np.uint8)) == 0
    with pytest.raises(ValueError, match="8 rows of 9"):
        difference_hash(np.zeros((9, 8), np.uint8))


def test_alike_pictures_are_one_group_as_comparing_all_pairs_says():
    random = np.random.default_rng(7)
    marks = [int(one) for one in random.integers(1, 2**62, 60)]
    marks += [mark ^ (1 << int(random.integers(0, 60))) for mark in marks[:20]]
    groups = alike([*marks, 0, 0], 6)
    near = [
        (one, other)
        for one in range(len(marks))
        for other in range(one)
        if (marks[one] ^ marks[other]).bit_count() <= 6
    ]
    assert len(near) >= 20
    assert all(groups[one] == groups[other] for one, other in near)
    assert len({groups[at] for at in range(60)}) == 60
    assert groups[-1] == 0


def rows(*pairs: tuple[Kind, int, Field, str]) -> tuple[Row, ...]:
    return tuple(
        Row(kind, key, f"样{key}", field, value, value) for kind, key, field, value in pairs
    )


def test_a_drawing_has_a_spot_for_each_record_and_a_line_for_each_thing_shared():
    drawn = layout(
        rows(
            (Kind.OPERATOR, 1, Field.PHONE, "甲"),
            (Kind.OPERATOR, 2, Field.PHONE, "甲"),
            (Kind.SHOP, 3, Field.PHONE, "甲"),
            (Kind.OPERATOR, 2, Field.ADDRESS, "乙"),
            (Kind.OPERATOR, 4, Field.STATUS, "丙"),
        ),
        lambda row: row.value,
    )
    assert [(one.kind, one.key) for one in drawn.spots if one.kind != "value"] == [
        ("operator", 1), ("operator", 2), ("shop", 3),
    ]  # fmt: skip
    assert len(drawn.lines) == 3
    assert drawn.left_out == 0


def test_no_two_spots_of_a_drawing_touch_and_it_says_who_did_not_fit():
    many = rows(*((Kind.OPERATOR, key, Field.PHONE, f"{key % 7}") for key in range(1, 90)))
    drawn = layout(many, lambda row: row.value)
    places = {(one.x, one.y) for one in drawn.spots}
    assert len(places) == len(drawn.spots)
    assert drawn.left_out == 29
    assert max(one.y + one.height for one in drawn.spots) < drawn.height


def premise(key: int, kind: PlaceKind = PlaceKind.PLACE, **facts: object) -> Premise:
    given = {"listed": True, "proof": "样例合同", **facts}
    return Premise(key=key, kind=kind, address=f"样例街{key}号", **given)


@pytest.mark.parametrize(
    ("premises", "household", "rules"),
    [
        ([premise(1, PlaceKind.SEAT), premise(2), premise(3)], True, []),
        ([premise(1, PlaceKind.SEAT), premise(2, PlaceKind.SEAT)], False, ["one_seat"]),
        ([premise(1, PlaceKind.SEAT, clustered=True)], True, ["cluster_seat"]),
        ([premise(1, PlaceKind.SEAT, clustered=True)], False, []),  # art. 10 binds households
        ([premise(1, outside=True, listed=False)], True, ["outside"]),
        ([premise(1, listed=False)], True, ["unlisted"]),
        ([premise(1, proof="")], True, ["no_proof"]),
        ([premise(1, PlaceKind.ONLINE, listed=False)], True, []),  # one online place may stay
        (
            [premise(1, PlaceKind.ONLINE), premise(2, PlaceKind.ONLINE, listed=False)],
            True,
            ["online_unregistered"],
        ),
        ([premise(1, PlaceKind.ONLINE, trades=False)], True, ["no_trade_online"]),
        ([premise(1, listed=False, until=date(2026, 1, 1))], True, []),  # no longer in use
        ([], True, []),
    ],
)
def test_premises_are_held_against_the_articles(premises, household, rules):
    found = check_premises(premises, household=household, on=ON)
    assert [one.rule.key for one in found] == rules


@pytest.mark.real_data
@pytest.mark.parametrize("key", CITED)
def test_the_words_stand_in_the_cited_article(key):
    citation = CITED[key]
    statute = read_statute(LAW_TEXTS / f"{citation.source.file}.md")
    article = re.sub(r"\s", "", statute.find(citation.article).text)
    assert citation.certainty is Certainty.VERIFIED
    assert re.sub(r"\s", "", citation.words) in article, key


def test_no_limit_claims_to_be_law():
    assert {one.certainty for one in LAW.limits} == {Certainty.INFERENCE}


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("key: phone_reuse,", "key: payee_reuse,", "key 一样"),
        ("key: hub,", "key: hubs,", "limits 要写齐"),
        ("weight: 5", "wait: 5", "不认识的键"),
        ("value: 40", "value: 四十", "value"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(was, now, message, tmp_path):
    wrong = tmp_path / "false_registration.yaml"
    wrong.write_text(TEXT.replace(was, now, 1), "utf-8")
    with pytest.raises(LawFault, match=message):
        load_signs(wrong)
