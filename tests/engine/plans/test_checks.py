"""方案体检: each of the ten checks is found where it should be, and a sound plan is left alone."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from tests.conftest import SHARED
from wangshi.engine.cli_plan import plan_commands
from wangshi.engine.lawfiles import LawFault, load_sources
from wangshi.engine.plans import check_plan, parse_plan
from wangshi.engine.plans.checks import PLAN_CHECKS, load_plan_law, standing_plan_law
from wangshi.engine.statutes import read_statute

TEXT = SHARED / "domain" / "plan-lueyang-2023.txt"
ON = date(2026, 11, 23)
MEMBERS = "\n附件\n组长:县政府分管副县长\n成员:样例局分管领导\n范文局分管领导\n"
LINES = [
    ("F1", "(一)甲。做事(牵头单位:试填局;责任单位:范文局)。", "试填局"),
    ("F1", "(一)甲。做事(牵头单位:样例局;责任单位:各镇办)。", "各镇办"),
    ("F2", "(一)甲。定期通报情况。", "定期通报情况"),
    ("F3", "(一)甲。学习《网络交易管理办法》。", "《网络交易管理办法》"),
    ("F4", "(一)甲。到2030年底,网络交易额突破3亿元,同比增长50%。", "网络交易额突破3亿元"),
    ("F5", "(一)甲。商户入里企业3户。", "商户入里企业3户"),
    ("F6", "(一)甲。做(牵头单位:县样例局)。\n(二)乙。做(牵头单位:样例局)。", "县样例局、样例局"),
    ("F7", "(一)启动阶段(2024年1月至3月)。做事。", "启动阶段"),
    ("F7", "(一)甲。到2024年底,建成站点5个。", "建成站点5个"),
    ("F8", "(一)甲。公布失信网络经营者黑名单。", "黑名单"),
    ("F9", "(一)甲。建立直播间评审标准细则。", "建立直播间评审标准细则"),
    ("F10", "(一)甲。推广新媒体投诉举报渠道。", "投诉举报渠道"),
]  # fmt: skip
SOUND = (
    "一、措施\n(一)甲。每年召开两次会议(牵头单位:样例局;责任单位:范文局)。"
    "\n(二)收尾阶段(2030年1月至6月)。做完。" + MEMBERS
)


@pytest.mark.parametrize(("check", "line", "words"), LINES)
def test_each_check_finds_its_fault_and_no_other(check, line, words):
    findings = check_plan(parse_plan(f"一、措施\n{line}{MEMBERS}"), on=ON)
    assert [(one.check, one.words) for one in findings] == [(check, words)]
    assert findings[0].says


def test_a_sound_plan_has_no_findings():
    assert check_plan(parse_plan(SOUND), on=ON) == ()


def test_time_alone_makes_a_stage_pass():
    plan = parse_plan(SOUND)
    assert [one.check for one in check_plan(plan, on=date(2030, 7, 1))] == ["F7"]
    assert check_plan(plan, on=date(2030, 6, 30)) == ()


@pytest.mark.real_data
def test_all_ten_are_found_in_the_plan_of_lueyang():
    findings = check_plan(parse_plan(TEXT.read_text("utf-8")), on=ON)
    assert {one.check for one in findings} == {f"F{n}" for n in range(1, 11)}
    outside = {one.words for one in findings if one.check == "F1"}
    assert outside == {"各镇办", "行政审批局", "林业局"}
    assert [one.words for one in findings if one.check == "F5"] == ["实物型电商企业纳归入统企业1户"]


@pytest.mark.real_data
def test_the_words_a_check_rests_on_stand_in_the_article():
    cited = [one.citation for one in standing_plan_law().wordings if one.citation]
    for citation in cited:
        text = read_statute(SHARED / "law-texts" / f"{citation.source.file}.md")
        assert citation.words in "".join(text.find(citation.article).text.split()), citation


@pytest.mark.parametrize(
    ("changed", "to", "message"),
    [('pattern: "黑名单"', 'pattern: "(黑"', "pattern 写错了"),
     ("by: samr-complaints}", "by: nobody}", "没有 nobody")],
)  # fmt: skip
def test_a_wrong_line_of_the_law_is_refused_with_its_number(tmp_path, changed, to, message):
    file = tmp_path / "plan_checks.yaml"
    file.write_text(PLAN_CHECKS.read_text("utf-8").replace(changed, to, 1), "utf-8")
    with pytest.raises(LawFault, match=message):
        load_plan_law(file, load_sources())


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "方案.txt"
    place.write_bytes(f"一、措施\n(一)甲。定期通报情况。{MEMBERS}".encode("gb18030"))
    return str(place)


def run(*words: str):
    return CliRunner().invoke(plan_commands, list(words))


def test_the_command_reads_a_file_in_gbk_and_answers_in_json(file):
    facts = json.loads(run("parse", file, "--json").output)
    assert facts["clauses"][0]["children"][0]["path"] == "一(一)"
    found = json.loads(run("check", file, "--on", "2026-11-23", "--json").output)
    assert [one["check"] for one in found] == ["F2"]


def test_the_command_says_how_many_and_what_to_do(file):
    assert "共 1 处" in run("check", file).output
    assert "共 2 条，1 个分句" in run("parse", file).output


@pytest.mark.parametrize(
    ("content", "message"), [(b"\xff\xfe\x00PK", "不是文字"), ("一封信。".encode(), "没有找到")]
)
def test_what_is_no_plan_is_refused_in_chinese(tmp_path, content, message):
    place = tmp_path / "信.txt"
    place.write_bytes(content)
    answer = run("check", str(place))
    assert answer.exit_code == 2
    assert message in answer.output
    assert "打不开" in run("parse", str(tmp_path / "没有.txt")).output
