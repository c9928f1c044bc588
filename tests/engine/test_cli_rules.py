"""wangshi rules: what it says of one rule, and how it ends when the packs have faults."""

import json

import pytest
from click.testing import CliRunner

from wangshi.cli import main
from wangshi.engine.cli_rules import rules_commands

from .screening.packs_at_hand import changed, write_packs


def run(*words):
    return CliRunner().invoke(rules_commands, [*map(str, words)])


@pytest.fixture(autouse=True)
def _no_statutes_at_home(tmp_path, monkeypatch):
    monkeypatch.setenv("WANGSHI_HOME", str(tmp_path / "home"))


def test_the_house_offers_it():
    assert CliRunner().invoke(main, ["rules", "--help"]).exit_code == 0


def test_sound_packs_end_well_and_say_what_was_not_compared(tmp_path):
    result = run("lint", "--packs", write_packs(tmp_path / "packs"))
    assert result.exit_code == 0
    assert "没有毛病" in result.output
    assert "没有比对" in result.output


def test_faults_are_told_and_end_badly(tmp_path):
    packs = write_packs(tmp_path / "packs", changed("[一瓶神水,", "[一瓶神水, 一瓶凉水,"))
    told = run("lint", "--packs", packs)
    assert told.exit_code == 1
    assert "sample.yaml 第" in told.output
    assert "一瓶凉水" in told.output
    listed = run("lint", "--packs", packs, "--json")
    assert listed.exit_code == 1
    report = json.loads(listed.output)
    assert report["counts"]["examples"] == 1
    assert report["faults"][0]["rule"] == "sample-01"


def test_a_corpus_may_prove_a_detector(tmp_path):
    packs = write_packs(tmp_path / "packs", changed("治疗肺病, 根治肠炎]", "神水二, 神水三]"))
    corpus = tmp_path / "texts.csv"
    corpus.write_text("编号,文字\n1,专门治疗肺病\n", "utf-8")
    assert run("lint", "--packs", packs).exit_code == 1
    assert run("lint", "--packs", packs, "--corpus", corpus).exit_code == 0


def test_words_are_compared_with_the_texts_in_a_folder(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    law = "# 中华人民共和国广告法\n\n第二十八条 （试填）虚假的内容。\n"
    (texts / "law.md").write_text(law, "utf-8")
    (texts / "notes.md").write_text("不是法规", "utf-8")
    result = run("lint", "--packs", write_packs(tmp_path / "packs"), "--texts", texts)
    assert result.exit_code == 1
    assert "虚假或者引人误解的内容" in result.output
    assert "没有读到 notes.md" in result.output


@pytest.mark.parametrize(
    ("content", "message"),
    [("没有这一列\n1\n", "没有找到写着文字的列"), ("编号,文字\n1,\n", "第 2 行")],
)
def test_a_corpus_that_cannot_be_read_is_refused(tmp_path, content, message):
    corpus = tmp_path / "texts.csv"
    corpus.write_text(content, "utf-8")
    result = run("lint", "--packs", write_packs(tmp_path / "packs"), "--corpus", corpus)
    assert result.exit_code == 2
    assert message in result.output


def test_a_rule_is_shown_from_the_offence_to_the_penalty():
    result = run("show", "abs-03")
    assert result.exit_code == 0
    for heading in (
        "违法行为：", "要件：", "检测：", "例外：", "证据：", "依据：", "罚则（", "裁量：",
    ):  # fmt: skip
        assert heading in result.output


def test_the_penalty_is_that_of_the_day():
    before, after = (
        json.loads(run("show", "brush-01", "--on", day, "--json").output)["penalties"]
        for day in ("2020-06-01", "2025-12-01")
    )
    assert len(before) == len(after) == 1
    assert before != after
    every = json.loads(run("show", "brush-01", "--json").output)["penalties"]
    assert before[0] in every
    assert after[0] in every


def test_an_unknown_rule_is_told_where_to_look():
    result = run("show", "nobody-01")
    assert result.exit_code == 2
    assert "wangshi rules list" in result.output


def test_every_rule_is_listed():
    rows = json.loads(run("list", "--json").output)
    lines = run("list").output.splitlines()
    assert len(rows) == len(lines) >= 150
    assert lines[0].startswith(rows[0]["id"])
