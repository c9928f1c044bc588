"""筛查内核: both engines and a third find the same words, at places that slice the original."""

import threading

import daachorse
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.screening.batches import fold_many
from wangshi.engine.screening.finding import (
    ChangedFinder,
    HyperscanFinder,
    PortableFinder,
    word_finder,
)
from wangshi.engine.screening.folding import fold, fold_words
from wangshi.engine.screening.kernel import TermKernel, UnknownCharacter

TERMS = [
    "根治",
    "治疗",
    "根治疗",
    "国家级",
    "刷单",
    "s单",
    "100%有效",
    "一",
    "最",
    "最佳",
    "a",
    "aa",
    "。",
]
FIRST, SECOND = TermKernel(TERMS, "hyperscan"), TermKernel(TERMS, "portable")
PIECES = st.sampled_from(
    [
        *TERMS,
        "國家級",
        "根\u200b治",
        "刷 单",
        "治*疗",
        "１００％有效",
        "ＡＡ",
        "🐶",
        "\ud800",
        "\U00020bb7",
        "，",
    ]
)
TEXTS = st.lists(
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=6).map("".join), max_size=5
)


def by_third_engine(texts):
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(FIRST.words))
    for number, text in enumerate(texts):
        folded = fold(text)
        for start, end, word in automaton.find_overlapping(folded.text):
            yield number, word, *folded.span(start, end)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_three_engines_find_the_same_words_in_the_same_places(texts):
    found = list(FIRST.scan(texts).rows())
    assert found == list(SECOND.scan(texts).rows())
    assert sorted(found) == sorted(by_third_engine(texts))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_place_slices_the_original_to_the_word(texts):
    for number, word, start, end in FIRST.scan(texts).rows():
        cut = texts[number][start:end]
        assert fold(cut).text == FIRST.words[word]
        assert fold_words(cut[0])
        assert fold_words(cut[-1])


def test_no_word_runs_from_one_text_into_the_next():
    assert list(FIRST.scan(["包根", "治好", "治", "疗"]).rows()) == []


def test_many_batches_count_on():
    texts = ["根治", "无", "最佳"] * 5_000
    for kernel in (FIRST, SECOND):
        rows = [row for found in kernel.scan_many(iter(texts)) for row in found.rows()]
        assert len(rows) == 15_000
        assert rows[-1] == (14_999, TERMS.index("最佳"), 0, 2)


def test_terms_that_fold_alike_are_one_word():
    kernel = TermKernel(["國家級", "国家级", "ＶＸ", "vx"], "hyperscan")
    assert kernel.words == ("国家级", "vx")


@pytest.mark.parametrize("term", ["", "\u200b", "\U00020bb7字", "\ud800"])
def test_a_term_that_folds_to_nothing_known_is_refused(term):
    with pytest.raises(UnknownCharacter, match="换一个写法"):
        TermKernel([term])


@pytest.mark.parametrize("engine", ["hyperscan", "portable"])
def test_no_terms_and_no_texts_are_no_trouble(engine):
    assert list(TermKernel([], engine).scan(["根治"]).rows()) == []
    assert list(TermKernel(["根治"], engine).scan([]).rows()) == []
    assert list(TermKernel([], engine).scan_many([])) == []


def test_an_unknown_engine_is_named_in_the_refusal():
    with pytest.raises(ValueError, match="fast"):
        TermKernel(["根治"], "fast")


@pytest.mark.parametrize("kernel", [FIRST, SECOND], ids=["hyperscan", "portable"])
def test_several_threads_share_one_kernel(kernel):
    texts = ["根治" * 2_000] * 5
    answers: list[int] = []

    def look() -> None:
        answers.append(sum(found.texts.size for found in kernel.scan_many(texts)))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [10_000] * 4


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sets(st.sampled_from(TERMS), max_size=2), st.sets(st.sampled_from("国家级疗补单")))
def test_a_list_with_a_few_words_changed_finds_what_one_made_anew_finds(texts, gone, new):
    many = [*TERMS, *(f"填充{place}" for place in range(60))]
    for engine in ("hyperscan", "portable"):
        word_finder(many, engine)
        words = [*(word for word in many if word not in gone), *sorted(new - set(TERMS))]
        changed = word_finder(words, engine)
        anew = {"hyperscan": HyperscanFinder, "portable": PortableFinder}[engine](words)
        units = fold_many(texts).units
        assert places(changed, units) == places(anew, units)


def places(finder, units):
    found = finder.find(units)
    return sorted(zip(found.words.tolist(), found.ends.tolist(), strict=True))


def test_a_changed_list_leans_on_the_older_one():
    many = [f"词{place}" for place in range(100)]
    assert isinstance(word_finder(many), HyperscanFinder | PortableFinder)
    assert isinstance(word_finder([*many[1:], "新词"]), ChangedFinder)
    assert not isinstance(word_finder(many[:50]), ChangedFinder)
