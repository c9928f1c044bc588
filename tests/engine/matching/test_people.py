"""A hidden name agrees with whom it may be, and with nobody else."""

import numpy as np
import pytest

from wangshi.engine.matching.comparing import person_levels
from wangshi.engine.matching.levels import Person
from wangshi.engine.matching.people import parse_people
from wangshi.engine.matching.texts import pack


@pytest.mark.parametrize(
    ("asked", "known", "level"),
    [
        ("张样例", "张样例", Person.SAME),
        ("张样例", "张 样 例", Person.SAME),
        ("张样例", "章样例", Person.SOUND),
        ("张样例", "张**", Person.HIDDEN),
        ("张某某", "张样例", Person.HIDDEN),
        ("张样", "张**", Person.ABSENT),  # some registers hide any name with two signs
        ("张样例虚", "张**", Person.DIFFERS),
        ("张某", "张样例", Person.ABSENT),  # 张某 may be of any length
        ("李样例", "张**", Person.DIFFERS),
        ("李样例", "张样例", Person.DIFFERS),
        ("", "张样例", Person.ABSENT),
        ("***", "张样例", Person.ABSENT),
    ],
)
def test_two_names_of_people_compare(asked, known, level):
    people = parse_people(pack([asked])), parse_people(pack([known]))
    nought = np.zeros(1, np.int64)
    found = person_levels(people[0], nought, people[1], nought.astype(np.int32))
    assert Person(int(found[0])) is level
