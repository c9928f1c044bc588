"""The evaluator's room: from score to rows in clicks, and not one thing to change."""

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import wangshi
from tests.house.test_access import ADDRESSES, TABLE
from tests.programme.conftest import now
from tests.programme.test_scores import mark
from wangshi.accounts.permissions import ROLES, Role
from wangshi.programme import selectors, services
from wangshi.programme.models import Dossier, Task
from wangshi.programme.workflow import Side
from wangshi.shared.models import AuditRecord
from wangshi.shared.services import attachment_path

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def judging(client, evaluator) -> Client:
    client.force_login(evaluator)
    return client


@pytest.fixture
def dossier(assessment, office, bureau_admin) -> Dossier:
    mark(assessment, "1.1", 0, office)
    mark(assessment, "2.1", 33, office)
    mark(assessment, "2.1", 30, bureau_admin, Side.CHECKED)
    return services.hand_out_dossier(assessment, pdf=False, by=office, at=now())


def shown(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_room_opens_on_the_newest_assessment_and_says_so_when_there_is_none(judging):
    assert "还没有可以看的自评" in shown(judging, "evaluation")


def test_self_score_stands_beside_checked_score_with_what_is_missing(judging, dossier):
    assert judging.get(reverse("evaluation")).url == reverse(
        "evaluation-room", args=[dossier.assessment_id]
    )
    page = shown(judging, "evaluation-room", dossier.assessment_id)
    assert "自评 33.00 分，核查 30.00 分" in page
    assert "少 3.00" in page
    assert "缺依据的" in page
    assert dossier.sha256[:16] in page
    apart = shown(judging, "evaluation-room", dossier.assessment_id, show="apart")
    assert (">2.1　" in apart, "任务验收率" in apart.split("缺依据的")[0]) == (True, False)


def test_every_link_of_the_way_from_score_to_rows_opens(judging, dossier):
    page = shown(judging, "evaluation-room", dossier.assessment_id)
    item = re.search(r'href="(/scores/\d+/items/1\.1/)"', page).group(1)
    page = judging.get(item).content.decode()
    rows = re.search(r'href="(/scores/rows/tasks/[^"]+)"', page).group(1).replace("&amp;", "&")
    assert "在线旅游" in judging.get(rows).content.decode()


def test_a_dossier_is_verified_on_its_page_and_shows_what_moved_since(judging, dossier):
    page = shown(judging, "dossier-copy", dossier.pk)
    assert ("通过" in page, "明细变了" in page, dossier.sha256 in page) == (True, False, True)
    Task.objects.filter(title="在线旅游").update(state="accepted")
    state = selectors.dossier_state(dossier)
    assert [one.title for one in state.moved] == ["验收的任务"]
    assert "明细变了" in shown(judging, "dossier-copy", dossier.pk)


def test_a_dossier_that_was_touched_says_so(judging, dossier):
    archive = selectors.archive_of(dossier)
    sent = judging.get(reverse("programme-file", args=[archive.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content))) as packed:
        inside = packed.read("verify.py")
    own = judging.get(reverse("dossier-verifier"))
    assert b"".join(own.streaming_content) == inside
    Dossier.objects.update(sha256="ab" * 32)
    assert "和做好时记下的不一样" in selectors.dossier_state(Dossier.objects.get()).faults[0]
    path = attachment_path(archive.sha256)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("塞进来.txt", "x")
    assert "目录里没有这个文件" in shown(judging, "dossier-copy", dossier.pk)
    path.unlink()
    assert "不见了" in shown(judging, "dossier-copy", dossier.pk)


def test_no_address_takes_anything_from_the_evaluator(judging, dossier):
    """Every door of the house that needs no record, and every one of this assessment."""
    before = AuditRecord.objects.count()
    taken = {name for name in TABLE if _takes(judging, name, dossier)}
    assert taken == set()
    assert AuditRecord.objects.count() == before


def _takes(client: Client, name: str, dossier: Dossier) -> bool:
    line, given = TABLE[name], {"assessment_id": dossier.assessment_id, "dossier_id": dossier.pk}
    filled = line.get("fill", {}) | given
    asked = ADDRESSES[name].parameters
    if line.get("public") or line["own"] == "all" or not set(asked) <= set(filled):
        return False
    path = reverse(name, kwargs={one: filled[one] for one in asked})
    return client.post(path).status_code not in (404, 405)


@pytest.mark.once
def test_no_verb_of_the_house_asks_only_for_what_the_evaluator_has():
    """Each verb that names who acts asks for a right; what asks for none is about oneself."""
    held = {permission.name for permission, _ in ROLES[Role.EVALUATOR].grants}
    asked = dict(verbs())
    assert len(asked) > 150
    assert {verb for verb, rights in asked.items() if rights and rights <= held} == set()


def verbs() -> Iterator[tuple[str, set[str]]]:
    """Every public function of a services module with `by`, and the rights named in its reach."""
    house = Path(wangshi.__file__).parent
    for path in sorted([*house.glob("*/services/*.py"), *house.glob("*/services.py")]):
        functions = {
            node.name: node
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        for name, node in functions.items():
            if not name.startswith("_") and "by" in {each.arg for each in node.args.kwonlyargs}:
                yield f"{path.parent.parent.name}.{path.stem}.{name}", _rights(node, functions)


def _rights(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> set[str]:
    """Permissions named in the function or in those of its module that it calls."""
    reached, queue, found = set(), [node], set()
    while queue:
        here = queue.pop()
        reached.add(here.name)
        for each in ast.walk(here):
            if isinstance(each, ast.Attribute) and getattr(each.value, "id", "") == "Permission":
                found.add(each.attr)
            if isinstance(each, ast.Name) and each.id in functions and each.id not in reached:
                queue.append(functions[each.id])
    return found
