"""查规则: each fault of a pack is seen, once; the shipped packs have none."""

from pathlib import Path

import pytest

from tests.engine import shipped
from wangshi.engine.screening import Item
from wangshi.engine.screening.lint import FaultKind, lint
from wangshi.engine.statutes import Library, load_library, parse_statute

from .packs_at_hand import PACK, changed, write_packs

LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"
ADVERTISING_LAW = parse_statute(
    """# 中华人民共和国广告法

第九条 广告不得有下列情形：（试填）

第二十八条 广告以虚假或者引人误解的内容欺骗、误导消费者的，构成虚假广告。
"""
)
ARTICLE = "  article: 第二十八条第一款\n"
THIRD = """\
  - id: sample-03
    title: 又一条
    elements: [又说一遍]
    detect:
      - {{{detector}}}
    examples:
      positive: [{positive}]
      negative: [一瓶水, 清水, 矿泉水, 神气, 海水]
"""


def third(detector, positive):
    """PACK with one rule more, of the same offence as the first."""
    return PACK + THIRD.format(detector=detector, positive=positive)


SPOILT = [
    (FaultKind.UNREADABLE, "", changed("    title: 神水", "    titel: 神水")),
    (FaultKind.CATASTROPHIC, "", changed("仙丹|灵丹<cure>", "(?:[^。]{0,30}仙){1,30}丹")),
    (
        FaultKind.NO_ARTICLE,
        "",
        changed(
            ARTICLE, "", changed("    elements: [说是神水]\n", f"  {ARTICLE}    elements: [甲]\n")
        ),
    ),
    (FaultKind.WORDS, "", changed("虚假或者引人误解的内容", "虚" * 31)),
    (FaultKind.EXAMPLES, "", changed("positive: [一瓶神水, ", "positive: [")),
    (FaultKind.EXAMPLES, "sample-01", changed("[一瓶神水,", "[一瓶神水, 一瓶凉水,")),
    (FaultKind.EXAMPLES, "sample-01", changed("[不能治疗肺病, 一瓶水", "[治疗肺病, 一瓶水")),
    (FaultKind.NEVER_HIT, "sample-01", changed("治疗肺病, 根治肠炎]", "神水二, 神水三]")),
    (FaultKind.AMBIGUOUS, "sample-01", changed('"仙丹|灵丹', '"圣水|仙丹|灵丹')),
    (
        FaultKind.SHADOWED,
        "sample-03",
        third("terms: [圣水]", "圣水一, 圣水二, 圣水三, 喝圣水, 圣水"),
    ),
]


@pytest.fixture(scope="module")
def library():
    return Library({"广告法": ADVERTISING_LAW})


def test_sound_packs_have_no_fault(tmp_path, library):
    assert lint(write_packs(tmp_path), library=library) == ()


@pytest.mark.parametrize(
    ("kind", "rule", "pack"), SPOILT, ids=[f"{kind}-{n}" for n, (kind, _, _) in enumerate(SPOILT)]
)
def test_each_fault_is_seen_once_and_told_where_it_stands(tmp_path, library, kind, rule, pack):
    (fault,) = lint(write_packs(tmp_path, pack), library=library)
    assert (fault.kind, fault.rule) == (kind, rule)
    assert fault.place.startswith("sample.yaml 第 ")
    assert str(fault).endswith(fault.message)


def test_two_rules_may_say_that_both_offences_are_meant(tmp_path):
    pack = changed('"仙丹|灵丹', '"圣水|仙丹|灵丹')
    meant = changed("    title: 仙丹\n", "    title: 仙丹\n    beside: [sample-01]\n", pack)
    assert [fault.kind for fault in lint(write_packs(tmp_path, pack))] == [FaultKind.AMBIGUOUS]
    assert lint(write_packs(tmp_path, meant)) == ()


def test_rules_for_other_goods_may_share_words(tmp_path):
    pack = changed('"仙丹|灵丹', '"圣水|仙丹|灵丹')
    apart = changed("harm: 2\n", "harm: 2\n  applies_to: {kinds: [book]}\n", pack)
    kinds = {fault.kind for fault in lint(write_packs(tmp_path, apart))}
    assert FaultKind.AMBIGUOUS not in kinds


def test_a_detector_may_prove_its_use_on_a_corpus(tmp_path):
    folder = write_packs(tmp_path, changed("治疗肺病, 根治肠炎]", "神水二, 神水三]"))
    assert lint(folder, corpus=[Item(id="1", text="专门治疗肺病")]) == ()


def test_a_number_out_of_range_is_no_use(tmp_path):
    ranged = '{pattern: "仙丹|灵丹<cure>"}\n      - {pattern: "丹(\\\\d{1,3})粒", at_least: 5}'
    pack = changed('{pattern: "仙丹|灵丹<cure>"}', ranged, changed("吃仙丹", "仙丹3粒"))
    assert [fault.kind for fault in lint(write_packs(tmp_path, pack))] == [FaultKind.NEVER_HIT]
    enough = changed("仙丹3粒", "仙丹5粒", pack)
    assert lint(write_packs(tmp_path, enough)) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("words: 虚假或者引人误解的内容", "words: 虚假的内容", "里没有“虚假的内容”"),
        ("article: 第二十八条第一款", "article: 第八十条", "里没有第八十条"),
    ],
)
def test_words_are_compared_with_the_law(tmp_path, library, right, wrong, message):
    faults = lint(write_packs(tmp_path, changed(right, wrong)), library=library)
    assert {fault.kind for fault in faults} == {FaultKind.WORDS}
    assert all(message in fault.message for fault in faults)


def test_a_broken_shared_file_is_one_fault(tmp_path):
    (fault,) = lint(write_packs(tmp_path, words="cure: 治疗\n"))
    assert fault.kind is FaultKind.UNREADABLE
    assert fault.place.startswith("words.yaml")


def test_the_shipped_packs_have_no_fault():
    assert lint() == ()


@pytest.mark.real_data
@pytest.mark.skipif(not LAW_TEXTS.exists(), reason="the law texts are not on this machine")
def test_the_words_of_the_shipped_packs_stand_in_the_law():
    library = load_library(LAW_TEXTS)
    assert all(rule.source_title in library for rule in shipped.rules().rules)
    assert not [fault for fault in lint(library=library) if fault.kind is FaultKind.WORDS]
