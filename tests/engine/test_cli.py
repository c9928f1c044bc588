"""wangshi due and wangshi law: what they print, in Chinese, and how they refuse."""

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from wangshi.engine.cli import commands

DUE_KEYS = [
    "key", "from", "due_on", "provisional", "source", "article", "words", "certainty",
    "warn_on", "why",
]  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, words)


def test_due_gives_the_day_the_article_and_why_as_json() -> None:
    answer = json.loads(run("due", "clue_check", "--from", "2026-09-24", "--json").stdout)
    assert list(answer) == DUE_KEYS
    assert answer["due_on"] == "2026-10-22"
    assert answer["provisional"] is False
    assert (answer["source"], answer["article"]) == ("samr-penalty-procedure", "第十八条")


def test_due_tells_a_person_the_day_the_article_and_why() -> None:
    told = run("due", "complaint_accept", "--from", "2026-09-24").stdout
    for words in ("2026年10月12日", "第十五条", "七个工作日", "国庆节", "为什么是这一天"):
        assert words in told


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (("--extend",), "2026-11-12"),
        (("--pause", "test:2026-10-12:2026-10-13"), "2026-10-26"),
        (("--pause", "test:2026-10-12"), None),
    ],
)
def test_due_takes_pauses_and_extensions(words: tuple[str, ...], due: str | None) -> None:
    answer = json.loads(run("due", "clue_check", "--from", "2026-09-24", "--json", *words).stdout)
    assert answer["due_on"] == due


def test_due_shows_the_moment_of_an_hour_term_and_the_window_of_a_letter() -> None:
    hours = run("due", "urgent_measure_report", "--from", "2026-10-01T08:30", "--json")
    assert json.loads(hours.stdout)["due_at"] == "2026-10-02T08:30:00"
    window = run("due", "letter_second", "--from", "2026-03-01", "--json")
    assert json.loads(window.stdout)["opens_on"] == "2026-03-16"
    assert (
        "正在暂停"
        in run("due", "clue_check", "--from", "2026-09-24", "--pause", "test:2026-10-12").stdout
    )
    assert "9时05分" in run("due", "urgent_measure_report", "--from", "2026-10-01T09:05").stdout


def test_due_keeps_an_ordinary_weekend_when_told_to() -> None:
    answer = run("due", "complaint_mediate", "--from", "2026-04-15", "--no-roll-weekend", "--json")
    assert json.loads(answer.stdout)["due_on"] == "2026-06-14"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("clue_chek", "--from", "2026-09-24"),
            "没有名为 clue_chek 的期限。您要找的可能是：clue_check",
        ),
        (("clue_check", "--from", "明天"), "“明天”不是日期"),
        (("clue_check", "--from", "0001-01-01"), "年份只能在"),
        (("clue_check", "--from", "2019-01-01"), "最早的版本自 2021-07-15 起"),
        (("clue_check", "--from", "2026-09-24", "--pause", "test"), "应当写作 事由"),
        (("clue_check", "--from", "2026-09-24", "--pause", "test:"), "缺少开始的日期"),
        (("clue_check", "--from", "2026-09-24", "--pause", "rain:2026-10-01"), "不能因 rain 暂停"),
        (("clue_check", "--from", "2026-09-24", "--extend", "--extend"), "不能再延长"),
        (("legal_review", "--from", "2026-09-24", "--extend"), "法律没有写数字"),
    ],
)
def test_due_refuses_in_one_chinese_sentence(words: tuple[str, ...], message: str) -> None:
    result = run("due", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误：")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("due", "clue_check"), "缺少 --from，用法见"),
        (("due", "--from", "2026-09-24"), "缺少 期限键"),
        (("due", "clue_check", "--form", "2026-09-24"), "没有 --form 这个选项"),
        (("law", "trem"), "没有 trem 这个命令，可用：load、sources、term、terms"),
    ],
)
def test_a_mistyped_command_is_told_in_chinese(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize("words", [("law", "--help"), ("due", "--help"), ("--help",)])
def test_the_help_is_chinese(words: tuple[str, ...]) -> None:
    told = run(*words).stdout
    assert "用法：" in told
    assert "显示这段帮助" in told
    assert not {"Usage", "Options", "Commands", "Show", "required"} & set(re.findall(r"\w+", told))


def test_law_lists_terms_and_sources() -> None:
    terms = json.loads(run("law", "terms", "--json").stdout)
    assert {"clue_check", "food_disposal", "recall_start_level3"} <= {term["key"] for term in terms}
    before = json.loads(run("law", "terms", "--on", "2026-04-14", "--json").stdout)
    mediate = next(term for term in before if term["key"] == "complaint_mediate")
    assert (mediate["amount"], mediate["unit"]) == (45, "working_days")
    sources = json.loads(run("law", "sources", "--json").stdout)
    assert "samr-complaints" in {source["key"] for source in sources}
    assert "clue_check" in run("law", "terms").stdout
    assert "投诉举报处理办法" in run("law", "sources").stdout


def test_law_term_shows_every_version_with_its_words() -> None:
    told = run("law", "term", "complaint_mediate").stdout
    for words in ("45个工作日", "60日", "凭记忆，待核对", "已核对原文", "鉴定、检测（appraisal）"):
        assert words in told
    assert "长度由批准人定" in run("law", "term", "case_decide").stdout
    assert len(json.loads(run("law", "term", "complaint_mediate", "--json").stdout)) == 2
    assert run("law", "term", "nothing_like_it").exit_code == 2


def test_the_commands_work_without_django() -> None:
    code = (
        "import sys; sys.modules['django'] = None; "
        "from wangshi.engine.cli import commands; "
        "commands(['due', 'clue_check', '--from', '2026-09-24'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "2026年10月22日" in done.stdout, done.stderr
