"""Every page an officer may open, each with the first record it opens for them."""

import re
from collections.abc import Iterator
from itertools import islice, product

from django.test import Client
from django.urls import reverse

from tests.house.test_access import ADDRESSES, TABLE
from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Role
from wangshi.accounts.policy import visible
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState
from wangshi.monitoring.models import Hit, HitState, Listing, Sweep
from wangshi.penalties.models import SpotPenalty
from wangshi.registry.models import Operator, Representation, Shop
from wangshi.shared.models import ImportBatch

NO_PAGE = re.compile(r"export|picture|photo|faults|logout|openapi|verifier")
TRIES = 12


def pages(
    client: Client, officer: Account, *, but: re.Pattern[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Each named address that opens for this officer, but those whose name begins so."""
    fillings = records(officer)
    for name, line in TABLE.items():
        allowed = line["own"] == "all" or Role.OFFICER in line["own"]
        if not allowed or line.get("method") == "post" or NO_PAGE.search(name):
            continue
        if but and but.match(name):
            continue
        parameters = ADDRESSES[name].parameters
        choices = [fillings.get(f"{name}.{p}") or fillings.get(p, []) for p in parameters]
        for values in islice(product(*choices), TRIES):
            path = reverse(name, kwargs=dict(zip(parameters, values, strict=True)))
            if client.get(path).status_code == 200:
                yield name, path
                break


def records(officer: Account) -> dict[str, list[object]]:
    """What may fill a parameter: of each state the officer's own first."""
    clues = visible(Clue.objects.all(), officer, Permission.VIEW_CLUE)
    mine = clues.filter(handler=officer)
    of_each = [
        key
        for state in ClueState
        for rows in (mine, clues)
        for key in rows.filter(state=state).values_list("pk", flat=True)[:2]
    ]
    hits = visible(Hit.objects.all(), officer, Permission.VIEW_HIT)
    shops = Shop.objects.order_by("operator_id", "pk")
    return {
        "clue_id": of_each,
        "hit_id": list(hits.filter(state=HitState.PENDING).values_list("pk", flat=True)[:1]),
        "sweep_id": list(Sweep.objects.values_list("pk", flat=True)[:1]),
        "listing_id": list(Listing.objects.values_list("pk", flat=True)[:1]),
        "batch_id": list(ImportBatch.objects.values_list("pk", flat=True)[:1]),
        "representation_id": list(Representation.objects.values_list("pk", flat=True)[:1]),
        "operator.pk": list(Operator.objects.values_list("pk", flat=True)[:1]),
        "pk": [
            *visible(shops, officer, Permission.EDIT_OPERATOR).values_list("pk", flat=True)[:20],
            *Operator.objects.values_list("pk", flat=True)[:5],
        ],
        "spot_id": list(SpotPenalty.objects.values_list("pk", flat=True)[:3]),
        "kind": ["listings", "register"],
        "rule_id": [hits.values_list("rule", flat=True)[0]],
        "law-term.key": ["clue_check"],
        "figure.key": ["clues", "hits"],
        "code": ["V12"],
    }
