"""Where an installation keeps what is its own: data, keys, imported files, statutes."""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path


def home() -> Path:
    """The folder WANGSHI_HOME, made when it is not there (default: `var`, where one stands)."""
    folder = Path(os.environ.get("WANGSHI_HOME", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The installation's secret, made at its first start and kept outside the database."""
    return os.environ.get("WANGSHI_SECRET_KEY") or _key(folder, "secret_key")


def sealing_key(folder: Path) -> bytes:
    """The 32 bytes under which identities are sealed: a file of its own beside the others."""
    return hashlib.sha256(_key(folder, "identity_key").encode()).digest()


def _key(folder: Path, name: str) -> str:
    path = folder / "keys" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text("ascii")


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first to link its finished file wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, "ascii")
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
