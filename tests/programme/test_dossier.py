"""A dossier stands alone: rebuilt by a stranger, and any change to it is seen."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.programme.conftest import now
from tests.programme.recompute import recompute, said
from tests.programme.test_scores import mark
from wangshi.accounts.policy import Refused
from wangshi.engine import dossier_check
from wangshi.programme import selectors, services
from wangshi.programme.models import Task
from wangshi.programme.papers import brief_paper
from wangshi.programme.services import NewProof, ProgrammeRefused
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def dossier(assessment, office, amr, tmp_path) -> Path:
    Task.objects.filter(title="在线旅游").update(state="accepted")
    file = SimpleUploadedFile("样例做法.txt", "做法，虚构".encode())
    new = NewProof("样例做法", TODAY, item="2.1", file=file)
    services.add_proof(new, task=None, department=amr, by=office, at=now())
    mark(assessment, "1.1", 20, office)
    mark(assessment, "2.1", 33, office)
    out = tmp_path / "dossier"
    services.build_dossier(assessment, out, pdf=False, by=office, at=now())
    return out


def test_every_number_of_a_dossier_is_recomputed_by_a_stranger(dossier):
    assert recompute(dossier) == said(dossier)
    assert said(dossier)["totals"] == {"self": 53.0, "checked": 0.0}
    assert said(dossier)["values"]["1.1"] == 0.5


def test_a_dossier_is_numbered_holds_its_files_and_lists_what_is_missing(dossier):
    index = json.loads((dossier / "index.json").read_text("utf-8"))
    assert [one["number"] for one in index["files"]] == list(range(1, len(index["files"]) + 1))
    assert index["missing"] == ["1.2"]
    proof = next(item for item in index["items"] if item["number"] == "2.1")["proofs"][0]
    assert (dossier / proof["files"][0]).read_text("utf-8") == "做法，虚构"


@pytest.mark.once
def test_the_verifier_inside_runs_on_python_alone(dossier):
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(dossier / "verify.py")],
        capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (run.returncode, "通过" in run.stdout) == (0, True), run.stdout + run.stderr


def test_the_record_keeps_the_digest_of_the_index(dossier):
    kept = AuditRecord.objects.filter(verb="dossier.built").get()
    assert kept.facts["sha256"] == dossier_check.digest_of(dossier / "index.json")


def change_index(folder: Path, edit) -> None:
    path = folder / "index.json"
    index = json.loads(path.read_text("utf-8"))
    edit(index)
    path.write_text(json.dumps(index, ensure_ascii=False), "utf-8")


def add_row(folder: Path) -> None:
    with (folder / "rows" / "tasks.csv").open("a", encoding="utf-8") as file:
        file.write("9,2026-01-01,多出来的\n")


def figure(**facts):
    return lambda folder: change_index(folder, lambda index: index["figures"][0].update(**facts))


def item(**facts):
    return lambda folder: change_index(folder, lambda index: index["items"][0].update(**facts))


def whole(edit):
    return lambda folder: change_index(folder, edit)


ATTACKS = [
    (lambda folder: (folder / "03-方案.txt").write_text("改过"), "内容变了"),
    (lambda folder: (folder / "03-方案.txt").unlink(), "文件没有"),
    (lambda folder: (folder / "塞进来.txt").write_text("x"), "目录里没有这个文件"),
    (add_row, "明细有 3 行"),
    (figure(count=9), "明细有"),
    (figure(since="2020-01-01"), "取数的校验值"),
    (figure(digest="ab" * 32), "明细的校验值"),
    (item(value="0.9"), "算出来的数不对"),
    (item(suggested="40"), "分档"),
    (whole(lambda index: index["totals"]["self"].update(total="99")), "总分不是"),
    (whole(lambda index: index["totals"]["self"]["groups"][0].update(rate="99.0")), "得分率"),
    (whole(lambda index: index["missing"].clear()), "缺依据的清单"),
    (whole(lambda index: index["items"][0]["self"].update(points="41")), "超出了分值"),
    (whole(lambda index: index["files"][0].update(path="../../x")), "跑到材料外面"),
    (whole(lambda index: index.pop("totals")), "缺东西"),
    (lambda folder: (folder / "index.json").write_text("{"), "读不到 index.json"),
    (whole(lambda index: index.update(format="x/9")), "格式不认识"),
]


@pytest.mark.once
def test_any_change_is_seen(dossier, tmp_path):
    assert dossier_check.check(dossier) == []
    for number, (attack, words) in enumerate(ATTACKS):
        copy = Path(shutil.copytree(dossier, tmp_path / str(number)))
        attack(copy)
        assert any(words in fault for fault in dossier_check.check(copy)), words


def test_a_dossier_is_built_into_an_empty_folder_by_whoever_may_export(
    dossier, assessment, office, evaluator, tmp_path
):
    with pytest.raises(ProgrammeRefused, match="已有东西"):
        services.build_dossier(assessment, dossier, pdf=False, by=office, at=now())
    with pytest.raises(Refused):
        services.build_dossier(assessment, tmp_path / "x", pdf=False, by=evaluator, at=now())


def test_the_brief_counts_with_hashes(tasks, plan):
    paper = brief_paper(plan, TODAY)
    rows = {row[0]: row for row in paper.tables[-1].rows}
    figure = selectors.harvest(selectors.QUERIES["clues"], selectors.Period(TODAY, TODAY))
    assert rows["线索"][1] == f"{figure.count} 件"
    assert "逾期的任务" in {row.name for row in paper.rows}
