"""库房: where keys, log and packages lie, outside the database; nothing here writes a row."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from wangshi.engine.forensics.authorities import (
    HttpTimeAuthority,
    LocalTimeAuthority,
    TimeAuthority,
)
from wangshi.engine.forensics.certificates import Roots, read_roots
from wangshi.engine.forensics.keys import LIST_FILE, Keyring, Purpose, read_keys
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.tiles import CHECKPOINT
from wangshi.engine.forensics.trust import Trust

KEYS, HEAD = "keys", "log-head"
LOG, DEMO_AUTHORITY = "evidence/log", "evidence/demo-authority"
PACKAGES, INCOMING = "evidence/packages", "evidence/incoming"
ROOTS: Final = "time-authorities.pem"
QUERY: Final = "application/timestamp-query"
PATIENCE: Final = 10.0
LARGEST_ANSWER: Final = 64 * 1024


def home() -> Path:
    """这套安装的数据目录."""
    return Path(settings.WANGSHI_HOME)


def package_path(exhibit_id: int, copy: int = 0) -> Path:
    """证据包在哪里: the evidential one, or the `copy`-th masked one of it."""
    name = f"{exhibit_id:06d}-masked-{copy:02d}.wacz" if copy else f"{exhibit_id:06d}.wacz"
    return home() / PACKAGES / name


def incoming_path(department_id: int, sha256: str) -> Path:
    """收下还没封存的文件: found by its unit and digest; gone once it lies in a package."""
    return home() / INCOMING / f"{department_id}-{sha256}"


def keyring() -> Keyring:
    """单位的钥匙: KeyFault when there are none yet."""
    return Keyring(home() / KEYS)


@contextmanager
def open_log(ring: Keyring, at: datetime) -> Iterator[Log]:
    """打开日志: by one writer at a time, in whatever process; others wait."""
    key = ring.public.current("ed25519", Purpose.LOG, at)
    memory = ring.folder / HEAD
    with Log(home() / LOG, ring.public.log, ring.ed25519(key), memory=memory) as log:
        yield log


def authorities() -> list[TimeAuthority]:
    """时间戳服务: those the installation names; in a demonstration one of our own."""
    named: Mapping[str, str] = settings.WANGSHI_TIME_AUTHORITIES
    found: list[TimeAuthority] = [
        HttpTimeAuthority(name, partial(_post, url)) for name, url in named.items()
    ]
    folder = home() / DEMO_AUTHORITY
    if not found and (folder / "tsa.pem").exists():
        found.append(LocalTimeAuthority(folder))
    return found


def _post(url: str, question: bytes) -> bytes:
    """The address is the administrator's own, from the environment; the answer is bounded."""
    request = Request(url, data=question, headers={"Content-Type": QUERY})
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            return bytes(answer.read(LARGEST_ANSWER))
    except URLError as fault:
        raise OSError(str(fault.reason)) from None


def trust() -> Trust:
    """本站的校验依据: the office's own list, roots and log; whoever doubts us brings their own."""
    keys = home() / KEYS / LIST_FILE
    log = home() / LOG
    return Trust(
        keys=read_keys(keys.read_bytes()) if keys.exists() else None,
        roots=_roots(),
        log=log if (log / CHECKPOINT).exists() else None,
    )


def _roots() -> Roots | None:
    held = (home() / KEYS / ROOTS, home() / DEMO_AUTHORITY / "root.pem")
    pem = b"\n".join(path.read_bytes() for path in held if path.exists())
    return read_roots(pem) if pem else None


def write_working_copy(target: Path, package: Path, names: Mapping[str, str], told: str) -> None:
    """工作副本: the files under the names they came with, and a list of their digests."""
    with (
        zipfile.ZipFile(package) as whole,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
    ):
        for place, name in names.items():
            with whole.open(place) as source, copy.open(name, "w", force_zip64=True) as out:
                while piece := source.read(1 << 20):
                    out.write(piece)
        copy.writestr("校验值清单.txt", told)
