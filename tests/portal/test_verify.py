"""Anybody checks a package or a digest; what was sent is not kept, what was skipped is told."""

import json
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence import conftest as strongroom
from wangshi.engine.forensics.handing import TOOLS, tool
from wangshi.evidence.strongroom import package_path
from wangshi.portal.views import verifying

pytestmark = pytest.mark.django_db
_office_keys, office_keys = strongroom._office_keys, strongroom.office_keys
officer, second = strongroom.officer, strongroom.second
taking, waiting, exhibit = strongroom.taking, strongroom.waiting, strongroom.exhibit


@pytest.fixture
def package(exhibit) -> bytes:
    return package_path(exhibit.pk).read_bytes()


def sent(visitor, content: bytes, **more: str):
    file = SimpleUploadedFile("证据.wacz", content)
    return visitor.post("/verify/", {"package": file, **more})


def test_a_stranger_sees_every_check_and_what_was_not_checked(visitor, package, exhibit):
    page = sent(visitor, package).content.decode()
    assert "从封存到现在，没有发现改动" in page
    assert exhibit.number in page
    for words in ("文件齐全", "清单上的签名", "登记在日志里", "见证", "没有查"):
        assert words in page
    assert "不能说明" in page


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "on disk"])
def test_what_was_sent_is_gone_when_the_answer_comes(visitor, package, settings, tmp_path, large):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10 if large else 10_000_000
    place = Path(tempfile.gettempdir())
    before = {path.name for path in place.glob("*.wacz")}
    assert sent(visitor, package).status_code == 200
    assert {path.name for path in place.glob("*.wacz")} == before
    assert not [path for path in tmp_path.glob("*") if path.is_file()]


def test_a_changed_package_is_called_changed_and_says_where(visitor, package):
    changed = bytearray(package)
    changed[changed.index("根治".encode())] ^= 1
    page = sent(visitor, bytes(changed)).content.decode()
    assert "发现改动" in page
    assert "不要使用这份包" in page
    assert "没有发现改动" not in page


@pytest.mark.parametrize("content", [b"PK\x05\x06", b"<html>", b"\x00" * 5000])
def test_what_is_no_package_is_told_so(visitor, content):
    page = sent(visitor, content).content.decode()
    assert "不是完好的证据包" in page


def test_a_program_gets_every_check_as_json(visitor, package):
    answer = json.loads(sent(visitor, package, **{"as": "json"}).content)
    assert answer["sound"] is True
    assert {check["verdict"] for check in answer["checks"]} == {"passed", "skipped"}


def test_an_empty_form_says_what_to_choose(visitor):
    answer = visitor.post("/verify/")
    assert answer.status_code == 422
    assert "选一个证据包" in answer.content.decode()


def test_a_body_too_large_is_refused_before_it_is_read(visitor):
    answer = visitor.post("/verify/", CONTENT_LENGTH=str(verifying.MOST_PACKAGE_UPLOAD + 1))
    assert answer.status_code == 413
    assert "在自己的电脑上查" in answer.content.decode()


def test_a_digest_copied_from_paper_is_found_and_tells_nothing_of_the_case(visitor, exhibit):
    digest = exhibit.manifest_sha256.upper()
    spaced = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    for asked in (spaced, exhibit.manifest_sm3):
        page = visitor.get("/verify/", {"digest": asked}).content.decode()
        assert "库里有这一份" in page
        assert exhibit.title not in page
        assert exhibit.number not in page


def test_a_digest_that_is_not_there_and_one_that_is_none(visitor):
    assert "库里没有" in visitor.get("/verify/", {"digest": "ab" * 32}).content.decode()
    wrong = visitor.get("/verify/", {"digest": "不是校验值"})
    assert wrong.status_code == 422
    assert "64 位" in wrong.content.decode()


def test_whoever_asks_too_often_waits(visitor, package):
    answers = [sent(visitor, b"PK").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("name", TOOLS)
def test_the_tools_are_handed_out_to_be_saved(visitor, name):
    answer = visitor.get(f"/verify/tools/{name}")
    assert answer.content == tool(name)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == "application/octet-stream"


def test_no_other_file_is_handed_out(visitor):
    assert visitor.get("/verify/tools/keys.json").status_code == 404
