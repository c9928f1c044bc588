"""代码表: what each list holds, on which day, and what the loader refuses."""

import re
from datetime import date
from pathlib import Path

import pytest

from wangshi.engine.codes import (
    Choice,
    CodeRow,
    CodeTable,
    CodeUnknown,
    load_tables,
    table_names,
)
from wangshi.engine.lawfiles import Certainty, LawFault, load_yaml
from wangshi.engine.statutes import load_library

SHARED = Path(__file__).parents[3] / "shared"
LAW_TEXTS = SHARED / "law-texts"
LAW = Path(__file__).parents[2] / "src" / "wangshi" / "law"
TODAY = date(2026, 11, 23)
real_data = pytest.mark.real_data


@pytest.mark.parametrize("name", table_names())
def test_every_table_is_read_and_offers_something(name: str) -> None:
    table = CodeTable.load(name)
    assert table.title
    assert table.choices(date(2026, 12, 1))
    for row in table:
        assert row.basis


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("complaint_refusals", [f"R16_{number}" for number in range(1, 8)]),
        ("mediation_endings", [f"T23_{number}" for number in range(1, 9)]),
        ("absolute_exemptions", ["A1", "A2", "A3", "B4", "B5", "B6", "B7", "B8", "B9"]),
        ("operator_kinds", ["platform", "in_platform", "self_site", "other_network"]),
        ("sweep_kinds", ["daily", "special", "focus", "urgent"]),
    ],
)
def test_a_statutory_list_is_whole_and_in_order(name: str, codes: list[str]) -> None:
    assert [choice.code for choice in CodeTable.load(name).choices(TODAY)] == codes


def test_a_row_is_found_on_its_days_only() -> None:
    refusals = CodeTable.load("complaint_refusals")
    assert refusals.row("R16_4", TODAY).article == "第十六条第四项"
    with pytest.raises(CodeUnknown, match="R16_4"):
        refusals.row("R16_4", date(2026, 4, 14))  # 令121号 stands from 2026-04-15
    with pytest.raises(CodeUnknown, match="R16_9"):
        refusals.row("R16_9", TODAY)
    with pytest.raises(CodeUnknown, match="no_such_table"):
        CodeTable.load("no_such_table")


def test_choices_are_pairs_as_a_form_takes_them() -> None:
    first = CodeTable.load("sweep_kinds").choices(TODAY)[0]
    assert first == ("daily", "日常监测")
    assert isinstance(first, Choice)


def test_every_outcome_of_a_clue_has_an_ending_that_tells_the_finder() -> None:
    endings = CodeTable.load("clue_endings")
    outcomes = {
        "filed", "declined", "corrected", "transferred", "duplicate", "not_ours", "unverifiable",
    }  # fmt: skip
    assert {row.group for row in endings} == outcomes
    assert all(row.text("told").endswith("。") and row.article for row in endings)


def test_declining_has_nothing_proved_and_the_four_grounds_of_article_twenty() -> None:
    declined = CodeTable.load("clue_endings").on(TODAY, group="declined")
    assert [row.article for row in declined] == [
        "第十九条第一款第一项",
        *(f"第二十条第一款第{number}项" for number in "一二三四"),
    ]


def test_every_ending_says_what_it_proves_and_only_one_proves_the_suspicion_wrong() -> None:
    endings = CodeTable.load("clue_endings")
    proves = {row.code: row.text("proves") for row in endings}
    assert set(proves.values()) == {"breach", "clean", "open"}
    assert [code for code, word in proves.items() if word == "clean"] == ["no_violation"]
    # No penalty is not no violation; what nobody could find out says nothing.
    assert {proves[code] for code in ("first_minor", "minor_corrected", "no_fault")} == {"breach"}
    assert {proves[code] for code in ("unverifiable", "duplicate", "not_ours")} == {"open"}


def test_the_four_declarations_end_as_the_order_prescribes() -> None:
    grounds = CodeTable.load("exemption_grounds")
    for row in grounds:
        assert row.text("declaration").endswith("，依法不需要办理市场主体登记")
    assert grounds.row("small_turnover", TODAY).extras["annual_limit"] == 100_000
    assert grounds.row("own_farm_produce", TODAY).text("annual_limit") == ""


@pytest.mark.parametrize("name", ["inspection_results_disclosure", "inspection_results_system"])
def test_every_historic_result_maps_to_one_of_today(name: str) -> None:
    results = CodeTable.load("inspection_results")
    for row in CodeTable.load(name):
        assert results.row(row.text("maps_to"), TODAY).title


