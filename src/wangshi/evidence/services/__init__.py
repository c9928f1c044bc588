"""What may be done with evidence, from the order of a capture to the published copy."""

from .capturing import take_order
from .handing import decline, hand_over, recall, receive
from .looking import Checked, check_exhibit, export, look_at, require_open
from .masking import content_of, make_masked_copy
from .ordering import Ordering, order_again, order_capture, take_up_silent
from .publishing import publish_copy, withdraw_copy
from .receiving import Arrival, take_package
from .scheduling import cancel_order, release_due
from .sealing import resume_waiting, seal_capture, seal_exhibit, stamp_again, stamp_exhibit
from .taking import Taking, take_in

__all__ = [
    "Arrival",
    "Checked",
    "Ordering",
    "Taking",
    "cancel_order",
    "check_exhibit",
    "content_of",
    "decline",
    "export",
    "hand_over",
    "look_at",
    "make_masked_copy",
    "order_again",
    "order_capture",
    "publish_copy",
    "recall",
    "receive",
    "release_due",
    "require_open",
    "resume_waiting",
    "seal_capture",
    "seal_exhibit",
    "stamp_again",
    "stamp_exhibit",
    "take_in",
    "take_order",
    "take_package",
    "take_up_silent",
    "withdraw_copy",
]
