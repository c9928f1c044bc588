"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .checking import Look, record_check
from .pictures import read_picture, take_picture, take_up_unread
from .reading import read_capture
from .requests import ask_to_show, close_request, hand_over_check

__all__ = [
    "Look",
    "ask_to_show",
    "close_request",
    "hand_over_check",
    "read_capture",
    "read_picture",
    "record_check",
    "take_picture",
    "take_up_unread",
]
