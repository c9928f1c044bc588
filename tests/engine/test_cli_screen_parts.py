"""wangshi screen on a folder of parts: the same result whoever does the work."""

import json
import os
import threading
import time
from multiprocessing import active_children

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.engine.screening.packs_at_hand import write_packs
from wangshi.engine.cli_screen import screen_command
from wangshi.engine.cli_screen_parts import MANIFEST
from wangshi.engine.screening import Item, Screener, load_rules
from wangshi.engine.screening.parts import Part, screen_part
from wangshi.engine.screening.screener import LONGEST_TEXT

TITLES = ["可治疗糖尿病 代用茶", "纯棉毛巾 两条装", None, "五星好评返现3元", "刷\u200b单 兼职日结"]


def write(path, **columns):
    pq.write_table(pa.table(columns), path)


@pytest.fixture
def folder(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for number in range(3):
        ids = [f"{number}-{row}" for row in range(len(TITLES))]
        write(source / f"part-{number}.parquet", 编号=ids, 标题=TITLES, 价格=[9.9] * len(TITLES))
    return source


def run(source, target, *options):
    return CliRunner().invoke(screen_command, [str(source), "--out", str(target), *options])


def contents(target):
    return {path.name: path.read_bytes() for path in target.iterdir()}


def test_every_part_gets_its_findings_and_the_manifest_says_so(folder, tmp_path):
    result = run(folder, tmp_path / "out", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert told == json.loads(result.output)
    assert (told["complete"], told["rows"], len(told["parts"])) == (True, 15, 3)
    findings = pq.read_table(tmp_path / "out" / "part-1.parquet").to_pylist()
    screener = Screener(load_rules())
    expected = [
        (row, hit.rule, [start for start, _ in hit.spans], hit.quote)
        for row, title in enumerate(TITLES)
        for hit in screener.screen(Item(id="", title=title or "", price=9.9))
    ]
    assert [(f["row"], f["rule"], f["starts"], f["quote"]) for f in findings] == expected
    assert {finding["id"] for finding in findings} >= {"1-0", "1-4"}


@pytest.mark.parametrize(
    "options", [("--workers", "2"), ("--workers", "2", "--scheduler", "local")]
)
def test_processes_and_a_cluster_give_the_very_same_files(folder, tmp_path, options):
    # Every process makes the rules ready for itself: a few rules do as well as hundreds.
    few = ("--packs", str(write_packs(tmp_path / "packs")))
    write(folder / "part-3.parquet", 标题=["一瓶神水", None, "神水到了", "根治肠炎"])
    alone, spread = tmp_path / "alone", tmp_path / "spread"
    assert run(folder, alone, *few).exit_code == 0
    assert pq.read_table(alone / "part-3.parquet").num_rows == 3
    result = run(folder, spread, *few, *options)
    assert result.exit_code == 0, result.output
    assert contents(alone) == contents(spread)


def test_a_broken_part_is_named_and_the_others_are_done(folder, tmp_path):
    (folder / "part-1.parquet").write_bytes(b"PAR1 no more")
    write(folder / "part-2.parquet", 数量=[1, 2])
    result = run(folder, tmp_path / "out")
    assert result.exit_code == 1
    assert "没有筛查 part-1.parquet" in result.output
    assert "没有找到写着文字的列" in result.output
    told = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert told["complete"] is False
    assert told["not_screened"] == ["part-1.parquet", "part-2.parquet"]
    assert sorted(contents(tmp_path / "out")) == ["part-0.parquet", MANIFEST]


def test_a_row_too_long_is_told_and_the_rest_is_screened(tmp_path):
    write(tmp_path / "a.parquet", 标题=["刷单兼职", "长" * (LONGEST_TEXT + 1), "好评返现卡"])
    done = screen_part(Part(str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet")))
    assert (done.rows, done.too_long) == (3, (1,))
    assert {row["row"] for row in pq.read_table(tmp_path / "b.parquet").to_pylist()} == {0, 2}


def test_text_that_is_no_utf8_is_screened_as_far_as_it_can_be_read(tmp_path):
    raw = pa.array([b"\xff\xfe\xe5\x88\xb7\xe5\x8d\x95", "刷单".encode()], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    write(tmp_path / "a.parquet", 标题=broken)
    done = screen_part(Part(str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet")))
    assert (done.rows, done.rows_hit, done.fault) == (2, 2, "")


REFUSED = [
    ((), "没有 .parquet 文件"),
    (("--scheduler", "tcp://127.0.0.1:9"), "连不上"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_cannot_be_done_is_refused_with_what_to_do(tmp_path, options, message):
    source = tmp_path / "in"
    source.mkdir()
    if options:
        write(source / "a.parquet", 标题=["刷单"])
    result = run(source, tmp_path / "out", *options)
    assert result.exit_code == 1
    assert message in result.output


def test_findings_do_not_overwrite_what_they_were_found_in(folder):
    result = run(folder, folder)
    assert result.exit_code == 1
    assert "不能写进来源文件夹" in result.output


def test_a_province_may_screen_with_packs_of_its_own(folder, tmp_path):
    packs = write_packs(tmp_path / "packs")
    write(folder / "part-3.parquet", 标题=["一瓶神水"])
    result = run(folder, tmp_path / "out", "--packs", str(packs), "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["rules"] == [load_rules(packs).fingerprint]
    findings = pq.read_table(tmp_path / "out" / "part-3.parquet").to_pylist()
    assert [finding["rule"] for finding in findings] == ["sample-01"]


def test_a_process_that_is_stopped_from_outside_is_told_and_leaves_no_manifest(folder, tmp_path):
    few = ("--packs", str(write_packs(tmp_path / "packs")))
    assert run(folder, tmp_path / "out", *few).exit_code == 0
    # Nobody ever writes into it, so whoever reads it is still there when it is stopped.
    os.mkfifo(folder / "part-9.parquet")

    def stop() -> None:
        while not active_children():
            time.sleep(0.1)
        for child in active_children():
            child.kill()

    stopping = threading.Thread(target=stop)
    stopping.start()
    result = run(folder, tmp_path / "out", *few, "--workers", "2")
    stopping.join()
    assert result.exit_code == 1
    assert "有一个进程被停掉了" in result.output
    assert not (tmp_path / "out" / MANIFEST).exists()
