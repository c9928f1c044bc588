"""wangshi screen --format: from any table to any report, and what does not go together."""

import json

import openpyxl
import pytest
from click.testing import CliRunner

from wangshi.engine.cli_screen import screen_command

TABLE = "编号,标题,类目\nT1,根治高血压的茶,食品\nT2,纯棉毛巾,家纺\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "样例.csv").write_text(TABLE, "utf-8")

    def run_it(*options: str, source: str = "样例.csv"):
        return CliRunner().invoke(screen_command, [source, "--engine", "portable", *options])

    return run_it


def test_a_table_becomes_lines_a_workbook_or_sarif(run, tmp_path):
    for form in ("jsonl", "xlsx", "sarif"):
        done = run("--out", f"out.{form}", "--format", form)
        assert done.exit_code == 0, done.output
    first = json.loads((tmp_path / "out.jsonl").read_text("utf-8").splitlines()[0])
    assert first["id"] == "T1"
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["命中", "依据", "说明"]
    log = json.loads((tmp_path / "out.sarif").read_text("utf-8"))
    assert {one["ruleId"] for one in log["runs"][0]["results"]} == {
        hit["rule"] for hit in first["hits"]
    }


def test_a_recheck_takes_the_last_report_and_the_list_of_dismissals(run, tmp_path):
    run("--out", "old.sarif", "--format", "sarif")
    (tmp_path / "turned.csv").write_text("编号,规则,理由\nT1,med-food-01,已当面核实\n", "utf-8")
    done = run(
        "--out", "new.sarif", "--format", "sarif", "--spared",
        "--baseline", "old.sarif", "--dismissals", "turned.csv",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "new.sarif").read_text("utf-8"))["runs"][0]["results"]
    turned = next(one for one in found if one["ruleId"] == "med-food-01")
    assert turned["suppressions"][0]["justification"] == "已当面核实"
    assert turned["baselineState"] == "updated"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--baseline", "样例.csv"), "--baseline 只和 --format sarif 一起用"),
        (("--format", "xlsx", "--spared"), "--spared 只和 --format sarif 一起用"),
        (("--format", "sarif", "--baseline", "样例.csv"), "基线不是 JSON"),
        (("--format", "sarif", "--dismissals", "样例.csv"), "排除清单读不成"),
    ],
)
def test_what_does_not_go_together_is_said_and_nothing_is_left(run, tmp_path, options, said):
    done = run("--out", "out", *options)
    assert done.exit_code == 1
    assert said in done.output
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["样例.csv"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("坏.xlsx", "不是表", "扩展名和内容不符"),
        ("坏.csv", "价格\n3\n", "没有找到写着文字的列"),
        ("坏.csv", "标题,价格\n,3\n", "第 2 行：这一行没有要查的文字"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(run, tmp_path, name, content, said):
    (tmp_path / name).write_text(content, "utf-8")
    done = run("--out", "out", source=name)
    assert done.exit_code == 1
    assert said in done.output
