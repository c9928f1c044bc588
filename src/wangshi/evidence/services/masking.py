"""遮盖副本: made of one file of an exhibit, sealed by itself; the original is only read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.forensics.canonical import Json
from wangshi.engine.forensics.captures import Capture, Clock, Kept
from wangshi.engine.forensics.digests import Digest, digest_of
from wangshi.engine.forensics.package import NotAPackage, Package, open_package
from wangshi.evidence.models import CustodyEntry, Exhibit, ExhibitFile, MaskedCopy
from wangshi.evidence.redaction import CannotMask, mask_picture, mask_text, read_boxes
from wangshi.evidence.selectors.exhibits import sealed
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.workflow import Act, EvidenceRefused
from wangshi.shared.services import clean, record

from .custody import enter, locked, require_reason
from .looking import require_open
from .sealing import LASTING, PASSING, sealed_package, stamp_due, stamp_package

PICTURE, TEXT = "image/png", "text/plain"
ENDINGS: Final = {PICTURE: ".png", TEXT: ".txt"}


@dataclass(frozen=True)
class Masked:
    """遮好了: the bytes, what they are, and what was covered."""

    content: bytes
    kind: str
    masks: list[Json]

    @property
    def place(self) -> str:
        """包里的位置."""
        return f"files/0001{ENDINGS[self.kind]}"


def content_of(file: ExhibitFile) -> bytes:
    """一个文件的字节, out of the evidential package."""
    try:
        return open_package(package_path(file.exhibit_id)).read(file.place)
    except (NotAPackage, OSError):
        raise EvidenceRefused("证据包打不开：先校验，看是哪里坏了") from None


def make_masked_copy(
    look: CustodyEntry, file: ExhibitFile, marks: str, *, reason: str, by: Account, at: datetime
) -> MaskedCopy:
    """做遮盖副本: only by who has just looked at the working copy, and says what it is for."""
    exhibit = require_open(look, by=by, now=at)
    require(by, Permission.TAKE_EVIDENCE, exhibit)
    reason = require_reason(reason)
    masked = _masked(file, marks)
    return _keep(exhibit, file, masked, reason=reason, by=by, at=at)


def _masked(file: ExhibitFile, marks: str) -> Masked:
    content = content_of(file)
    try:
        if file.is_picture:
            boxes = read_boxes(marks)
            return Masked(mask_picture(content, boxes), PICTURE, [box.as_list() for box in boxes])
        if file.is_text:
            words = [word.strip() for word in clean(marks).splitlines() if word.strip()]
            covered = mask_text(content, words)
            # What was covered is not written down again: only how many places there were.
            return Masked(covered, TEXT, [len(words)])
    except CannotMask as fault:
        raise EvidenceRefused(str(fault)) from None
    raise EvidenceRefused("只有图和文字能遮；录像先截出一张图，另封一件")


@transaction.atomic
def _keep(
    exhibit: Exhibit, file: ExhibitFile, masked: Masked, *, reason: str, by: Account, at: datetime
) -> MaskedCopy:
    exhibit = sealed(locked(exhibit))
    digest = digest_of(masked.content)
    twin = MaskedCopy.objects.filter(sha256=digest.sha256).first()
    if twin is not None:
        raise EvidenceRefused(f"和第 {twin.number} 份遮盖副本一字不差：用那一份")
    number = MaskedCopy.objects.filter(exhibit=exhibit).count() + 1
    package = _seal(exhibit, file, masked, number, at)
    copy = MaskedCopy.objects.create(
        exhibit=exhibit,
        file=file,
        number=number,
        masks=masked.masks,
        reason=reason,
        kind=masked.kind,
        size=digest.size,
        sha256=digest.sha256,
        manifest_sha256=package.seals.manifest.sha256,
        manifest_sm3=package.seals.manifest.sm3,
        stamp_due_at=stamp_due(package, at),
        made_at=at,
        made_by=by,
    )
    enter(exhibit, Act.MASKED, by=by, at=at, reason=reason, copy=number, sha256=digest.sha256)
    record(by, "evidence.masked", exhibit, copy=number, sha256=digest.sha256, reason=reason)
    return copy


def _seal(
    exhibit: Exhibit, file: ExhibitFile, masked: Masked, number: int, at: datetime
) -> Package:
    """What a try that was rolled back left under this number belongs to nobody."""
    target = package_path(exhibit.pk, number)
    target.unlink(missing_ok=True)
    try:
        package = sealed_package(_capture(exhibit, file, masked, number, at), target, at)
        return stamp_package(package, at=at)
    except (*LASTING, *PASSING) as fault:
        raise EvidenceRefused(f"副本没有封成，什么也没留下：{fault}") from None


def _capture(
    exhibit: Exhibit, file: ExhibitFile, masked: Masked, number: int, at: datetime
) -> Capture:
    original: dict[str, Json] = {
        "number": exhibit.number,
        "manifest_sha256": exhibit.manifest_sha256,
        "manifest_sm3": exhibit.manifest_sm3,
        "file": file.place,
        "sha256": file.sha256,
        "sm3": file.sm3,
    }
    facts: dict[str, Json] = {
        "kind": "masked copy",
        "original": original,
        "masks": masked.masks,
        "digest": _spelled(digest_of(masked.content)),
    }
    name = f"{exhibit.number}遮盖副本{number}"
    kept = [Kept(masked.place, masked.content)]
    return Capture(name, name, Clock(at, at, 0), kept=kept, facts=facts)


def _spelled(digest: Digest) -> dict[str, Json]:
    return {"sha256": digest.sha256, "sm3": digest.sm3}
