"""FollowTheMoney: entities keep to the properties of the published model, and to their types."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from wangshi.engine.ftm import (
    SCHEMATA,
    Entity,
    FtmOperator,
    FtmShop,
    entity_id,
    faults,
    operator_entities,
    shop_entities,
)
from wangshi.engine.identifiers import make_uscc

FIRM = FtmOperator(
    key="样例-1",
    name="拾穗县样例商行",
    form="sole_trader",
    form_title="个体工商户",
    uscc=make_uscc("990101", 1),
    status="存续",
    person="样例甲",
    address="拾穗县甲木镇虚构街1号",
    phone="169 0000 0001",
    scope="",
    established_on=date(2020, 1, 5),
    retrieved_at=datetime(2026, 1, 5, 1, 0, tzinfo=UTC),
)
SHOP = FtmShop("chengji:s1", "样例店", "s1", "橙集", "https://a.invalid/s1", "", "样例-1", None)


def test_a_household_is_a_company_its_keeper_owns():
    firm, person, tie = operator_entities(FIRM, "990101")
    assert [firm.schema, person.schema, tie.schema] == ["Company", "Person", "Ownership"]
    assert firm.properties["uscCode"] == (FIRM.uscc,)
    assert firm.properties["phone"] == ("+8616900000001",)
    assert tie.properties["owner"] == (person.id,)
    assert tie.properties["asset"] == (firm.id,)


@pytest.mark.parametrize(
    ("form", "schema", "tie"),
    [
        ("enterprise", "Company", "Directorship"),
        ("cooperative", "Organization", "Directorship"),
        ("other", "Company", "Directorship"),
    ],
)
def test_other_forms_have_a_person_who_stands_for_them(form, schema, tie):
    made = list(operator_entities(replace(FIRM, form=form), "990101"))
    assert [made[0].schema, made[-1].schema] == [schema, tie]


def test_a_person_who_need_not_register_is_one_entity():
    (only,) = operator_entities(replace(FIRM, form="person", uscc=""), "990101")
    assert only.schema == "Person"


def test_a_shop_leads_to_whoever_runs_it_and_to_nobody_when_nobody_knows():
    account, link = shop_entities(SHOP, "990101")
    firm = next(operator_entities(FIRM, "990101"))
    assert account.properties["owner"] == (firm.id,)
    assert link.properties["subject"] == (firm.id,)
    (alone,) = shop_entities(replace(SHOP, operator=""), "990101")
    assert "owner" not in alone.properties


@pytest.mark.parametrize("facts", [{}, {"phone": "样例"}, {"person": "", "address": ""}])
def test_what_is_written_keeps_to_the_model(facts):
    made = [*operator_entities(replace(FIRM, **facts), "990101"), *shop_entities(SHOP, "990101")]
    assert [faults(one) for one in made] == [()] * len(made)


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("0916-4821234", "+869164821234"),
        ("4821234", None),  # nobody knows the area
        ("4008001234", None),  # cannot be dialled from abroad
        ("", None),
    ],
)
def test_a_phone_is_written_as_it_is_dialled_from_abroad(phone, written):
    firm = next(operator_entities(replace(FIRM, phone=phone), "990101"))
    assert firm.properties.get("phone") == (None if written is None else (written,))


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (Entity("wangshi-1", "Castle", {}), "没有 Castle"),
        (Entity("wangshi-1", "Company", {}), "缺 name"),
        (Entity("wangshi-1", "Company", {"name": (" ",)}), "name："),
        (Entity("wangshi-1", "Company", {"name": ("样",), "colour": ("红",)}), "colour：红"),
        (Entity("wangshi-1", "Person", {"name": ("样",), "country": ("CHN",)}), "country"),
        (Entity("样 1", "Person", {"name": ("样",)}), "编号"),
    ],
)
def test_what_does_not_keep_to_the_model_is_named(entity, words):
    assert any(words in one for one in faults(entity))


def test_the_same_record_has_the_same_number_every_time_and_another_county_another():
    assert entity_id("990101", "operator", "甲") == entity_id("990101", "operator", "甲")
    numbers = {entity_id(county, "shop", "甲") for county in ("990101", "990102")}
    assert len(numbers) == 2


def test_every_schema_asks_only_for_its_own_properties():
    assert all(set(one.required) <= set(one.properties) for one in SCHEMATA.values())
