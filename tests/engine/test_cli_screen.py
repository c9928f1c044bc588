"""wangshi screen: the lines it writes, and what a bad file leaves behind."""

import json

import pytest
from click.testing import CliRunner

from wangshi.engine.cli_screen import screen_command

GOOD = {"id": "a", "text": "可治疗糖尿病", "product": "食品(茶)"}
PLAIN = {"id": "b", "title": "纯棉毛巾", "detail": "两条装", "price": 9.9}
BAD = [
    (b"{not json", "第 2 行不是 JSON"),
    (b"[1, 2]", "第 2 行应当是一组键值"),
    (b'{"id": "c"}', "第 2 行没有要筛查的文字"),
    (b'{"id": "c", "text": 5}', "第 2 行：text 应当是文字"),
    (b'{"id": "c", "text": "x", "price": "9"}', "第 2 行：price 应当是数字"),
    ("治疗".encode("gbk"), "第 2 行不是 UTF-8"),
    (b"[" * 100_000, "第 2 行不是 JSON"),
    (json.dumps({"text": "长" * 300_000}).encode(), "第 2 行：文字有 300000 个字"),
]


def lines(*rows):
    return b"\n".join(json.dumps(row, ensure_ascii=False).encode() for row in rows) + b"\n"


def run(tmp_path, content, *options):
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    source, target = folder / "in.jsonl", folder / "hits.jsonl"
    source.write_bytes(content)
    return CliRunner().invoke(screen_command, [str(source), "--out", str(target), *options]), target


@pytest.mark.parametrize("engine", ["hyperscan", "portable", "auto"])
def test_every_line_gets_an_answer(tmp_path, engine):
    result, target = run(tmp_path, lines(GOOD, PLAIN), "--engine", engine, "--json")
    assert result.exit_code == 0, result.output
    first, second = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert second == {"id": "b", "hits": []}
    assert set(first["hits"][0]) == {
        "rule", "violation", "evaluation_class", "level", "spans", "quote", "article", "reason",
    }  # fmt: skip
    assert first["hits"][0]["spans"] == [[0, 6]]
    assert json.loads(result.output)["lines_hit"] == 1


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_named_and_nothing_is_left(tmp_path, line, message):
    result, target = run(tmp_path, lines(GOOD) + line + b"\n")
    assert result.exit_code == 1
    assert message in result.output
    assert [path.name for path in target.parent.iterdir()] == ["in.jsonl"]


def test_a_failed_run_keeps_the_earlier_answers(tmp_path):
    _, target = run(tmp_path, lines(GOOD))
    before = target.read_bytes()
    run(tmp_path, lines(GOOD) + b"{\n")
    assert target.read_bytes() == before


def test_blank_lines_and_a_byte_order_mark_are_no_trouble(tmp_path):
    result, target = run(tmp_path, b"\xef\xbb\xbf" + lines(GOOD) + b"\n\n")
    assert result.exit_code == 0, result.output
    assert len(target.read_text("utf-8").splitlines()) == 1
