"""虚假注册的疑点: operators and shops in, candidates with reasons and rows out. Pure.

`find(register, limits…)` looks for each sign of `law/false_registration.yaml`; every `Finding`
names its reason, its subject and the rows it rests on, and has no effect of its own. `layout`
places the records of one finding and what they share for a drawing; `check_premises` says which
of an operator's addresses are not registered as the articles ask; `difference_hash` reads a
picture into 64 bits, and `alike` finds the pictures that differ in few of them.
"""

from wangshi.engine.false_registration.finding import find
from wangshi.engine.false_registration.graph import Drawing, layout
from wangshi.engine.false_registration.keys import address_keys
from wangshi.engine.false_registration.pictures import alike, difference_hash
from wangshi.engine.false_registration.premises import (
    PlaceKind,
    Premise,
    PremiseFault,
    check_premises,
)
from wangshi.engine.false_registration.records import (
    FIELD_TITLES,
    FIELDS_SHARED,
    MOST_ROWS,
    Field,
    Finding,
    Home,
    Kind,
    OperatorRow,
    Register,
    Row,
    ShopRow,
)
from wangshi.engine.false_registration.signs import (
    Limit,
    PremiseRule,
    Sign,
    Signs,
    load_signs,
    standing_signs,
)

__all__ = [
    "FIELDS_SHARED",
    "FIELD_TITLES",
    "MOST_ROWS",
    "Drawing",
    "Field",
    "Finding",
    "Home",
    "Kind",
    "Limit",
    "OperatorRow",
    "PlaceKind",
    "Premise",
    "PremiseFault",
    "PremiseRule",
    "Register",
    "Row",
    "ShopRow",
    "Sign",
    "Signs",
    "address_keys",
    "alike",
    "check_premises",
    "difference_hash",
    "find",
    "layout",
    "load_signs",
    "standing_signs",
]
