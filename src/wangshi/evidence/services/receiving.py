"""收进封好的包: of `wangshi capture` or `wangshi seal`; verified before it is anybody's evidence.

The package stays byte for byte what it was. Only one that this office itself sealed is taken in:
whose seal it bears is looked up in our own list of keys, never in what came with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.capture import Observed
from wangshi.engine.forensics.package import Package, open_package
from wangshi.engine.forensics.report import Report, Verdict
from wangshi.engine.forensics.sealing import FACTS_FILE
from wangshi.evidence.intake import LARGEST, MEGABYTE, safe_name
from wangshi.evidence.models import Exhibit
from wangshi.evidence.selectors.exhibits import exhibits_for
from wangshi.evidence.selectors.seals import check_package, counted
from wangshi.evidence.strongroom import incoming_path
from wangshi.evidence.workflow import Act, EvidenceRefused, ExhibitKind
from wangshi.shared.services import clean, record

from .custody import enter
from .sealing import shelve
from .taking import land, next_number, require_officers, require_subject

UNTOLD: Final = "包里没有写"
LONGEST: Final = 200


@dataclass(frozen=True)
class Arrival:
    """收进来的包: who else stands for it, and what it is about."""

    second_officer: Account
    subject: str = ""


@dataclass(frozen=True)
class _Opened:
    """A package that was found sound: what it says, and how many checks it passed."""

    package: Package
    report: Report
    sha256: str
    told: Mapping[str, Any]


def take_package(arrival: Arrival, file: "File[Any]", *, by: Account, at: datetime) -> Exhibit:
    """收下证据包: verified, numbered, on the shelf; EvidenceRefused says what was wrong with it."""
    require(by, Permission.TAKE_EVIDENCE)
    department = require_officers(arrival.second_officer, by=by)
    require_subject(arrival.subject, by=by)
    if not file.size or file.size > LARGEST:
        raise EvidenceRefused(f"证据包要有内容，不超过 {LARGEST // MEGABYTE} MB")
    landed = land(file, department.pk)
    path = incoming_path(department.pk, landed.digest.sha256)
    try:
        opened = _verified(path, landed.digest.sha256)
        _require_same_officers(opened, by, arrival.second_officer)
        name = safe_name(landed.name)
        exhibit = _write_down(arrival, opened, department, name=name, by=by, at=at)
    except EvidenceRefused:
        if not Exhibit.objects.filter(package_sha256=landed.digest.sha256).exists():
            path.unlink(missing_ok=True)
        raise
    return shelve(exhibit, at=at)


def _verified(path: Path, sha256: str) -> _Opened:
    report = check_package(path)
    if not report.is_sound:
        first = "；".join(f"{one.title}：{one.said}" for one in report.checks if one.faults)
        raise EvidenceRefused(f"这个包不收，校验不通过。{first}"[:LONGEST])
    if report.check("signer").verdict is not Verdict.PASSED:
        raise EvidenceRefused("本站没有公钥名单，认不出是谁封的：先运行 wangshi keys new")
    package = open_package(path)
    return _Opened(package, report, sha256, json.loads(package.read(FACTS_FILE)))


def _require_same_officers(opened: _Opened, *by: Account) -> None:
    """Who is named in the package stands for it here; nobody takes in what others took."""
    named = {str(one.get("certificate")): one for one in opened.told.get("officers") or ()}
    if named and set(named) != {one.certificate_number for one in by}:
        who = "、".join(f"{one.get('name')}（{number}）" for number, one in named.items())
        raise EvidenceRefused(f"包里写的执法人员是 {who}：要由他们收进来"[:LONGEST])


@transaction.atomic
def _write_down(
    arrival: Arrival, opened: _Opened, department: Department, *, name: str, by: Account,
    at: datetime,
) -> Exhibit:  # fmt: skip
    number = next_number(timezone.localdate(at).year)
    # Under the lock of the year's number: of two that come at once the second sees the first.
    _refuse_twin(opened, by)
    manifest = opened.package.manifest
    exhibit = Exhibit(
        number=number,
        title=clean(manifest.title)[:LONGEST] or name,
        subject=arrival.subject,
        received_at=at,
        package_sha256=opened.sha256,
        department=department,
        custodian=by,
        first_officer=by,
        first_certificate=by.certificate_number,
        second_officer=arrival.second_officer,
        second_certificate=arrival.second_officer.certificate_number,
        **_described(opened.told),
    )
    exhibit.save(force_insert=True)
    result, theirs = counted(opened.report), manifest.promise.number
    enter(exhibit, Act.RECEIVED, by=by, at=at, files=[opened.sha256], name=name, theirs=theirs)
    enter(exhibit, Act.VERIFIED, by=by, at=at, result=result, sound=True)
    record(by, "evidence.package_taken", exhibit, number=number, theirs=theirs, result=result)
    return exhibit


def _refuse_twin(opened: _Opened, by: Account) -> None:
    manifest = opened.package.seals.manifest.sha256
    twins = Exhibit.objects.filter(manifest_sha256=manifest)
    seen = exhibits_for(by).filter(pk__in=twins.values("pk")).first()
    if seen is not None:
        raise EvidenceRefused(f"这个包已经在 {seen.number} 里了：用那一件，不用再收")
    if twins.exists() or Exhibit.objects.filter(package_sha256=opened.sha256).exists():
        raise EvidenceRefused("这个包别的单位已经收过了：请他们移交")


def _described(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the papers will say, in the words of the package."""
    clock = told["clock"]
    observed = told.get("observed") or {}
    return {
        "kind": ExhibitKind.CAPTURED if observed else ExhibitKind.OTHER,
        "page_url": _words(told, "asked", "url")[:500],
        "place": _words(told, "place")[:LONGEST] or UNTOLD,
        "method": _words(told, "method") or UNTOLD,
        "content": _seen(told, observed),
        "provider": _words(told, "provider")[:120],
        "started_at": datetime.fromisoformat(clock["started_at"]),
        "ended_at": datetime.fromisoformat(clock["ended_at"]),
    }


def _seen(told: Mapping[str, Any], observed: Mapping[str, Any]) -> str:
    if not observed:
        return _words(told, "content") or UNTOLD
    lines = [f"看到的：{Observed(observed['verdict']).title}", *observed["because"]]
    lines.append(f"最后的网址 {_words(told, 'final_url')}")
    return clean("；\n".join(lines)) + "。"


def _words(told: Mapping[str, Any], *names: str) -> str:
    found = next((told[name] for name in names if told.get(name)), "")
    return clean(str(found).strip())
