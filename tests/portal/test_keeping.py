"""Tokens and material: who may, what is shown once, what the audit says."""

import pytest
from django.utils import timezone

from wangshi.accounts.policy import Refused
from wangshi.accounts.services import Declined
from wangshi.engine.screening import Item
from wangshi.portal.models import ApiToken, Material
from wangshi.portal.selectors import standing_token
from wangshi.portal.services import drop_material, issue_token, keep_material, revoke_token
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(sysadmin):
    return issue_token("试填平台", at=timezone.now(), by=sysadmin)


@pytest.fixture
def material(db) -> Material:
    kept = keep_material(
        Item("1", text="试填的话"), rules=["abs-01"], law_fingerprint="ab" * 32,
        on=timezone.localdate(),
    )  # fmt: skip
    assert kept is not None
    return kept


def test_a_token_is_known_by_its_digest_and_kept_nowhere(issued):
    assert standing_token(issued.secret) == issued.token
    assert standing_token(issued.secret[:-1]) is None
    kept = [str(value) for value in vars(ApiToken.objects.get()).values()]
    told = AuditRecord.objects.get(verb="token.issued")
    assert issued.secret not in " ".join([*kept, str(told.facts)])


def test_a_revoked_token_is_none_and_cannot_be_revoked_again(issued, sysadmin):
    revoke_token(issued.token, reason="合作结束", at=timezone.now(), by=sysadmin)
    assert standing_token(issued.secret) is None
    with pytest.raises(Declined, match="已经收回"):
        revoke_token(issued.token, reason="再来", at=timezone.now(), by=sysadmin)
    assert AuditRecord.objects.get(verb="token.revoked").facts["reason"] == "合作结束"


def test_only_the_system_administrator_issues_and_revokes(issued, officer):
    with pytest.raises(Refused):
        issue_token("不行", at=timezone.now(), by=officer)
    with pytest.raises(Refused):
        revoke_token(issued.token, reason="不行", at=timezone.now(), by=officer)


def test_the_page_shows_a_token_once(client, sysadmin):
    client.force_login(sysadmin)
    answer = client.post("/tokens/", {"name": "试填平台"})
    secret = answer.context["issued"].secret
    assert secret in answer.content.decode()
    again = client.get("/tokens/").content.decode()
    assert secret not in again
    assert "试填平台" in again
    assert "no-store" in answer["Cache-Control"]


def test_the_page_revokes_with_a_reason(client, sysadmin, issued):
    client.force_login(sysadmin)
    address = f"/tokens/{issued.token.pk}/revoke/"
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "合作结束"}, follow=True)
    assert "已经收回" in answer.content.decode()
    assert not ApiToken.objects.get().is_standing


def test_officers_read_material_and_drop_it_with_a_reason(client, officer, material):
    client.force_login(officer)
    assert "试填的话" in client.get("/materials/").content.decode()
    address = f"/materials/{material.pk}/drop/"
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "里面有店名"})
    assert not Material.objects.exists()
    record = AuditRecord.objects.get(verb="material.dropped")
    assert record.subject == f"portal.material:{material.pk}"


def test_nobody_else_drops_material(material, leader):
    with pytest.raises(Refused):
        drop_material(material, reason="不行", by=leader)


def test_the_shelf_has_an_end(material, monkeypatch):
    monkeypatch.setattr("wangshi.portal.services.material.MOST_KEPT", 1)
    assert (
        keep_material(
            Item("1", text="再一段"), rules=[], law_fingerprint="ab" * 32, on=timezone.localdate()
        )
        is None
    )
