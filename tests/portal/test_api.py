"""The interface: the same hits as the command line, refusals as problems, and its own file kept."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from wangshi.engine.screening import Item
from wangshi.engine.screening.reporting import answer_row
from wangshi.monitoring.selectors import screener
from wangshi.portal.allowance import VISITOR
from wangshi.portal.api import problems
from wangshi.portal.api.document import document
from wangshi.portal.models import Usage
from wangshi.portal.services import issue_token, revoke_token

from .conftest import CLEAN, TEA

pytestmark = [pytest.mark.django_db, pytest.mark.once]
JSON = "application/json"


def ask(client: Client, body: object, **headers: str):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    kind = headers.pop("content_type", JSON)
    return client.post("/api/screen", content, content_type=kind, headers=headers)


def items(*texts: str) -> dict[str, object]:
    return {"items": [{"text": text} for text in texts]}


@pytest.fixture
def secret(sysadmin) -> str:
    return issue_token("试填平台", at=timezone.now(), by=sysadmin).secret


def test_the_answer_is_what_the_command_line_writes(client):
    asked = {"id": "茶1", "title": "苦荞茶", "detail": TEA, "product": "食品", "price": 39}
    answer = ask(client, {"items": [asked, {"text": CLEAN}]})
    assert answer.status_code == 200
    body = answer.json()
    item = Item(**{**asked, "price": 39.0})
    assert body["items"][0] == json.loads(json.dumps(answer_row("茶1", screener().screen(item))))
    assert body["items"][1] == {"id": "1", "hits": []}
    assert body["rules"]["fingerprint"] == screener().rulebook.fingerprint
    assert "不等于合法" in body["notice"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "not-json"),
        (b"\xff\xfe", 400, "not-json"),
        ("[" * 100_000, 400, "not-json"),
        ("[]", 422, "not-valid"),
        ({}, 422, "not-valid"),
        ({"items": []}, 422, "not-valid"),
        ({"items": [{}]}, 422, "not-valid"),
        ({"items": [{"text": "  "}]}, 422, "not-valid"),
        ({"items": [{"text": 5}]}, 422, "not-valid"),
        ({"items": [{"text": "茶", "price": "9"}]}, 422, "not-valid"),
        ('{"items": [{"text": "茶", "price": NaN}]}', 422, "not-valid"),
        ({"items": [{"text": "茶", "extra": 1}]}, 422, "not-valid"),
        ('{"items": [{"text": "\\ud800"}]}', 422, "not-valid"),
        ({"items": [{"text": "长" * 100_001}]}, 422, "not-valid"),
        ({"items": [{"title": "长" * 1_001}]}, 422, "not-valid"),
        (items(*["茶"] * 51), 422, "too-many-items"),
        (items(*["茶"] * 1001), 422, "not-valid"),
    ],
)
def test_a_refusal_is_a_problem_in_chinese_with_a_code(client, body, status, code):
    answer = ask(client, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, problems.PROBLEM)
    told = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"].endswith(code)
    assert any("\u4e00" <= char <= "\u9fff" for char in told["detail"])
    if status == 422:
        assert told["errors"]
        # No English of the library is handed on.
        assert all(ord(fault["message"][0]) > 127 for fault in told["errors"]), told["errors"]
    assert not Usage.objects.exists()


def test_a_fault_says_where_it_is(client):
    told = ask(client, {"items": [{"text": "茶"}, {"text": "茶", "price": -1}]}).json()
    assert told["errors"] == [{"where": "items.1.price", "message": "不能小于 0"}]


def test_another_kind_of_content_and_another_method_are_problems(client):
    assert ask(client, "x", content_type="text/plain").json()["code"] == "wrong-type"
    answer = client.get("/api/screen")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json()["code"] == "wrong-method"
    assert ask(client, "x" * 2_200_000).json()["code"] == "too-large"


def test_the_longest_title_and_detail_together_are_read(client):
    answer = ask(client, {"items": [{"title": "茶" * 1_000, "detail": "茶" * 100_000}]})
    assert answer.status_code == 200


def test_a_token_widens_the_allowance(client, secret):
    bearer = {"Authorization": f"Bearer {secret}"}
    assert ask(client, items(*["茶"] * 60)).status_code == 422
    assert ask(client, items(*["茶"] * 60), **bearer).status_code == 200
    assert [row.caller.partition(":")[0] for row in Usage.objects.all()] == ["token"]


@pytest.mark.parametrize("header", ["Bearer wst_wrong", "Bearer", "Basic abc", "", "Bearer \u00e9"])
def test_a_wrong_token_is_never_taken_for_a_visitor(client, header):
    answer = ask(client, items("茶"), Authorization=header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["code"] == "bad-token"


def test_a_revoked_token_is_refused_at_once(client, secret, sysadmin):
    revoke_token(sysadmin.issued_tokens.get(), reason="结束", at=timezone.now(), by=sysadmin)
    answer = ask(client, items("茶"), Authorization=f"Bearer {secret}")
    assert answer.status_code == 401


def test_whoever_asks_too_often_is_told_when_to_come_back(client):
    for _ in range(VISITOR.calls):
        ask(client, items("茶"))
    answer = ask(client, items("茶"))
    assert answer.json()["code"] == "too-often"
    assert 1 <= int(answer["Retry-After"]) <= VISITOR.seconds


def test_the_self_check_and_the_interface_share_one_allowance(client):
    ask(client, items("茶"))
    client.post("/check/", {"detail": "茶", "context": "商品页面"})
    assert Usage.objects.get().calls == 2


def test_a_session_gives_no_right_here_so_no_page_can_ask_in_ones_name(officer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    assert ask(strict, items("茶")).status_code == 200
    assert Usage.objects.get().caller.partition(":")[0] != "token"


def test_the_file_that_is_served_names_every_refusal(client):
    answer = client.get("/api/openapi.json")
    served = json.loads(answer.content)
    assert served == document()
    told = served["paths"]["/api/screen"]["post"]["responses"]
    assert set(told) == {"200", *(str(kind.status) for kind in problems.KINDS)}
    assert served["paths"]["/api/screen"]["post"]["security"] == [{}, {"Token": []}]


@pytest.fixture
def described(db):
    """The WSGI application itself; its requests share the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_interface_keeps_to_its_own_description(described, secret, mode):
    """What it says it takes it takes, what it does not say it refuses, each answer as described."""
    generated = described["/api/screen"]["POST"].as_strategy(generation_mode=mode)

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=generated)
    def keeps(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    keeps()
