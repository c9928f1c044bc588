"""Every named address of the site, asked by every role, on our own ground and on another unit's.

The table is access.yaml. An address that is not in it fails the first test; so does a line for
an address that is gone. Each line says:

    with      the kind of record that fills `<int:pk>` (a `<int:clue_id>` finds its kind itself)
    fill      constant values for other parameters of the address
    method    get, or post for an address that only takes forms
    own       roles that get in where the record belongs to their unit, town or self
    other     roles that get in where it belongs to another unit (left out: the same as own)
    public    true: also without signing in

`own: all` means everybody who has signed in, also without any role.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.http import HttpResponse
from django.template import Origin
from django.template.loaders.base import Loader
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.access_world import AT, MAKERS, world_for
from wangshi.accounts.models import Account, RoleGrant
from wangshi.accounts.permissions import THREE_ADMINISTRATORS, Role

TABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "access.yaml").read_text("utf-8")
)
KEYS = {"with", "fill", "method", "own", "other", "public"}
ROLES: tuple[Role | None, ...] = (None, *(role for role in Role if role is not Role.COMMAND_LINE))


@dataclass(frozen=True)
class Address:
    """A named address, and the parameters it asks for."""

    name: str
    parameters: tuple[str, ...]


class Blank(Loader):
    """A page without words: who gets in is settled before anything is written on it."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        yield Origin(template_name, template_name, self)

    def get_contents(self, origin: Origin) -> str:
        return ""


@pytest.fixture(autouse=True)
def _blank_pages(settings) -> None:
    (engine,) = settings.TEMPLATES
    options = {"loaders": [f"{__name__}.{Blank.__name__}"]}
    settings.TEMPLATES = [{"BACKEND": engine["BACKEND"], "OPTIONS": options}]


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        elif isinstance(entry, URLPattern):
            yield Address(entry.name or str(entry.pattern), tuple(entry.pattern.converters))


ADDRESSES = {address.name: address for address in addresses()}


def test_every_address_is_in_the_table_and_no_other():
    assert set(ADDRESSES) == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_line_of_the_table_says_only_what_is_understood(name):
    line = TABLE[name]
    assert set(line) <= KEYS
    known = {role.value for role in Role}
    for whose in ("own", "other"):
        expected = line.get(whose, [])
        assert expected == "all" or set(expected) <= known
    assert "own" in line
    assert "other" not in line or (name, False) in set(grounds())


def let_in(line: dict[str, Any], *, ours: bool) -> set[Role | None]:
    expected = line["own"] if ours or "other" not in line else line["other"]
    return set(ROLES) if expected == "all" else {Role(role) for role in expected}


def path_of(address: Address, line: dict[str, Any], world: Any) -> str:
    filled: dict[str, Any] = {}
    for parameter in address.parameters:
        kind = line.get("with", "") if parameter == "pk" else parameter.removesuffix("_id")
        constant = line.get("fill", {}).get(parameter)
        filled[parameter] = constant if constant is not None else MAKERS[kind](world).pk
    return reverse(address.name, kwargs=filled)


def ask(client: Client, name: str, path: str) -> HttpResponse:
    return getattr(client, TABLE[name].get("method", "get"))(path)


def roles_let_in(name: str, expected: set[Role | None], *, ours: bool) -> set[Role | None]:
    """One world; its actor asks in one role after the other, and what came of it is undone.

    Roles only add rights (tests/accounts/test_policy.py), so those expected to be refused ask
    all at once, and one by one only where together they get in; where everybody is expected,
    nobody in particular asks, then all at once. Administrators are never two.
    """
    world = world_for(ours=ours)
    path = path_of(ADDRESSES[name], TABLE[name], world)
    client = Client()
    client.force_login(world.actor)
    gets_in = partial(admits, client, name, path, world.actor)
    if expected == set(ROLES):
        together = set(ROLES) - set(THREE_ADMINISTRATORS)
        asked = [{None}, together, *({role} for role in THREE_ADMINISTRATORS)]
        return set().union(*filter(gets_in, asked))
    alone = expected | set(THREE_ADMINISTRATORS[1:])
    refused = set(ROLES) - alone
    return {role for role in (ROLES if gets_in(refused) else alone) if gets_in({role})}


def admits(
    client: Client, name: str, path: str, actor: Account, roles: Iterable[Role | None]
) -> bool:
    with transaction.atomic():
        RoleGrant.objects.bulk_create(
            RoleGrant(account=actor, role=role, granted_at=AT) for role in roles if role
        )
        status = ask(client, name, path).status_code
        transaction.set_rollback(True)
    assert status != 405, "the table names the wrong method"
    assert status != 403, "a forbidden page answers as a missing one"
    return status != 404


def grounds() -> Iterator[tuple[str, bool]]:
    """Every address on our own ground; on another unit's where it opens a record at all."""
    for name in sorted(set(TABLE) & set(ADDRESSES)):
        yield name, True
        if set(ADDRESSES[name].parameters) - set(TABLE[name].get("fill", {})):
            yield name, False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "ours"),
    [pytest.param(*g, id="-".join((g[0], "own" if g[1] else "other"))) for g in grounds()],
)
def test_a_role_gets_in_exactly_where_the_table_says(name, ours):
    expected = let_in(TABLE[name], ours=ours)
    found = roles_let_in(name, expected, ours=ours)
    assert found - expected == set(), "too open"
    assert expected - found == set(), "too closed"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE) & set(ADDRESSES)))
def test_without_signing_in_only_public_pages_answer(name):
    path = path_of(ADDRESSES[name], TABLE[name], world_for(ours=True))
    answer = ask(Client(), name, path)
    sent_to_sign_in = answer.status_code == 302 and answer.url.startswith("/login/?next=")
    assert sent_to_sign_in != bool(TABLE[name].get("public"))
