"""Sealed packages are dear to make, so an office and a few of them serve the whole folder."""

import pytest

from .office import Office, capture_of


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    made = Office.open(tmp_path_factory.mktemp("office"))
    yield made
    made.log.close()


@pytest.fixture(scope="session")
def packages(office):
    """Three sound packages, stamped twice, logged and witnessed."""
    made = [office.seal(capture_of(seed), f"{seed}.wacz") for seed in (1, 2, 3)]
    return [office.witness(one) for one in made]


@pytest.fixture
def package(packages):
    return packages[2]
