"""law/claims: the words stand in the articles, a wrong line is refused, patterns are tame."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from wangshi.engine.claims import (
    Attribute,
    Channel,
    ChannelText,
    extract_claims,
    load_claim_law,
    standing_claim_law,
)
from wangshi.engine.claims.places import find_places, nested
from wangshi.engine.claims.vocabulary import CLAIMS_DIR, load_vocabulary, vocabulary
from wangshi.engine.lawfiles import LawFault
from wangshi.engine.statutes import read_statute
from wangshi.engine.violations import Violations

ON = date(2026, 11, 22)
LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"


@pytest.mark.real_data
@pytest.mark.parametrize("citation", list(standing_claim_law().citations()), ids=str)
def test_the_words_stand_in_the_cited_article(citation):
    statute = read_statute(LAW_TEXTS / f"{citation.source.file}.md")
    article = re.sub(r"\s", "", statute.find(citation.article).text)
    assert re.sub(r"\s", "", citation.words) in article


def test_every_attribute_has_its_rule_and_names_a_violation_that_exists():
    law, violations = standing_claim_law(), Violations.load()
    assert set(law.rules) == set(Attribute)
    assert len({rule.rule for rule in law.rules.values()}) == len(law.rules)
    for rule in law.rules.values():
        assert violations.get(rule.violation, ON).code == rule.violation


BROKEN = [
    ("grounds.yaml", "    rule: claims-material\n", "", "缺少 rule"),
    ("grounds.yaml", "attributes:\n", "surplus: 1\nattributes:\n", "不认识的键 surplus"),
    ("words.yaml", 'pattern: "莫代尔', 'pattern: "(莫代尔', "不是有效的正则"),
    ("words.yaml", "family: health", "family: magic", "family 只能是"),
    ("words.yaml", "  纯棉: 棉\n", "  纯棉: 云\n", "materials 里没有 云"),
]


@pytest.mark.parametrize(("name", "was", "now", "message"), BROKEN)
def test_a_wrong_line_is_refused(tmp_path, name, was, now, message):
    shutil.copytree(CLAIMS_DIR, tmp_path / "claims")
    path = tmp_path / "claims" / name
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), "utf-8")
    with pytest.raises(LawFault, match=message):
        (load_claim_law if name == "grounds.yaml" else load_vocabulary)(path)


def test_every_material_and_effect_is_found_by_a_word_of_its_own():
    words = vocabulary()
    groups = {material.group for material in words.materials}
    assert groups == {"fibre", "down", "leather", "steel", "jewel", "wood"}
    assert {material.wider for material in words.materials} - {""} == {"真皮", "不锈钢"}


PLACES = [
    ("陕西省略阳县", "汉中", True),
    ("略阳", "陕西", True),
    ("恩施", "湖北", True),
    ("秦岭", "略阳", True),
    ("略阳", "云南", False),
    ("新疆", "阿克苏", True),
    ("德国", "浙江", False),
]


@pytest.mark.parametrize(("one", "other", "inside"), PLACES)
def test_a_place_lies_in_what_contains_it(one, other, inside):
    first, second = (list(find_places(name))[-1].codes for name in (one, other))
    assert nested(first, second) is inside


def test_everyday_words_are_no_places():
    assert [place.name for place in find_places("和平的日子，大方的人，平安到家，团结起来")] == []


@pytest.mark.parametrize(
    "text",
    ["斤" * 20_000, "1" * 20_000, "百分之" * 6_000, "产地" * 9_000, "一" * 20_000, "，" * 20_000],
)
def test_hostile_text_is_read_to_its_end(text):
    claims = extract_claims(ChannelText(Channel.SPEECH, text))
    assert all(text[claim.start : claim.end] for claim in claims)
