"""收下证据: files and what two officers say of them, whole or not at all; sealing comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, require
from wangshi.accounts.selectors import county
from wangshi.engine.forensics.digests import Digest, Running
from wangshi.engine.forensics.files import write_whole
from wangshi.evidence.intake import LARGEST, MEGABYTE, MOST_FILES, kind_of, place_of, safe_name
from wangshi.evidence.models import Exhibit, ExhibitFile, ExhibitYear
from wangshi.evidence.selectors.exhibits import certified_officers, subject_of, twins_of
from wangshi.evidence.strongroom import incoming_path
from wangshi.evidence.workflow import Act, EvidenceRefused, ExhibitKind
from wangshi.shared.services import clean, record

from .custody import enter

HEAD = 4096


@dataclass(frozen=True)
class Taking:
    """一次取证的说明: as it will stand in the package and on the papers."""

    title: str
    kind: ExhibitKind
    place: str
    method: str
    content: str
    started_at: datetime
    ended_at: datetime
    second_officer: Account
    subject: str = ""
    page_url: str = ""
    medium: str = ""
    provider: str = ""


@dataclass(frozen=True)
class Landed:
    """已经落盘的一个文件."""

    name: str
    kind: str
    digest: Digest


def take_in(
    taking: Taking, files: Sequence["UploadedFile[Any]"], *, by: Account, at: datetime
) -> Exhibit:
    """收下证据: the bytes are on the disk before the row is there; a file known already is told."""
    require(by, Permission.TAKE_EVIDENCE)
    department = _check(taking, files, by=by, at=at)
    landed = [land(file, department.pk) for file in files]
    return _write_down(taking, landed, department, by=by, at=at)


@transaction.atomic
def _write_down(
    taking: Taking,
    landed: Sequence[Landed],
    department: Department,
    *,
    by: Account,
    at: datetime,
) -> Exhibit:
    number = next_number(timezone.localdate(at).year)
    # Under the lock of the year's number: of two that come at once the second sees the first.
    _refuse_twins(landed, by)
    exhibit = Exhibit.objects.create(
        number=number,
        title=clean(taking.title.strip()),
        kind=taking.kind,
        subject=taking.subject,
        page_url=taking.page_url,
        place=clean(taking.place.strip()),
        method=clean(taking.method.strip()),
        content=clean(taking.content.strip()),
        medium=clean(taking.medium.strip()),
        provider=clean(taking.provider.strip()),
        started_at=taking.started_at,
        ended_at=taking.ended_at,
        department=department,
        first_officer=by,
        first_certificate=by.certificate_number,
        second_officer=taking.second_officer,
        second_certificate=taking.second_officer.certificate_number,
        custodian=by,
        received_at=at,
    )
    _write_files(exhibit, landed)
    digests = [one.digest.sha256 for one in landed]
    enter(exhibit, Act.RECEIVED, by=by, at=at, files=digests)
    record(by, "evidence.taken", exhibit, number=number, files=digests)
    return exhibit


def _write_files(exhibit: Exhibit, landed: Sequence[Landed]) -> None:
    for place, one in enumerate(landed, 1):
        ExhibitFile.objects.create(
            exhibit=exhibit,
            place=place_of(place, one.name),
            name=one.name,
            kind=one.kind,
            size=one.digest.size,
            sha256=one.digest.sha256,
            sm3=one.digest.sm3,
        )


def next_number(year: int) -> str:
    """编号: the next of the year; call it in a transaction, which then holds the year."""
    ExhibitYear.objects.get_or_create(year=year)
    row = ExhibitYear.objects.select_for_update().get(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{county().number_prefix}证〔{year}〕{row.last}号"


def _check(
    taking: Taking, files: Sequence["UploadedFile[Any]"], *, by: Account, at: datetime
) -> Department:
    department = require_officers(taking.second_officer, by=by)
    if taking.ended_at < taking.started_at or taking.ended_at > at:
        raise EvidenceRefused("提取结束要晚于开始，也不能晚于现在：改成实际的时间")
    require_subject(taking.subject, by=by)
    _check_files(files)
    return department


def require_officers(second: Account, *, by: Account) -> Department:
    """两名执法员，都有证号: EvidenceRefused otherwise; gives the unit that takes it."""
    if by.department is None:
        raise EvidenceRefused("您的账号还没有写单位：请系统管理员补上，再来取证")
    if not by.certificate_number:
        raise EvidenceRefused("您的账号还没有写执法证号：请系统管理员补上，再来取证")
    if second.pk == by.pk or not certified_officers().filter(pk=second.pk).exists():
        raise EvidenceRefused("第二名执法人员要选另一位有执法证号的执法员")
    return by.department


def require_subject(subject: str, *, by: Account) -> None:
    """能给这条记录取证: Refused otherwise; evidence about nothing in particular always may."""
    about = subject_of(subject, by) if subject else None
    if subject and not (about and about.may_take):
        raise Refused(f"{by} 不能给 {subject} 取证")


def _check_files(files: Sequence["UploadedFile[Any]"]) -> None:
    if not files:
        raise EvidenceRefused("选要封存的文件：截图、录屏、保存的网页")
    if len(files) > MOST_FILES:
        raise EvidenceRefused(f"一件证据最多 {MOST_FILES} 个文件：分成几件")
    if sum(file.size or 0 for file in files) > LARGEST:
        raise EvidenceRefused(f"一件证据最多 {LARGEST // MEGABYTE} MB：把录屏分成几段，分几件")
    for file in files:
        if not file.size:
            raise EvidenceRefused(f"“{safe_name(file.name or '')}”是个空文件，换一个有内容的")


def land(file: "File[Any]", department_id: int) -> Landed:
    """落盘: whole, under its unit and digest, before any row speaks of it."""
    name = safe_name(clean(file.name or "文件"))
    digest = _digest_of(file)
    target = incoming_path(department_id, digest.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, file.chunks())
    file.seek(0)
    return Landed(name, kind_of(file.read(HEAD), name), digest)


def _digest_of(file: "File[Any]") -> Digest:
    running = Running()
    for piece in file.chunks():
        running.update(piece)
    return running.finish()


def _refuse_twins(landed: Sequence[Landed], by: Account) -> None:
    """Only of exhibits in reach: what lies elsewhere is not told."""
    digests = [one.digest.sha256 for one in landed]
    if len(set(digests)) < len(digests):
        raise EvidenceRefused("选的文件里有两个内容完全相同：去掉一个")
    twin = twins_of(digests, by).first()
    if twin is not None:
        raise EvidenceRefused(
            f"“{twin.name}”已经在 {twin.exhibit.number} 里了，内容一字不差：用那一件，不用再封"
        )