def test_results_and_states_are_kept_apart() -> None:
    results = CodeTable.load("inspection_results")
    assert [row.code for row in results.on(TODAY, group="result")] == [
        f"{number:02d}" for number in range(1, 9)
    ]
    assert len(results.on(TODAY, group="state")) == 6


def test_a_category_without_a_published_code_says_so() -> None:
    categories = CodeTable.load("categories_12315")
    services = categories.on(TODAY, group="service")
    assert len(services) == 14
    assert all(row.code is None for row in services)
    assert categories.choices(TODAY, group="service") == ()
    assert categories.row("101", TODAY).title == "食品"
    assert len(categories.on(TODAY, group="goods")) == 27
    assert len(categories.on(TODAY, group="problem")) == 18


def test_pause_grounds_are_those_the_clocks_know() -> None:
    clocks = load_yaml(LAW / "terms.yaml").entry("pause_grounds")
    assert {row.code for row in CodeTable.load("pause_grounds")} == set(clocks)


@real_data
@pytest.mark.skipif(not LAW_TEXTS.is_dir(), reason="没有法规全文")
def test_the_words_of_every_row_stand_in_its_article() -> None:
    library = load_library(LAW_TEXTS)
    rows = [(name, row) for name, table in load_tables().items() for row in table if row.source]
    assert len(rows) > 80
    for name, row in rows:
        assert row.source is not None
        if row.source.title not in library:
            assert row.certainty is Certainty.FROM_MEMORY, (name, row.code)
            continue
        assert row.words, (name, row.code)
        assert row.words in library.find(row.source.title, row.article).text, (name, row.code)


SOUND = """\
title: 样例表
source: samr-complaints
certainty: verified
valid_from: 2026-04-15
extras: [told]
rows:
  - {code: A1, title: 样例一, article: 第十六条, told: 请补充材料。}
  - {code: null, title: 样例二, article: 第十六条}
  - {code: B1, title: 样例三, origin: 样例来源}
"""


def _load(folder: Path, text: str) -> CodeTable:
    (folder / "sample.yaml").write_text(text, "utf-8")
    return CodeTable.load("sample", folder)


def _row(table: CodeTable, number: int) -> CodeRow:
    return table.rows[number]


def test_a_row_falls_back_on_its_table(tmp_path: Path) -> None:
    table = _load(tmp_path, SOUND)
    assert _row(table, 0).basis == "《市场监督管理投诉举报处理办法》第十六条"
    assert _row(table, 1).code is None
    assert _row(table, 2).basis == "样例来源"


def test_a_code_may_change_its_meaning_on_a_day(tmp_path: Path) -> None:
    table = _load(
        tmp_path,
        SOUND.replace(
            "  - {code: A1,",
            "  - {code: A1, title: 旧样例, article: 第十五条, valid_to: 2026-05-31}\n"
            "  - {code: A1, valid_from: 2026-06-01,",
        ),
    )
    assert table.row("A1", date(2026, 5, 31)).title == "旧样例"
    assert table.row("A1", date(2026, 6, 1)).title == "样例一"


@pytest.mark.parametrize(
    ("line", "old", "new", "message"),
    [
        (7, "code: A1", "code: 一号", "只用字母"),
        (7, "code: A1", "code: 1", "code 应当是文字"),
        (7, "title: 样例一, ", "", "缺少 title"),
        (7, "article: 第十六条, told", "told", "缺少 article"),
        (7, "article: 第十六条", "article: 16 条", "应当写作"),
        (7, "told:", "tlod:", "不认识的键 tlod"),
        (7, "told: 请补充材料。", "told: [请]", "文字或者整数"),
        (7, "told: 请补充材料。", f"words: {'长' * 31}", "最多 30 个字"),
        (7, "told: 请补充材料。", "source: no-such-law", "没有 no-such-law"),
        (7, "told: 请补充材料。", "valid_from: 2019-01-01", "早于"),
        (9, "code: B1", "code: A1", "同一时期出现两次"),
        (9, "origin: 样例来源", "origin: 样例, source: samr-complaints", "只写一个"),
    ],
)
def test_a_wrong_row_is_refused_with_file_and_line(
    tmp_path: Path, line: int, old: str, new: str, message: str
) -> None:
    assert old in SOUND
    with pytest.raises(LawFault, match=re.escape(message)) as caught:
        _load(tmp_path, SOUND.replace(old, new, 1))
    assert caught.value.path.name == "sample.yaml"
    assert caught.value.line == line
