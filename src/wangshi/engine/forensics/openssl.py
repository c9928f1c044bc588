"""openssl 命令: what our libraries cannot do: SM2 keys and signatures, a local time authority."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

PATIENCE: Final = 60
_TOLD: Final = 300


class OpensslFault(RuntimeError):
    """openssl 没有做成: it is missing, too old, or refused; the message says which."""


def openssl(*words: str, given: bytes = b"", where: Path | None = None) -> bytes:
    """运行 openssl: its standard output; `given` is its standard input. Needs OpenSSL 3."""
    command = shutil.which("openssl")
    if command is None:
        raise OpensslFault("找不到 openssl 命令，请安装 OpenSSL 3（Debian：apt install openssl）")
    try:
        done = subprocess.run(
            [command, *words], input=given, capture_output=True, timeout=PATIENCE, cwd=where,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise OpensslFault(f"openssl 没有运行成功：{fault}") from None
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise OpensslFault(f"openssl {words[0]} 没有做成：{told[:_TOLD]}")
    return done.stdout
