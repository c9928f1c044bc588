"""查找: any two neighbouring characters, answered as the slow question would."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wangshi.accounts.policy import Refused
from wangshi.engine.names import fold_name, name_pairs, neighbours
from wangshi.registry.models import Operator, OperatorForm
from wangshi.registry.search_index import keys_with
from wangshi.registry.selectors import search

pytestmark = pytest.mark.django_db
LETTERS = "拾穗样例山货茶叶商行店铺公司有限甲乙丙丁镇县AB12"


@pytest.fixture
def many(db) -> list[Operator]:
    """Invented names full of repeats, so that every pair occurs often and in many orders."""
    draw = random.Random(2026)
    names = ["".join(draw.choices(LETTERS, k=draw.randint(1, 9))) for _ in range(600)]
    return Operator.objects.bulk_create(
        Operator(
            source_key=f"样例:{number}",
            name=name,
            name_grams=name_pairs(name),
            form=OperatorForm.OTHER,
        )
        for number, name in enumerate(names)
    )


def found_fast(text: str) -> set[int]:
    return set(keys_with("registry_operator", neighbours(fold_name(text)), most=10_000))


def found_slowly(text: str) -> set[int]:
    return set(Operator.objects.filter(name__icontains=text).values_list("pk", flat=True))


def test_the_index_answers_as_the_slow_question_does(many):
    draw = random.Random(7)
    asked = ["".join(draw.choices(LETTERS, k=draw.choice((2, 2, 2, 3, 4)))) for _ in range(300)]
    asked += [operator.name for operator in many[:100] if len(operator.name) > 1]
    assert [text for text in asked if found_fast(text) != found_slowly(text)] == []
    assert sum(bool(found_fast(text)) for text in asked) > 100


def test_the_index_follows_a_changed_and_a_deleted_name(make_operator):
    operator = make_operator("样例山货行")
    Operator.objects.filter(pk=operator.pk).update(
        name="范文茶行", name_grams=name_pairs("范文茶行")
    )
    assert (found_fast("山货"), found_fast("茶行")) == (set(), {operator.pk})
    operator.delete()
    assert found_fast("茶行") == set()


FOLDED = [
    ("甲木（虚构）贸易ＡＢ店", "ab店", True),
    ("甲木（虚构）贸易ＡＢ店", "木虚", True),  # brackets are not part of a name
    ("甲木（虚构）贸易ＡＢ店", "ＡＢ", True),
    ("甲木 山货", "木山", True),
    ("𬭎𰻝面馆", "𬭎𰻝", True),  # characters newer than the tokenizer
    ("山货行", "货山", False),
    ("山货货行山", "货行山货", False),  # all its pairs, but not in this order
]


@pytest.mark.parametrize(("name", "asked", "found"), FOLDED)
def test_width_case_and_brackets_do_not_hide_a_name(make_operator, name, asked, found):
    operator = make_operator(name)
    assert (found_fast(asked) == {operator.pk}) is found


def test_one_search_finds_by_name_code_phone_and_address(make_operator, make_shop, officer):
    operator = make_operator("拾穗县样例山货行", phone="13800000001")
    make_operator("拾穗县范文茶行")
    shop = make_shop("山里人小店", url="https://chengji.example/s/77", phone="0916-4820000")
    for text in ("山货", "样例山货", operator.uscc, operator.uscc[:12].lower(), "138 0000 0001"):
        assert operator in search(text, officer).operators, text
    for text in ("里人", "chengji.example/s/77/", "http://chengji.example/s/77", "0916-4820000"):
        assert search(text, officer).shops == (shop,), text


def test_one_character_finds_names_that_begin_with_it_and_says_so(make_operator, officer):
    begins = make_operator("茶行样例")
    make_operator("样例茶行")
    found = search("茶", officer)
    assert found.operators == (begins,)
    assert "再输入一个字" in found.advice


def test_the_very_name_stands_first(make_operator, officer):
    for number in range(30):
        make_operator(f"样例{number:02d}山货经营部")
    exact = make_operator("山货")
    found = search("山货", officer)
    assert found.operators[0] == exact
    assert found.more_operators


NOTHING = ["", "  ", "没有的名字", "“”", "%", "_", "'; DROP TABLE x", '"山货" OR "茶"', "*",
           "x" * 5_000, "http://", "//[", "NEAR(", "\x00"]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_strange_questions_find_nothing_and_break_nothing(make_operator, officer, text):
    make_operator("样例商行")
    assert search(text, officer).operators == ()


def test_a_grid_member_is_refused(grid_member):
    with pytest.raises(Refused):
        search("山货", grid_member)


def test_the_number_of_questions_does_not_grow_with_the_rows(make_operator, make_shop, officer):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            search("山货", officer)
        return len(queries)

    make_operator("样例山货行")
    make_shop("山货小店")
    few = asked()
    for number in range(40):
        make_operator(f"样例{number}山货行")
        make_shop(f"山货小店{number}")
    assert asked() == few
