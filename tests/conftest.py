"""The people and places tests act with; the browser is Debian's Chromium."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.models.signals import post_migrate
from django.utils import timezone

from wangshi.accounts.models import Account, County, Department, DepartmentKind, RoleGrant, Town
from wangshi.accounts.permissions import Role
from wangshi.evidence import append_only
from wangshi.evidence.models import CustodyEntry

# Both are Debian's Chromium; the shell has no window to draw and takes half the time.
BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = next((one for one in BROWSERS if one.exists()), BROWSERS[-1])
SHARED = Path(__file__).parents[2] / "shared"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--renderer-process-limit=1",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache,PaintHolding",
    "--disable-site-isolation-trials",
]
PASSWORD = "yanshi-Mima-2026"
THEN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
HOMES = count()
# Triggers rest meanwhile: rows go whatever points at them, and entries of custody go too.
EMPTY_WHERE_FULL = """
DO $$
DECLARE
    name text;
    full_one boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[{tables}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO full_one;
        IF full_one THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
END $$
"""

MakeAccount = Callable[..., Account]


def lately() -> datetime:
    """Half an hour ago, but today: days are counted from the day on which a page is read."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(timezone.now() - timedelta(minutes=30), midnight)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real data and the browser are skipped where they are absent, and only there."""
    no_data = pytest.mark.skip(reason="没有 ../shared/data：真实数据不在这台机器上")
    no_browser = pytest.mark.skip(reason="没有 /usr/bin/chromium：apt-get install chromium")
    for item in items:
        if item.get_closest_marker("real_data") and not SHARED.exists():
            item.add_marker(no_data)
        if item.get_closest_marker("journey") and not CHROMIUM.exists():
            item.add_marker(no_browser)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Threads of tests and of the live server leave connections; a database in use stays."""
    # Nobody asks for Django's own permissions: emptied tables are not filled with them again.
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    with django_db_blocker.unblock():
        _as_migrated()
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = _emptied_where_full
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _emptied_where_full(style: object, tables: Iterable[str], **_: object) -> list[str]:
    """TRUNCATE makes a new file for each of 150 tables: most of them hold nothing after a test."""
    return [EMPTY_WHERE_FULL.format(tables=", ".join(f"'{table}'" for table in sorted(tables)))]


def _as_migrated() -> None:
    """Tables were made from their models: what migrations do besides is done after them."""
    with connection.schema_editor() as editor:
        for migration in migrations_of_ours():
            for operation in migration.operations:
                if isinstance(operation, RunPython):
                    operation.code(apps, editor)


def migrations_of_ours() -> Iterator[type[Migration]]:
    for room in apps.get_app_configs():
        if room.name.startswith("wangshi."):
            for path in sorted(Path(room.path).glob("migrations/0*.py")):
                yield import_module(f"{room.name}.migrations.{path.stem}").Migration


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    """Each test has an installation folder of its own."""
    settings.WANGSHI_HOME = tmp_path_factory.getbasetemp() / f"home-{next(HOMES)}"
    settings.MEDIA_ROOT = settings.WANGSHI_HOME / "files"
    settings.WANGSHI_HOME.mkdir()


@pytest.fixture(autouse=True)
def _custody_is_let_go(request):
    """SQLite empties its tables row by row after real transactions: entries of custody refuse."""
    yield
    mark = request.node.get_closest_marker("django_db")
    committed = mark is not None and mark.kwargs.get("transaction", False)
    if not committed or connection.vendor != "sqlite" or not CustodyEntry.objects.exists():
        return
    with connection.cursor() as cursor:
        for statement in (*append_only.SQLITE_BACK, f"DELETE FROM {append_only.TABLE}"):
            cursor.execute(statement)
        for statement in append_only.SQLITE:
            cursor.execute(statement)


@pytest.fixture
def town(db) -> Town:
    return Town.objects.create(code="990101001", name="甲木镇")


@pytest.fixture
def other_town(db) -> Town:
    return Town.objects.create(code="990101002", name="乙水镇")


@pytest.fixture
def county(db) -> County:
    return County.objects.create(
        pk=1, code="990101", name="拾穗县", bureau="拾穗县市场监督管理局", number_prefix="拾市监"
    )


@pytest.fixture
def bureau(county) -> Department:
    return Department.objects.create(
        code="amr", name="拾穗县市场监督管理局", short_name="县局", kind=DepartmentKind.BUREAU
    )


@pytest.fixture
def station(bureau, town) -> Department:
    """甲木市场监管所: covers 甲木镇 and belongs to the bureau."""
    made = Department.objects.create(
        code="amr-01",
        name="甲木市场监管所",
        short_name="甲木所",
        kind=DepartmentKind.STATION,
        parent=bureau,
    )
    made.towns.add(town)
    return made


@pytest.fixture
def other_bureau(db) -> Department:
    return Department.objects.create(
        code="wenlv",
        name="拾穗县文化和旅游局",
        short_name="文旅局",
        kind=DepartmentKind.COUNTY_UNIT,
    )


@pytest.fixture
def make_account(db) -> MakeAccount:
    """An account with exactly these roles: make_account("李示范", Role.OFFICER, department=…)."""
    made: list[Account] = []

    def make(name: str, *roles: Role, username: str = "", **fields: object) -> Account:
        account = Account(username=username or f"u{len(made) + 1:02d}", name=name, **fields)
        account.set_password(PASSWORD)
        account.save()
        for role in roles:
            RoleGrant.objects.create(account=account, role=role, granted_at=THEN)
        made.append(account)
        return account

    return make


@pytest.fixture
def officer(make_account, station) -> Account:
    return make_account("李示范", Role.OFFICER, username="officer", department=station)


@pytest.fixture
def dispatcher(make_account, bureau) -> Account:
    return make_account("赵样本", Role.DISPATCHER, username="dispatcher", department=bureau)


@pytest.fixture
def bureau_admin(make_account, bureau) -> Account:
    return make_account("吴范文", Role.BUREAU_ADMIN, username="head", department=bureau)


@pytest.fixture
def grid_member(make_account, town) -> Account:
    return make_account("钱试", Role.GRID_MEMBER, username="grid", town=town)


@pytest.fixture
def leader(make_account) -> Account:
    return make_account("县领导", Role.LEADER, username="leader")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; no download, no background traffic."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": QUIET}
