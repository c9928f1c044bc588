"""封存: what was taken in becomes one package; run again after any accident, nothing is lost.

A capture made by a browser comes in at `seal_capture` too, with the engine's Capture instead of the
one made here of uploaded files. It lies nowhere but in memory: what cannot be sealed at once is
captured again.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from wangshi.engine.forensics.canonical import Json
from wangshi.engine.forensics.captures import Capture, Clock, Kept
from wangshi.engine.forensics.journal import LogFault
from wangshi.engine.forensics.keys import KeyFault
from wangshi.engine.forensics.moments import to_second
from wangshi.engine.forensics.notes import read_proof
from wangshi.engine.forensics.openssl import OpensslFault
from wangshi.engine.forensics.package import NotAPackage, Package, open_package
from wangshi.engine.forensics.sealing import AlreadyThere, complete, seal
from wangshi.engine.forensics.seals import StampState
from wangshi.engine.forensics.shell import ShellRefused
from wangshi.evidence.intake import captured_kind, captured_name
from wangshi.evidence.models import Exhibit, ExhibitFile, MaskedCopy
from wangshi.evidence.strongroom import (
    authorities,
    incoming_path,
    keyring,
    open_log,
    package_path,
)
from wangshi.evidence.workflow import Act, ExhibitState
from wangshi.shared.services import record

from .custody import enter, locked

RETRY_AFTER = timedelta(minutes=2)
STAMP_AGAIN_AFTER = timedelta(hours=1)
MOST_ASKED = 50
MILLISECOND = timedelta(milliseconds=1)
# What may be tried again: no keys yet, a full disk, a log held by another, no openssl.
PASSING = (KeyFault, OSError, LogFault, OpensslFault)
# What will never fit.
LASTING = (ShellRefused, NotAPackage)


def seal_exhibit(exhibit: Exhibit, *, at: datetime) -> Exhibit:
    """封存一件: sealed, or the row says why not yet; a package that is there already is adopted."""
    if exhibit.state == ExhibitState.SEALED:
        return exhibit
    if exhibit.package_sha256:
        return shelve(exhibit, at=at)
    return seal_capture(exhibit, _capture_of(exhibit), at=at)


def shelve(exhibit: Exhibit, *, at: datetime) -> Exhibit:
    """入库: a package that came sealed, put where packages lie; its bytes stay as they came."""
    target = package_path(exhibit.pk)
    try:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            incoming_path(exhibit.department_id, exhibit.package_sha256).replace(target)
        package = open_package(target)
    except LASTING as fault:
        return _not_sealed(exhibit, str(fault), for_good=True)
    except OSError as fault:
        return _not_sealed(exhibit, _told(fault, waits=True), for_good=False)
    return _note_sealed(exhibit, package, at=at, act=Act.SHELVED)


def seal_capture(
    exhibit: Exhibit, capture: Capture, *, at: datetime, waits: bool = True
) -> Exhibit:
    """封存取证所得: outside any transaction, since it may take a while and write much.

    `waits`: the files lie on our disk and sealing may be tried again; else it is failed at once.
    """
    target = package_path(exhibit.pk)
    try:
        package = sealed_package(capture, target, at)
    except LASTING as fault:
        return _not_sealed(exhibit, str(fault), for_good=True)
    except PASSING as fault:
        return _not_sealed(exhibit, _told(fault, waits=waits), for_good=not waits)
    done = _note_sealed(exhibit, package, at=at)
    for one in ExhibitFile.objects.filter(exhibit=exhibit):
        incoming_path(exhibit.department_id, one.sha256).unlink(missing_ok=True)
    return done


def sealed_package(capture: Capture, target: Path, at: datetime) -> Package:
    """The package of this capture: written now, or found where an earlier try left it whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    ring = keyring()
    if not target.exists():
        # Another worker that held the log may have sealed it meanwhile.
        with open_log(ring, at) as log, suppress(AlreadyThere):
            seal(capture, target, keyring=ring, at=at, authorities=authorities(), log=log)
    return _numbered(target, capture.number)


def _numbered(target: Path, number: str) -> Package:
    package = open_package(target)
    if package.manifest.promise.number != number:
        raise NotAPackage(f"{target.name} 是另一件证据的包：请系统管理员查看")
    return package


def adopt(exhibit: Exhibit, *, at: datetime) -> Exhibit:
    """认下写好的包: left whole by a worker that was killed before it could say so."""
    target = package_path(exhibit.pk)
    return _note_sealed(exhibit, _numbered(target, exhibit.number), at=at)


def stamp_package(package: Package, *, at: datetime) -> Package:
    """补时间戳: asks whoever has not answered yet."""
    return complete(package, keyring=keyring(), authorities=authorities(), at=at)


def stamp_exhibit(exhibit: Exhibit, *, at: datetime) -> bool:
    """给一件补时间戳: whether another was added; who did not answer is asked again in an hour."""
    try:
        before = open_package(package_path(exhibit.pk))
        after = stamp_package(before, at=at)
    except (*PASSING, *LASTING):
        return False
    return _note_stamps(exhibit, before, after, at=at)


def stamp_copy(copy: MaskedCopy, *, at: datetime) -> bool:
    """给一份遮盖副本补时间戳."""
    try:
        after = stamp_package(open_package(package_path(copy.exhibit_id, copy.number)), at=at)
    except (*PASSING, *LASTING):
        return False
    due = stamp_due(after, at)
    MaskedCopy.objects.filter(pk=copy.pk).update(stamp_due_at=due)
    return due is None


