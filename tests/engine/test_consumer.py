"""消费者权利: sums, returns and the burden of proof as an officer at mediation would tell them."""

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner

from tests.conftest import SHARED
from wangshi.engine.cli_rights import rights_commands
from wangshi.engine.consumer import (
    CONSUMER,
    Ground,
    NotAsked,
    Purchase,
    Shower,
    burden,
    compensation,
    load_consumer_law,
    may_return,
    standing_consumer_law,
)
from wangshi.engine.lawfiles import LawFault
from wangshi.engine.statutes import read_statute


@pytest.mark.parametrize(
    ("ground", "price", "loss", "amount"),
    [
        ("fraud", "100", "0", "500.00"),  # 300 is less than the least
        ("fraud", "166.66", "0", "500.00"),
        ("fraud", "166.67", "0", "500.01"),
        ("fraud", "1280", "5000", "3840.00"),  # what else was lost is paid, not tripled
        ("unsafe_food", "12.5", "0", "1000.00"),
        ("unsafe_food", "100", "0", "1000.00"),
        ("unsafe_food", "100.01", "0", "1000.10"),
        ("unsafe_food", "30", "2000", "6000.00"),  # three times the loss is more
        ("fraud", "0", "0", "500.00"),
    ],
)
def test_the_sum_is_the_multiple_or_the_least(ground, price, loss, amount):
    found = compensation(Ground(ground), price=Decimal(price), loss=Decimal(loss))
    assert str(found.amount) == amount


def test_a_sum_says_each_step():
    found = compensation(Ground.UNSAFE_FOOD, price=Decimal("12.50"), loss=Decimal(40))
    assert found.why == (
        "价款 12.5 元 × 10 = 125 元",
        "损失 40 元 × 3 = 120 元",
        "由消费者选，按多的算",
        "不足 1000 元，按 1000 元算",
    )


@pytest.mark.parametrize("price", ["-1", "NaN", "Infinity"])
def test_no_sum_of_what_is_no_amount(price):
    with pytest.raises(NotAsked, match="不小于 0"):
        compensation(Ground.FRAUD, price=Decimal(price))


@pytest.mark.parametrize(
    ("purchase", "may", "word"),
    [
        (Purchase(), True, "不必说理由"),
        (Purchase(("perishable",)), False, "鲜活易腐"),
        (Purchase(("perishable",), confirmed=True), False, "鲜活易腐"),
        (Purchase(("loses_value",)), True, "不得拒绝"),
        (Purchase(("loses_value",), confirmed=True), False, "可以不适用"),
        (Purchase(("loses_value",), intact=False), False, "不完好"),
        (Purchase(("told_flawed", "made_to_order")), False, "定作"),
        (Purchase(intact=False), False, "不完好"),
        (Purchase(online=False), False, "承诺"),
    ],
)
def test_goods_go_back_unless_the_law_says_not(purchase, may, word):
    answer = may_return(purchase)
    assert answer.may is may
    assert any(word in each for each in answer.why)
    assert answer.citations


def test_an_exception_the_law_does_not_know_is_refused():
    with pytest.raises(NotAsked, match="made_to_order"):
        may_return(Purchase(("underwear",)))


@pytest.mark.parametrize(
    ("goods", "found", "shower"),
    [
        ("durable", date(2026, 5, 24), Shower.OPERATOR),
        ("durable", date(2026, 11, 24), Shower.OPERATOR),
        ("durable", date(2026, 11, 25), Shower.CONSUMER),
        ("decoration", date(2026, 8, 1), Shower.OPERATOR),
        ("other", date(2026, 5, 25), Shower.CONSUMER),
    ],
)
def test_the_burden_is_reversed_only_where_the_law_puts_it(goods, found, shower):
    assert burden(goods, received=date(2026, 5, 24), found=found).shower is shower


def test_a_defect_is_not_found_before_the_goods_came():
    with pytest.raises(NotAsked, match="不能早于"):
        burden("durable", received=date(2026, 5, 24), found=date(2026, 5, 23))


@pytest.mark.real_data
def test_the_words_stand_in_the_cited_articles():
    for citation in standing_consumer_law().citations():
        article = read_statute(SHARED / "law-texts" / f"{citation.source.file}.md").find(
            citation.article
        )
        assert citation.words in article.text.replace("\n", ""), citation


def test_a_kind_that_is_reversed_but_not_named_is_refused(tmp_path):
    path = tmp_path / "consumer.yaml"
    text = CONSUMER.read_text("utf-8").replace("[durable, decoration]", "[durable, houses]")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LawFault, match="没有 houses"):
        load_consumer_law(path)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("compensation --ground fraud --price 100", ["最少 500.00 元", "第五十五条"]),
        ("return --signed 2026-09-24", ["可以无理由退货", "2026-10-08 以前发退货通知"]),
        ("return --kind press", ["不能无理由退货", "第六条"]),
        (
            "burden --goods durable --received 2026-05-24 --found 2026-06-01",
            ["由经营者举证", "第二十三条第三款"],
        ),
    ],
)
def test_the_command_says_it_with_the_article(words, wanted):
    told = CliRunner().invoke(rights_commands, words.split())
    assert told.exit_code == 0
    for each in wanted:
        assert each in told.output


def test_the_command_answers_programs_and_refuses_in_chinese():
    asked = ["return", "--signed", "2026-09-24", "--json"]
    facts = json.loads(CliRunner().invoke(rights_commands, asked).output)
    assert (facts["may"], facts["until"]) == (True, "2026-10-08")
    wrong = CliRunner().invoke(
        rights_commands, ["compensation", "--ground", "fraud", "--price", "一百"]
    )
    assert wrong.exit_code
    assert "128.50" in wrong.output
