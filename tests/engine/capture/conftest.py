"""One browser and one site serve the whole folder: starting them is what takes long."""

import json
from collections.abc import Iterator

import pytest

from tests.conftest import CHROMIUM
from tests.engine.forensics.office import Office as County
from tests.engine.forensics.office import right_now
from wangshi.engine.capture import Caps, CaptureClock, Office, Officer, Studio, Wanted, capture
from wangshi.engine.vetting import Allowance

from .site import Site

QUICK = Caps(quiet_seconds=0.2, settle_seconds=20)
# For pages that never come to an end.
IMPATIENT = Caps(
    quiet_seconds=0.2, settle_seconds=1.5, look_seconds=4, load_seconds=8, screens=3, redirects=6
)
OFFICERS = (Officer("试填甲", "2026001"), Officer("试填乙", "2026002"))


@pytest.fixture(scope="session")
def studio() -> Iterator[Studio]:
    with Studio(CHROMIUM) as made:
        yield made


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture(scope="session")
def county(tmp_path_factory) -> Iterator[County]:
    made = County.open(tmp_path_factory.mktemp("county"), authorities=1)
    yield made
    made.log.close()


def wanted(port: int, path: str, scheme: str = "http", **rest) -> Wanted:
    return Wanted(
        f"{scheme}://127.0.0.1:{port}{path}",
        number="试填〔2026〕0001号",
        officers=OFFICERS,
        place="试填的地方",
        allowance=Allowance.of("127.0.0.1"),
        ports=frozenset({port}),
        **{"caps": QUICK, **rest},
    )


@pytest.fixture
def take(studio, site, county, tmp_path):
    """take("/plain") seals a page of the site and gives what was captured."""

    def act(path: str, *, port: int = 0, **rest):
        return capture(
            wanted(port or site.port, path, **rest),
            tmp_path / "taken.wacz",
            studio=studio,
            clock=CaptureClock(right_now, offset_ms=12, source="ntp.example"),
            office=Office(county.keyring, county.log, county.authorities),
        )

    return act


def facts_of(captured) -> dict:
    return json.loads(captured.package.read("capture/facts.json"))


def names_in(captured) -> set[str]:
    return {entry.name for entry in captured.package.shell.entries}
