"""`wangshi dossier`: builds from the newest assessment, verifies without a database."""

import json

import pytest
from click.testing import CliRunner

from wangshi.installation.commands import dossier

pytestmark = pytest.mark.django_db


def run(*words: str):
    return CliRunner().invoke(dossier, list(words))


def test_without_an_assessment_the_command_says_what_to_do_first(tmp_path):
    answer = run("build", str(tmp_path / "x"))
    assert answer.exit_code != 0
    assert "先在网页上开始自评" in answer.output


def test_a_dossier_is_built_and_verified_and_a_change_is_seen(assessment, tmp_path):
    out = tmp_path / "dossier"
    built = json.loads(run("build", str(out), "--no-pdf", "--json").output)
    assert (built["figures"], built["missing"]) == (4, 2)
    assert run("verify", str(out)).output.startswith("通过")
    (out / "03-方案.txt").write_text("改过", "utf-8")
    answer = run("verify", str(out))
    assert (answer.exit_code, "03-方案.txt：内容变了" in answer.output) == (1, True)
