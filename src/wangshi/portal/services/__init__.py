"""What may be done in the portal: take one's turn, leave a text, issue and revoke tokens."""

from .material import anonymous, drop_material, keep_material
from .tokens import TokenIssued, issue_token, note_use, revoke_token
from .turns import Turn, take_turn

__all__ = [
    "TokenIssued",
    "Turn",
    "anonymous",
    "drop_material",
    "issue_token",
    "keep_material",
    "note_use",
    "revoke_token",
    "take_turn",
]
