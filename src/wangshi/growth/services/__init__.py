"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .ending import hand_over_seller, lose_seller, refuse_seller
from .finding import NewSeller, find_seller, note_seller, visit_seller
from .food import note_food_start, take_food_report
from .guiding import guide_seller, sign_declaration
from .registering import (
    Licensed,
    apply_registration,
    license_seller,
    link_operator,
    note_preparation,
)
from .themed import NewEntry, Told, end_entry, enter_themed, note_values, take_themed_rows

__all__ = [
    "Licensed",
    "NewEntry",
    "NewSeller",
    "Told",
    "apply_registration",
    "end_entry",
    "enter_themed",
    "find_seller",
    "guide_seller",
    "hand_over_seller",
    "license_seller",
    "link_operator",
    "lose_seller",
    "note_food_start",
    "note_preparation",
    "note_seller",
    "note_values",
    "refuse_seller",
    "sign_declaration",
    "take_food_report",
    "take_themed_rows",
    "visit_seller",
]
