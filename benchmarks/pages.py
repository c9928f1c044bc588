"""页面的快慢: every list page at a million listings, beside a page that asks the database nothing.

usage: python benchmarks/pages.py [LISTINGS]       SQLite; 1,000,000 unless told
       scripts/with-postgres python benchmarks/pages.py [LISTINGS]

The rows are the demo county's, copied under new numbers until there are enough. Requests go
through the whole Django stack in one process, without a network: what is compared is our work,
not a server's. The peer is the help page: same middleware, same template, no rows.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("WANGSHI_HOME", tempfile.mkdtemp(prefix="wangshi-bench-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "wangshi.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.demo.county import build
from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.registry.models import Operator, Shop

WANTED = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS = 9
PEER = "/help/"
PAGES = {
    Role.OFFICER: [
        *("/desk/", "/clues/", "/operators/", "/operators/?q=山货", "/search/?q=样例"),
        *("/shops/", "/hits/", "/listings/", "/listings/?q=花茶", "/sweeps/", "/imports/"),
    ],
    Role.BUREAU_ADMIN: ["/overview/", "/overview/hits/?since=&until=", "/rules/"],
}
# A list page is to take no more than twice what a page without rows takes: half its rate.
RATIO = 2.0


def main() -> int:
    """Fill, ask every page, print the worst."""
    settings.WANGSHI_DEMO = True
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, skip_checks=True)
    cards = build(seed=2026).accounts
    start = time.perf_counter()
    grow()
    counts = f"{Operator.objects.count()} 家主体 {Shop.objects.count()} 家店 "
    counts += f"{Listing.objects.count()} 件商品 {Hit.objects.count()} 条命中"
    print(
        f"{connection.vendor}：{counts}（演示县的行复制而成，{time.perf_counter() - start:.0f} 秒）"
    )
    slow = 0
    for role, pages in PAGES.items():
        who = Account.objects.filter(
            username__in=[card.username for card in cards], grants__role=role
        )
        client = Client()
        client.force_login(who[0])
        peer = measure(client, PEER)
        print(f"{who[0].name}   无行页 {peer * 1000:.1f} 毫秒")
        for page in pages:
            spent = measure(client, page)
            ratio = spent / peer
            slow += ratio > RATIO
            asked = queries(client, page)
            print(f"  {page:<32} {spent * 1000:8.1f} 毫秒 {ratio:6.1f} 倍  {asked} 次查询")
    print(f"{slow} 页超过无行页的 {RATIO:.0f} 倍")
    return 0


def grow() -> None:
    """Copies of every operator, shop, listing, sighting and hit, until there are enough."""
    times = max(0, -(-WANTED // max(1, Listing.objects.count())) - 1)
    for number in range(1, times + 1):
        with transaction.atomic():
            for model, moved, marked in COPIED:
                copy(model, number, moved, marked)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# Model, the columns that point to a copied row, and those that must stay unique.
COPIED: list[tuple[type[models.Model], dict[str, type[models.Model]], set[str]]] = [
    (Operator, {}, {"source_key"}),
    (Shop, {"operator_id": Operator}, {"external_id"}),
    (Listing, {"shop_id": Shop}, {"external_id"}),
    (Sighting, {"listing_id": Listing}, set()),
    (Hit, {"sighting_id": Sighting}, set()),
]
WIDTHS: dict[type[models.Model], int] = {}


def width(model: type[models.Model]) -> int:
    """How far the keys of two copies are apart."""
    return WIDTHS.setdefault(model, model.objects.order_by("-pk").values_list("pk", flat=True)[0])


def copy(
    model: type[models.Model],
    number: int,
    moved: dict[str, type[models.Model]],
    marked: set[str],
) -> None:
    """One more copy of the first rows, by one statement."""
    first = width(model)
    columns = [field.column for field in model._meta.concrete_fields]
    chosen = list(taken(columns, model, number, moved, marked))
    table = connection.ops.quote_name(model._meta.db_table)
    named = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {', '.join(chosen)} FROM {table} WHERE id <= %s",
            [first],
        )


def taken(
    columns: list[str],
    model: type[models.Model],
    number: int,
    moved: dict[str, type[models.Model]],
    marked: set[str],
) -> Iterator[str]:
    for column in columns:
        quoted = connection.ops.quote_name(column)
        if column == "id":
            yield f"{quoted} + {number * width(model)}"
        elif column in moved:
            yield f"{quoted} + {number * width(moved[column])}"
        elif column in marked:
            yield f"{quoted} || '#{number}'"
        elif column == "uscc":
            yield "NULL"
        else:
            yield quoted


def measure(client: Client, path: str) -> float:
    """Seconds of the middle of several answers, after one that warms up."""
    spent = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        answer = client.get(path)
        spent.append(time.perf_counter() - start)
        assert answer.status_code == 200, (path, answer.status_code)
    return sorted(spent[1:])[ROUNDS // 2]


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


if __name__ == "__main__":
    sys.exit(main())
