"""The law folder refuses what is wrong, and names the file and the line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from wangshi.engine.lawfiles import (
    Certainty,
    Entry,
    LawFault,
    load_sources,
    load_yaml,
    read_citation,
)

SOURCES = """\
sample-order:
  code: S1
  title: 样例办法
  issuer: 样例机关
  from: 2021-05-01
  to: 2024-12-31
  certainty: verified
"""
CITATION = """\
source: sample-order
article: 第十八条
words: 样例原话
certainty: verified
checked: 2026-11-22
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_source_stands_between_its_days(tmp_path: Path) -> None:
    source = load_sources(write(tmp_path, "sources.yaml", SOURCES))["sample-order"]
    stands = [source.stands(date(*day)) for day in ((2021, 4, 30), (2021, 5, 1), (2025, 1, 1))]
    assert stands == [False, True, False]
    assert (source.code, source.number, source.link) == ("S1", "", "")


def test_a_citation_knows_its_source(tmp_path: Path) -> None:
    sources = load_sources(write(tmp_path, "sources.yaml", SOURCES))
    citation = read_citation(load_yaml(write(tmp_path, "one.yaml", CITATION)), sources)
    assert str(citation) == "《样例办法》第十八条"
    assert citation.certainty is Certainty.VERIFIED


@pytest.mark.parametrize(
    ("wrong", "line", "message"),
    [
        (SOURCES + "sample-order:\n  title: 又一个\n", 8, "键 sample-order 重复，第 1 行已有"),
        (SOURCES.replace("  code: S1", "  code: S1\n  code: S2"), 3, "键 code 重复"),
        (SOURCES.replace("issuer", "isuer"), 4, "不认识的键 isuer"),
        (SOURCES.replace("  issuer: 样例机关\n", ""), 2, "缺少 issuer"),
        (SOURCES.replace("2021-05-01", "去年"), 5, "from 应当是日期"),
        (SOURCES.replace("2021-05-01", "2021-13-01"), 5, "读不懂 2021-13-01"),
        (SOURCES.replace("2024-12-31", "2020-12-31"), 6, "to 早于 from"),
        (SOURCES.replace("verified", "certain"), 7, "certainty 只能是"),
        (SOURCES + SOURCES.replace("sample-order", "another"), 8, "简称 S1 已经属于 sample-order"),
        ("- a\n- b\n", 1, "最外层应当是一组键值"),
        ("a: [1\n", 2, "不是有效的 YAML"),
        ("a: {? [1, 2] : 3}\n", 1, "键应当是文字"),
        ("2021: 样例\n", 1, "键应当是文字，不能是 2021"),
    ],
)
def test_a_wrong_source_is_refused_with_its_file_and_line(
    tmp_path: Path, wrong: str, line: int, message: str
) -> None:
    with pytest.raises(LawFault, match=message) as fault:
        load_sources(write(tmp_path, "sources.yaml", wrong))
    assert (fault.value.path.name, fault.value.line) == ("sources.yaml", line)
    assert str(fault.value).startswith(f"sources.yaml 第 {line} 行：")


@pytest.mark.parametrize(
    ("wrong", "line", "message"),
    [
        (CITATION.replace("sample-order", "nobody"), 1, "sources.yaml 里没有 nobody"),
        (CITATION.replace("article: 第十八条\n", ""), 1, "缺少 article"),
        (CITATION.replace("第十八条", "18"), 2, "article 应当是文字"),
        (CITATION.replace("第十八条", "十八条"), 2, "article 应当写作"),
        (CITATION.replace("样例原话", "长" * 31), 3, "words 最多 30 个字，现有 31 个"),
        (CITATION.replace("样例原话", "''"), 3, "words 应当是文字"),
        (CITATION.replace("checked: 2026-11-22\n", ""), 1, "缺少 checked"),
    ],
)
def test_a_wrong_citation_is_refused_with_its_line(
    tmp_path: Path, wrong: str, line: int, message: str
) -> None:
    sources = load_sources(write(tmp_path, "sources.yaml", SOURCES))
    with pytest.raises(LawFault, match=message) as fault:
        read_citation(load_yaml(write(tmp_path, "one.yaml", wrong)), sources)
    assert (fault.value.path.name, fault.value.line) == ("one.yaml", line)


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (lambda top: top.number("a"), "a: 样例", "a 应当是整数"),
        (lambda top: top.number("a"), "a: true", "a 应当是整数"),
        (lambda top: top.flag("a"), "a: 1", "a 应当是 true 或 false"),
        (lambda top: top.texts("a"), "a: 样例", "a 应当是列表"),
        (lambda top: top.texts("a"), "a: [1]", "a 的每一项应当是文字"),
        (lambda top: top.entry("a"), "a: [1]", "a 应当是一组键值"),
        (lambda top: top.entries("a"), "a: [1]", "a 的每一项应当是条目"),
        (lambda top: top.days("a"), "a: [样例]", "a 的每一项应当是日期"),
        (lambda top: top.numbers("a"), "a: [样例]", "a 的每一项应当是整数"),
    ],
)
def test_a_value_of_another_shape_is_refused(
    tmp_path: Path, read: Callable[[Entry], object], text: str, message: str
) -> None:
    top = load_yaml(write(tmp_path, "one.yaml", text))
    with pytest.raises(LawFault, match=message):
        read(top)
