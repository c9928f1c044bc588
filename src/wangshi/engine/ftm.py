"""FollowTheMoney: operators, people, shops and links as entities that other tools read.

The entity model is published by OpenSanctions and OCCRP (followthemoney 4). Only the schemata and
properties below are used; `faults` holds an entity against them: names, types, required ones.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from wangshi.engine.identifiers import check_phone, check_url

COUNTRY: Final = "cn"
_ID: Final = re.compile(r"[A-Za-z0-9.:-]{3,200}")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PHONE: Final = re.compile(r"\+\d{7,15}")

_THING: Final = {
    "name": "name", "alias": "name", "country": "country", "address": "address", "notes": "text",
    "description": "text", "summary": "text", "sourceUrl": "url", "retrievedAt": "date",
}  # fmt: skip
_LEGAL: Final = {
    **_THING, "legalForm": "string", "status": "string", "incorporationDate": "date",
    "registrationNumber": "identifier", "uscCode": "identifier", "jurisdiction": "country",
    "phone": "phone", "website": "url",
}  # fmt: skip
_INTEREST: Final = {
    "role": "string", "status": "string", "startDate": "date", "endDate": "date",
    "summary": "text", "retrievedAt": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Schema:
    """一种实体: its properties with their types; which must be there; what references lead to."""

    properties: Mapping[str, str]
    required: tuple[str, ...]


SCHEMATA: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "Company": Schema(_LEGAL, ("name",)),
        "Organization": Schema(_LEGAL, ("name",)),
        "Person": Schema(_LEGAL, ("name",)),
        "UserAccount": Schema(
            {**_THING, "owner": "entity", "service": "string", "username": "string",
             "phone": "phone"},
            ("username",),
        ),
        "Directorship": Schema(
            {**_INTEREST, "director": "entity", "organization": "entity"},
            ("director", "organization"),
        ),
        "Ownership": Schema(
            {**_INTEREST, "owner": "entity", "asset": "entity"}, ("owner", "asset")
        ),
        "UnknownLink": Schema(
            {**_INTEREST, "subject": "entity", "object": "entity"}, ("subject", "object")
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Entity:
    """一个实体: every property is a list of texts."""

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]

    def as_line(self) -> dict[str, object]:
        """As it stands in a line of the file."""
        told = {name: list(values) for name, values in self.properties.items()}
        return {"id": self.id, "schema": self.schema, "properties": told}


@dataclass(frozen=True)
class FtmOperator:
    """要写的主体; `form` is enterprise, sole_trader, cooperative, person or other."""

    key: str
    name: str
    form: str
    form_title: str
    uscc: str
    status: str
    person: str
    address: str
    phone: str
    scope: str
    established_on: date | None
    retrieved_at: datetime | None


@dataclass(frozen=True)
class FtmShop:
    """要写的网店; `operator` is the key of whoever runs it, empty when nobody knows."""

    key: str
    name: str
    number: str
    platform: str
    url: str
    phone: str
    operator: str
    confirmed_at: datetime | None


def entity_id(county: str, kind: str, key: str) -> str:
    """实体的编号: the same record has the same one in every export of the county."""
    digest = hashlib.sha256(f"{county}\x1f{kind}\x1f{key}".encode()).hexdigest()
    return f"wangshi-{county}-{kind}-{digest[:24]}"


def operator_entities(one: FtmOperator, county: str) -> Iterator[Entity]:
    """一个主体: itself, the person who stands for it, and how they belong together.

    The person is one of this operator alone: namesakes are not made into one.
    """
    mine = entity_id(county, "operator", one.key)
    schema = {"person": "Person", "cooperative": "Organization"}.get(one.form, "Company")
    legal = {
        "name": one.name,
        "country": COUNTRY,
        "jurisdiction": COUNTRY,
        "address": one.address,
        "legalForm": one.form_title,
        "status": one.status,
        "uscCode": one.uscc,
        "registrationNumber": one.uscc,
        "incorporationDate": _day(one.established_on),
        "phone": _phone(one.phone),
        "description": one.scope,
        "retrievedAt": _day(one.retrieved_at),
    }
    yield _entity(mine, schema, **legal)
    if one.person and schema != "Person":
        who = entity_id(county, "person", one.key)
        yield _entity(who, "Person", name=one.person, country=COUNTRY)
        yield _tie(county, one, who, mine)


def shop_entities(one: FtmShop, county: str) -> Iterator[Entity]:
    """一家网店: an account on a platform, and the link to whoever runs it."""
    mine = entity_id(county, "shop", one.key)
    owner = entity_id(county, "operator", one.operator) if one.operator else ""
    told = {
        "name": one.name,
        "username": one.number,
        "service": one.platform,
        "sourceUrl": one.url if check_url(one.url).ok else "",
        "phone": _phone(one.phone),
        "country": COUNTRY,
        "owner": owner,
    }
    yield _entity(mine, "UserAccount", **told)
    if owner:
        yield _entity(
            entity_id(county, "runs", one.key),
            "UnknownLink",
            subject=owner,
            object=mine,
            role="开这家网店",
            startDate=_day(one.confirmed_at),
        )


def faults(entity: Entity) -> tuple[str, ...]:
    """不合规定的: what is wrong with an entity, in words; empty when it is as the model asks."""
    schema = SCHEMATA.get(entity.schema)
    if schema is None:
        return (f"没有 {entity.schema} 这种实体",)
    missing = [f"缺 {name}" for name in schema.required if not entity.properties.get(name)]
    wrong = [
        f"{name}：{value or '空'}"
        for name, values in entity.properties.items()
        for value in values or ("",)
        if not _fits(schema.properties.get(name, ""), value)
    ]
    named = [] if _ID.fullmatch(entity.id) else [f"编号 {entity.id}"]
    return (*named, *missing, *wrong)


def _tie(county: str, one: FtmOperator, who: str, mine: str) -> Entity:
    key = entity_id(county, "stands", one.key)
    if one.form == "sole_trader":
        return _entity(key, "Ownership", owner=who, asset=mine, role="经营者")
    return _entity(key, "Directorship", director=who, organization=mine, role="法定代表人")


def _entity(key: str, schema: str, **properties: str) -> Entity:
    told = {name: (value,) for name, value in properties.items() if value}
    return Entity(key, schema, told)


def _fits(kind: str, value: str) -> bool:
    tests = {
        "date": _DATE.fullmatch,
        "country": re.compile("[a-z]{2}").fullmatch,
        "phone": _PHONE.fullmatch,
        "entity": _ID.fullmatch,
        "url": re.compile(r"https?://\S+").fullmatch,
    }
    test = tests.get(kind)
    return bool(kind) and bool(value.strip()) and (test is None or test(value) is not None)


def _phone(number: str) -> str:
    """E.164: a mobile, or a landline with its area; what nobody abroad can dial is left out."""
    checked = check_phone(number)
    if not checked.ok or not number:
        return ""
    figures = checked.normalised.split("-")
    if len(figures) > 1 and figures[0].startswith("0"):
        return f"+86{figures[0][1:]}{figures[1]}"
    return f"+86{figures[0]}" if re.fullmatch(r"1[3-9]\d{9}", figures[0]) else ""


def _day(moment: date | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
