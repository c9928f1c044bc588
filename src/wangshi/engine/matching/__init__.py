"""网店是谁开的: shops matched to the register, with reasons. Pure; usable without Django.

`register_of` or `make_register` → `Matcher(register)` → `look_up` one shop, `match` many, or
`match_sheets` by the column; each `Verdict` has its candidates with their tables of evidence.
Weights are a `Model`: `standing_model()`, or learned by `learn_chances` and `learn_matches`, and
calibrated by `calibrate` or, with what officers confirmed and rejected, by `add_reviews`.
"""

from wangshi.engine.matching.addresses import AddressParts, parse_address
from wangshi.engine.matching.building import RegisterTooLong, make_register, register_of
from wangshi.engine.matching.calibrating import (
    Bin,
    Judged,
    add_reviews,
    brier,
    calibrate,
    reliability,
)
from wangshi.engine.matching.deciding import CONCERN_WORDS, Concern, Standing, thresholds
from wangshi.engine.matching.grammar import NameParts, parse_name
from wangshi.engine.matching.learning import learn, learn_chances, learn_matches
from wangshi.engine.matching.levels import FIELD_TITLES, FIELDS, LEVELS, Field, Level, Tone
from wangshi.engine.matching.matcher import SHOP_BATCH, Matcher, Matches
from wangshi.engine.matching.records import (
    OUTCOME_TITLES,
    Candidate,
    Evidence,
    Operator,
    Outcome,
    Shop,
    Verdict,
)
from wangshi.engine.matching.register import Register
from wangshi.engine.matching.weights import (
    Costs,
    Model,
    ModelFault,
    first_guess,
    from_json,
    standing_model,
    to_json,
)
from wangshi.engine.matching.words import Form

__all__ = [
    "CONCERN_WORDS",
    "FIELDS",
    "FIELD_TITLES",
    "LEVELS",
    "OUTCOME_TITLES",
    "SHOP_BATCH",
    "AddressParts",
    "Bin",
    "Candidate",
    "Concern",
    "Costs",
    "Evidence",
    "Field",
    "Form",
    "Judged",
    "Level",
    "Matcher",
    "Matches",
    "Model",
    "ModelFault",
    "NameParts",
    "Operator",
    "Outcome",
    "Register",
    "RegisterTooLong",
    "Shop",
    "Standing",
    "Tone",
    "Verdict",
    "add_reviews",
    "brier",
    "calibrate",
    "first_guess",
    "from_json",
    "learn",
    "learn_chances",
    "learn_matches",
    "make_register",
    "parse_address",
    "parse_name",
    "register_of",
    "reliability",
    "standing_model",
    "thresholds",
    "to_json",
]
