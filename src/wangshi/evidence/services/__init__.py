"""What may be done with evidence: take, seal, look, export, hand over, check, mask, publish."""

from .handing import hand_over
from .looking import Checked, check_exhibit, export, look_at, require_open
from .masking import content_of, make_masked_copy
from .publishing import publish_copy, withdraw_copy
from .sealing import resume_waiting, seal_capture, seal_exhibit, stamp_again, stamp_exhibit
from .taking import Taking, take_in

__all__ = [
    "Checked",
    "Taking",
    "check_exhibit",
    "content_of",
    "export",
    "hand_over",
    "look_at",
    "make_masked_copy",
    "publish_copy",
    "require_open",
    "resume_waiting",
    "seal_capture",
    "seal_exhibit",
    "stamp_again",
    "stamp_exhibit",
    "take_in",
    "withdraw_copy",
]
