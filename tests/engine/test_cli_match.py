"""wangshi match: one line a shop, in five columns; bad tables are refused in words."""

import csv
import json

import pytest
from click.testing import CliRunner

from tests.engine.matching.invented import members_and_strangers, shops
from wangshi.engine.cli_match import COLUMNS, match_command

REGISTER_TITLES = (
    "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址"
)
SHOP_TITLES = "shop_id,shop_name,claimed_operator,uscc,phone,address,person"


def register_text(rows) -> str:
    lines = [
        f"{one.name},{one.uscc},2020-01-01,样例类型,{one.person},10 万,虚构,{one.province},"
        f"{one.city},{one.address}"
        for one in rows
    ]
    return "\n".join([REGISTER_TITLES, *lines]) + "\n"


def shops_text(made) -> str:
    lines = [",".join(getattr(one.shop, name) for name in SHOP_TITLES.split(",")) for one in made]
    return "\n".join([SHOP_TITLES, *lines]) + "\n"


KNOWN, STRANGERS = members_and_strangers(800, 100, 21)
MADE = shops(KNOWN, STRANGERS, 500, 23)


def run(tmp_path, asked, known, *options, out="links.csv", encoding="utf-8"):
    shops_file, register_file = tmp_path / "shops.csv", tmp_path / "register.csv"
    shops_file.write_bytes(asked.encode(encoding))
    register_file.write_bytes(known.encode(encoding))
    target = tmp_path / out
    arguments = [str(shops_file), str(register_file), "--out", str(target), *options]
    return CliRunner().invoke(match_command, arguments), target


def rows_of(target):
    with target.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("match")
    evidence = folder / "evidence.jsonl"
    options = ("--json", "--evidence", str(evidence))
    result, target = run(folder, shops_text(MADE), register_text(KNOWN), *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.output), rows_of(target), evidence.read_text("utf-8").splitlines()


def test_every_shop_has_one_line_in_five_columns(answered):
    report, (titles, *rows), _ = answered
    assert tuple(titles) == COLUMNS == ("shop_id", "uscc", "outcome", "probability", "reasons")
    assert [row[0] for row in rows] == [one.shop.shop_id for one in MADE]
    assert {row[2] for row in rows} == {"link", "review", "none"}
    assert all(0 <= float(row[3]) <= 1 for row in rows)
    assert all(row[4] for row in rows)
    assert all(bool(row[1]) == (row[2] != "none") for row in rows)
    assert report["shops"] == report["link"] + report["review"] + report["none"] == len(MADE)
    assert report["operators"] == len(KNOWN)


def test_no_line_says_link_wrongly(answered):
    _, (_, *rows), _ = answered
    for one, row in zip(MADE, rows, strict=True):
        assert row[2] != "link" or row[1] == one.truth


def test_the_evidence_of_every_shop_is_written_beside_it(answered):
    _, (_, *rows), lines = answered
    first = json.loads(lines[0])
    assert len(lines) == len(rows)
    assert first["shop_id"] == rows[0][0]
    assert set(first["candidates"][0]["evidence"][0]) == {
        "field", "shop", "register", "level", "words", "weight",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_are_read_in_the_encodings_offices_send(tmp_path, encoding):
    asked, known = shops_text(MADE[:20]), register_text(KNOWN[:200])
    result, target = run(tmp_path, asked, known, encoding=encoding)
    assert result.exit_code == 0, result.output
    assert len(rows_of(target)) == 21


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (f"{SHOP_TITLES}\n", 0),
        (f"{SHOP_TITLES}\nA,,,,,,\n", 1),
        ("shop_id,shop_name\n-,样例店\n-,样例店\n", 2),  # a number is kept as it is
        ("person,shop_id\n张样例,7\n", 1),
        (f"{SHOP_TITLES},备注\nA,样例店,,,,,,虚构\n", 1),
    ],
)
def test_any_column_but_the_number_may_be_missing_or_empty(tmp_path, asked, rows):
    result, target = run(tmp_path, asked, register_text(KNOWN[:1]))
    assert result.exit_code == 0, result.output
    assert len(rows_of(target)) == rows + 1


@pytest.mark.parametrize(
    ("asked", "known", "words"),
    [
        ("", register_text(KNOWN[:1]), "空"),
        ("shop_name\n样例店\n", register_text(KNOWN[:1]), "网店编号"),
        ("shop_id\n1\n", register_text(KNOWN[:1]), "没有能比的列"),
        (shops_text(MADE[:1]), "企业名称\n样例\n", "统一社会信用代码"),
        (shops_text(MADE[:1]), "", "空"),
    ],
)
def test_a_table_that_cannot_be_matched_is_refused_in_words(tmp_path, asked, known, words):
    result, target = run(tmp_path, asked, known)
    assert result.exit_code == 2
    assert words in result.output
    assert not target.exists()


def test_too_few_shops_to_learn_from_are_refused(tmp_path):
    result, target = run(tmp_path, shops_text(MADE[:9]), register_text(KNOWN[:9]), "--learn")
    assert result.exit_code == 2
    assert "请去掉 --learn" in result.output
    assert not target.exists()


def test_weights_may_be_learned_from_the_two_tables(tmp_path):
    result, target = run(tmp_path, shops_text(MADE), register_text(KNOWN), "--learn", "--json")
    assert result.exit_code == 0, result.output
    assert len(rows_of(target)) == len(MADE) + 1


def test_weights_of_another_kind_are_refused(tmp_path):
    weights = tmp_path / "weights.json"
    weights.write_text("{}", "utf-8")
    asked, known = shops_text(MADE[:1]), register_text(KNOWN[:1])
    result, target = run(tmp_path, asked, known, "--weights", str(weights))
    assert result.exit_code == 2
    assert "不是这一版的权重文件" in result.output
    assert not target.exists()


def test_a_failed_run_keeps_the_earlier_links(tmp_path):
    _, target = run(tmp_path, shops_text(MADE[:3]), register_text(KNOWN[:9]))
    before = target.read_bytes()
    run(tmp_path, "shop_name\n样例店\n", register_text(KNOWN[:1]))
    assert target.read_bytes() == before


def test_an_officer_may_have_a_workbook(tmp_path):
    result, target = run(tmp_path, shops_text(MADE[:3]), register_text(KNOWN[:9]), out="links.xlsx")
    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(b"PK")


def test_a_cell_that_a_spreadsheet_would_run_is_made_inert(tmp_path):
    asked = "shop_id,shop_name\n=1+1,样例店\n"
    _, target = run(tmp_path, asked, register_text(KNOWN[:1]))
    assert rows_of(target)[1][0] == "'=1+1"
