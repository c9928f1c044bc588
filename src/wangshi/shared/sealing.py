"""封条: what must be readable to the site and not in the database, such as an address with a key.

AES-256-GCM under the key that the installation keeps outside the database; the label of the record
is bound to the seal, so that one record's seal cannot be put on another.
"""

import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from wangshi.installation import sealing_key

NONCE: Final = 12


class SealBroken(ValueError):
    """封条打不开: the key is another one, or the bytes were changed."""


def seal_text(text: str, bound_to: str) -> bytes:
    """封起来: nonce and sealed text."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher().encrypt(nonce, text.encode(), bound_to.encode())


def open_text(sealed: bytes, bound_to: str) -> str:
    """打开; SealBroken when it is not ours or was changed."""
    try:
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode()).decode()
    except InvalidTag:
        raise SealBroken("打不开：备份里缺了钥匙，或者记录被改过") from None


def _cipher() -> AESGCM:
    return AESGCM(sealing_key(Path(settings.WANGSHI_HOME)))
