"""One invented register for all tests of this folder: made once, never changed."""

import pytest

from wangshi.engine.matching import Matcher, Register, register_of

from .invented import Made, members_and_strangers, shops

MEMBERS, STRANGERS = members_and_strangers(3_000, 500, 11)


@pytest.fixture(scope="session")
def register() -> Register:
    return register_of(MEMBERS)


@pytest.fixture(scope="session")
def matcher(register) -> Matcher:
    return Matcher(register)


@pytest.fixture(scope="session")
def made() -> list[Made]:
    return shops(MEMBERS, STRANGERS, 1_200, 13)