def stamp_again(now: datetime) -> int:
    """再问时间戳: of everything whose turn it is; how many got theirs."""
    exhibits = Exhibit.objects.filter(stamp_due_at__lte=now).order_by("stamp_due_at")[:MOST_ASKED]
    copies = MaskedCopy.objects.filter(stamp_due_at__lte=now).order_by("stamp_due_at")[:MOST_ASKED]
    given = [stamp_exhibit(one, at=now) for one in exhibits]
    return sum(given) + sum(stamp_copy(one, at=now) for one in copies)


def stamp_due(package: Package, at: datetime) -> datetime | None:
    """什么时候再问: None once every promised stamp is there."""
    missing = any(one.state is not StampState.CONFIRMED for one in package.seals.stamps)
    return at + STAMP_AGAIN_AFTER if missing else None


def resume_waiting(now: datetime) -> int:
    """接着封: what a killed worker or a full disk left waiting; how many are sealed now."""
    waiting = Exhibit.objects.filter(
        state=ExhibitState.WAITING, received_at__lt=now - RETRY_AFTER, order__isnull=True
    ).order_by("pk")
    return sum(seal_exhibit(one, at=now).is_sealed for one in waiting)


def _capture_of(exhibit: Exhibit) -> Capture:
    """上传的文件成为一次取证: files in their order, everything the officers said as facts."""
    files = list(exhibit.files.all())
    kept = [Kept(one.place, incoming_path(exhibit.department_id, one.sha256)) for one in files]
    elapsed = (exhibit.ended_at - exhibit.started_at) // MILLISECOND
    clock = Clock(exhibit.started_at, exhibit.ended_at, elapsed)
    return Capture(exhibit.number, exhibit.title, clock, kept=kept, facts=_facts(exhibit, files))


def _facts(exhibit: Exhibit, files: list[ExhibitFile]) -> dict[str, Json]:
    names: list[Json] = [{"path": one.place, "name": one.name} for one in files]
    officers: list[Json] = [
        {"name": exhibit.first_officer.name, "certificate": exhibit.first_certificate},
        {"name": exhibit.second_officer.name, "certificate": exhibit.second_certificate},
    ]
    return {
        "kind": exhibit.kind,
        "source": "上传文件",
        "received_at": to_second(exhibit.received_at),
        "url": exhibit.page_url,
        "place": exhibit.place,
        "method": exhibit.method,
        "content": exhibit.content,
        "medium": exhibit.medium,
        "provider": exhibit.provider,
        "department": exhibit.department.name,
        "officers": officers,
        "files": names,
    }


@transaction.atomic
def _note_sealed(
    exhibit: Exhibit, package: Package, *, at: datetime, act: Act = Act.SEALED
) -> Exhibit:
    kept = locked(exhibit)
    if kept.is_sealed:
        return kept
    seals = package.seals
    kept.state, kept.fault = ExhibitState.SEALED, ""
    kept.sealed_at = package.manifest.sealed_at
    kept.manifest_sha256, kept.manifest_sm3 = seals.manifest.sha256, seals.manifest.sm3
    kept.log_index = read_proof(seals.log_proof).index if seals.log_proof else None
    kept.stamp_due_at = at if stamp_due(package, at) else None
    kept.save()
    _list_files(kept, package)
    digests = {"sha256": seals.manifest.sha256, "sm3": seals.manifest.sm3}
    enter(kept, act, by=None, at=at, manifest=digests, log_index=kept.log_index)
    record(None, f"evidence.{act}", kept, **digests)
    return kept


def _list_files(exhibit: Exhibit, package: Package) -> None:
    """What a browser captured is known by its package alone; of two alike one is listed."""
    if exhibit.files.exists():
        return
    listed = {one.digest.sha256: one for one in reversed(package.manifest.files)}
    for one in listed.values():
        ExhibitFile.objects.create(
            exhibit=exhibit,
            place=one.path,
            name=captured_name(one.path),
            kind=captured_kind(one.path),
            size=one.digest.size,
            sha256=one.digest.sha256,
            sm3=one.digest.sm3,
        )


@transaction.atomic
def _note_stamps(exhibit: Exhibit, before: Package, after: Package, *, at: datetime) -> bool:
    kept = locked(exhibit)
    kept.stamp_due_at = stamp_due(after, at)
    kept.save(update_fields=["stamp_due_at"])
    fresh = sorted(_confirmed(after) - _confirmed(before))
    if fresh:
        enter(kept, Act.STAMPED, by=None, at=at, result="、".join(fresh))
        record(None, "evidence.stamped", kept, authorities=fresh)
    return bool(fresh)


@transaction.atomic
def _not_sealed(exhibit: Exhibit, why: str, *, for_good: bool) -> Exhibit:
    kept = locked(exhibit)
    if kept.is_sealed:
        return kept
    kept.attempts += 1
    kept.fault = why[:300]
    kept.state = ExhibitState.FAILED if for_good else ExhibitState.WAITING
    kept.save(update_fields=["attempts", "fault", "state"])
    return kept


def _told(fault: Exception, *, waits: bool) -> str:
    then = "会自己再试" if waits else "好了再取一次"
    if isinstance(fault, FileNotFoundError):
        return "收下的文件不见了：请系统管理员查看数据目录"
    if isinstance(fault, OSError):
        return f"磁盘写不下去（{fault.strerror}）：腾出空间，{then}"
    return f"{fault}。{then}"


def _confirmed(package: Package) -> set[str]:
    return {one.authority for one in package.seals.stamps if one.state is StampState.CONFIRMED}
