"""wangshi transcript and wangshi prices: what an officer reads, and what a bad file gets."""

import json

import pytest
from click.testing import CliRunner

from wangshi.engine.cli_prices import prices_command
from wangshi.engine.cli_transcript import transcript_command

SRT = (
    "1\n00:12:03,000 --> 00:12:06,000\n这款代用茶能治疗糖\n\n"
    "2\n00:12:06,000 --> 00:12:09,000\n尿病，净含量五斤\n"
)
TABLE = (
    "商品,日期,标价,原价,活动\n"
    "样例蜂蜜,2026-11-24,99,,\n样例蜂蜜,2026-11-28,¥99.00,,\n"
    "样例蜂蜜,2026-12-01,79,199,最后一天\n样例蜂蜜,2026-12-05,79,199,最后一天\n"
    "样例木耳,2026-12-01,面议,,\n样例木耳,2026-12-02,-5,,\n样例木耳,2026-12-03,0,,\n"
)


def run(command, path, *options):
    return CliRunner().invoke(command, [str(path), *options])


@pytest.fixture
def srt(tmp_path):
    path = tmp_path / "样例.srt"
    path.write_text(SRT, "utf-8")
    return path


def test_a_transcript_is_told_with_its_times_and_what_was_said_round_them(srt, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("净含量：2kg", "utf-8")
    options = ("--product", "食品(代用茶)", "--engine", "portable", "--page", str(page))
    told = run(transcript_command, srt, *options)
    assert told.exit_code == 0, told.output
    assert "00:12:04—00:12:06 " in told.output
    assert "治疗糖尿病" in told.output
    assert "矛盾：重量、净含量" in told.output
    facts = json.loads(run(transcript_command, srt, *options, "--json").output)
    assert facts["hits"][0]["at_ms"] >= 723_000
    (start, end), *_ = facts["hits"][0]["ring_spans"]
    assert facts["hits"][0]["ring"][start:end]
    assert facts["contradictions"][0]["others"][0]["quote"] == "净含量：2kg"


def test_a_file_that_is_no_transcript_is_refused_in_chinese(tmp_path):
    path = tmp_path / "样例.srt"
    path.write_text("只有文字，没有时间", "utf-8")
    result = run(transcript_command, path)
    assert result.exit_code == 2
    assert "不是带时间的字幕" in result.output
    path.write_bytes(b"\x00\x00")
    assert "先转写成字幕" in run(transcript_command, path).output
    assert "也可以直接给字幕文件" in run(transcript_command, path, "--recogniser", "无").output


def test_prices_are_checked_and_cells_that_are_no_price_are_named(tmp_path):
    path = tmp_path / "样例价格.csv"
    path.write_text(TABLE, "utf-8")
    told = run(prices_command, path)
    assert told.exit_code == 0, told.output
    assert "被比较价格高于前七日最低成交价 1" in told.output
    assert "说是最后一天，过后还是这个价 1" in told.output
    assert "第 6 行 标价：“面议”不是价格" in told.output
    assert "第 7 行 标价：价格不能是负数" in told.output
    assert "逐项核对" in told.output
    facts = json.loads(run(prices_command, path, "--json").stdout)
    assert {one["kind"] for one in facts["findings"]} == {"base", "unsupported", "last_day"}
    assert len(facts["unread"]) == 3
    assert facts["findings"][0]["figures"][0]["source"] == "第 4 行"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("商品,日期\n样例,2026-12-01\n", "表里没有价格"),
        ("货,价\n样例,12\n", "缺「"),
        ("商品,日期,标价\n样例,2026-12-01,面议\n", "没有读到一个价格"),
    ],
)
def test_a_table_without_prices_says_what_is_missing(tmp_path, text, message):
    path = tmp_path / "样例.csv"
    path.write_text(text, "utf-8")
    result = run(prices_command, path)
    assert result.exit_code == 2
    assert message in result.output
