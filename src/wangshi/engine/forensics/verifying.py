"""校验: every check of one package, in the order a person is told; nothing is believed of it.

What the package says is compared with itself, and with what the person checking already holds
(`Trust`). A check that could not be made says so and why. No network is used.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from .checks_content import KEPT, check_clock, check_digests, check_files, check_records
from .checks_log import check_keeper, check_log, check_witnesses
from .checks_seals import (
    check_authorities,
    check_seals,
    check_signatures,
    check_signer,
    check_times,
)
from .contents import Contents, read_contents
from .manifest import MANIFEST, SEALS, Manifest, ManifestFault, read_manifest
from .moments import to_second
from .opened import Opened
from .package import SMALL, pieces_of
from .report import CHECK_TITLES, Check, Fault, Report, judged, skipped
from .seals import SealFault, Seals, read_seals
from .shell import Shell, read_shell
from .trust import NO_TRUST, Trust

_THREADS: Final = 3  # one for SM3, two for the web records, beside the one that reads
_CHECKS: Final[Mapping[str, Callable[[Opened], Check]]] = {
    "files": check_files,
    "digests": check_digests,
    "signatures": check_signatures,
    "signer": check_signer,
    "seals": check_seals,
    "times": check_times,
    "authorities": check_authorities,
    "log": check_log,
    "keeper": check_keeper,
    "witnesses": check_witnesses,
    "records": check_records,
    "clock": check_clock,
}


def verify_package(path: Path, trust: Trust = NO_TRUST, *, quick: bool = False) -> Report:
    """校验一个证据包: a report with every check, whatever the file holds.

    `quick` compares the digests and leaves the web records unopened where these are right; where
    they are wrong, the records are read all the same to name the one that was changed.
    Raises only OSError, when the file cannot be read at all.
    """
    with path.open("rb") as file, ThreadPoolExecutor(_THREADS) as worker:
        shell = read_shell(file)
        front = judged("shell", list(shell.faults), "外壳和规定的写法一个字节也不差")
        raw, sealed = _whole(file, shell, MANIFEST), _whole(file, shell, SEALS)
        manifest, seals, faults = _read(raw, sealed)
        spelling = judged("manifest", faults, "清单和封签都是规定的写法，格式是第 1 版")
        if manifest is None or seals is None:
            return Report(path.name, (front, spelling, *_all_skipped()))
        contents = _read_contents(file, shell, manifest, worker, quick)
    opened = Opened(shell, contents, manifest, raw, seals, trust)
    checks = (front, spelling, *(check(opened) for check in _CHECKS.values()))
    return Report(path.name, checks, _facts(opened))


def _read_contents(
    file: BinaryIO, shell: Shell, manifest: Manifest, worker: Executor, quick: bool
) -> Contents:
    if not quick:
        return read_contents(file, shell.entries, keep=KEPT, worker=worker)
    first = read_contents(file, shell.entries, keep=KEPT, worker=worker, opened=lambda _: False)
    right = {one.path for one in manifest.files if first.digests.get(one.path) == one.digest}
    wrong = [one for one in shell.entries if one.name not in right]
    again = read_contents(file, wrong, keep=frozenset(), worker=worker)
    return replace(first, records=again.records, broken=again.broken)


def _read(raw: bytes, sealed: bytes) -> tuple[Manifest | None, Seals | None, list[Fault]]:
    manifest: Manifest | None = None
    seals: Seals | None = None
    faults: list[Fault] = []
    try:
        manifest = read_manifest(raw)
    except ManifestFault as fault:
        faults.append(Fault("manifest.spelling", f"清单读不懂：{fault}", MANIFEST))
    try:
        seals = read_seals(sealed, len(raw))
    except SealFault as fault:
        faults.append(Fault("seals.spelling", f"封签读不懂：{fault}", SEALS))
    return manifest, seals, faults


def _whole(file: BinaryIO, shell: Shell, name: str) -> bytes:
    entry = shell.find(name)
    return b"".join(pieces_of(file, entry)) if entry and entry.size <= SMALL else b""


def _all_skipped() -> tuple[Check, ...]:
    return tuple(skipped(key, "清单或者封签读不出来") for key in CHECK_TITLES if key in _CHECKS)


def _facts(opened: Opened) -> dict[str, str]:
    manifest = opened.manifest
    proof = opened.proof
    return {
        "number": manifest.promise.number,
        "title": manifest.title,
        "office": manifest.promise.office,
        "sealed_at": to_second(manifest.sealed_at),
        "software": manifest.software,
        "files": str(len(manifest.files)),
        "manifest_sha256": opened.seals.manifest.sha256,
        "manifest_sm3": opened.seals.manifest.sm3,
        "log_index": "" if isinstance(proof, str) else str(proof.index),
    }
