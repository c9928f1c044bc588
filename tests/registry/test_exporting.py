"""导出实体: every line keeps to the model, references lead somewhere, phones stay at home."""

import json

import pytest

from tests.conftest import lately
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.engine.identifiers import make_uscc
from wangshi.registry.models import Operator, Platform, Shop
from wangshi.registry.services import export_entities
from wangshi.shared.models import AuditRecord


@pytest.fixture
def firm(county) -> Operator:
    platform = Platform.objects.create(code="chengji", name="橙集商城（演示）")
    firm = Operator.objects.create(
        uscc=make_uscc("990101", 1), source_key="样例-1", name="拾穗县样例商行", form="sole_trader",
        person="样例甲", phone="16900000001", status="active",
    )  # fmt: skip
    Shop.objects.create(platform=platform, external_id="s1", name="样例店", operator=firm)
    Shop.objects.create(platform=platform, external_id="s2", name="样例二店", phone="16900000002")
    return firm


def test_every_reference_leads_to_an_entity_of_the_file(firm, officer, tmp_path):
    out = tmp_path / "实体.jsonl"
    done = export_entities(out, with_phones=False, by=officer, at=lately())
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert done.counts == {
        "Company": 1, "Person": 1, "Ownership": 1, "UserAccount": 2, "UnknownLink": 1,
    }  # fmt: skip
    assert done.refused == ()
    known = {one["id"] for one in lines}
    led = {
        value
        for one in lines
        for name in ("owner", "asset", "subject", "object")
        for value in one["properties"].get(name, [])
    }
    assert led <= known
    assert len(known) == len(lines)


def test_phones_are_written_only_when_asked_for(firm, officer, tmp_path):
    for asked in (False, True):
        out = tmp_path / f"{asked}.jsonl"
        export_entities(out, with_phones=asked, by=officer, at=lately())
        assert ("169000" in out.read_text("utf-8")) is asked


def test_who_exported_is_recorded_and_who_may_not_is_refused(firm, officer, make_account, tmp_path):
    export_entities(tmp_path / "a.jsonl", with_phones=True, by=officer, at=lately())
    line = AuditRecord.objects.get(verb="entities.exported")
    assert line.facts == {"count": 6, "phones": True}
    desk = make_account("样席", Role.DESK_12315)
    with pytest.raises(Refused):
        export_entities(tmp_path / "b.jsonl", with_phones=False, by=desk, at=lately())
    assert not (tmp_path / "b.jsonl").exists()
