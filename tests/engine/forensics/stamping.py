"""不好的时间戳服务: expired, revoked, refusing, or answering something else."""

import shutil
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wangshi.engine.forensics.authorities import LocalTimeAuthority, Unreachable

DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.fromtimestamp(int(time.time()), UTC)


def expired_authority(folder: Path) -> LocalTimeAuthority:
    """过期的: its certificate ended yesterday; it goes on stamping all the same."""
    if not (folder / "tsa.pem").exists():
        made = LocalTimeAuthority.create(folder)
        root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
        signing = load_pem_private_key((folder / "root.key").read_bytes(), None)
        own = load_pem_private_key((folder / "tsa.key").read_bytes(), None)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "No legal force")]))
            .issuer_name(root.subject)
            .public_key(own.public_key())
            .serial_number(77)
            .not_valid_before(now() - 30 * DAY)
            .not_valid_after(now() - DAY)
            .add_extension(usage, critical=True)
            .sign(signing, hashes.SHA256())
        )
        (made.folder / "tsa.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return replace(LocalTimeAuthority(folder), name="过期的时间戳")


def revoked_roots(
    authority: LocalTimeAuthority,
    reason: x509.ReasonFlags | None = x509.ReasonFlags.key_compromise,
    at: datetime | None = None,
) -> bytes:
    """吊销了的: the authority's root, and its list with the stamping certificate on it."""
    folder = authority.folder
    root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    stamping = x509.load_pem_x509_certificate((folder / "tsa.pem").read_bytes())
    signing = load_pem_private_key((folder / "root.key").read_bytes(), None)
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(stamping.serial_number)
        .revocation_date(at or now() - DAY)
    )
    if reason is not None:
        entry = entry.add_extension(x509.CRLReason(reason), critical=False)
    listed = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now() - DAY)
        .next_update(now() + 30 * DAY)
        .add_revoked_certificate(entry.build())
        .sign(signing, hashes.SHA256())
    )
    return authority.roots + listed.public_bytes(Encoding.PEM)


@dataclass(frozen=True)
class Silent:
    """不回答的: until it is told to speak."""

    inner: LocalTimeAuthority
    name: str = "时断时续的时间戳"
    legal_force: bool = True
    speaking: bool = False

    def answer(self, request: bytes) -> bytes:
        if not self.speaking:
            raise Unreachable(f"{self.name} 连不上：演练")
        return self.inner.answer(request)


@dataclass(frozen=True)
class Babbling:
    """乱答的: always the same bytes."""

    reply: bytes
    name: str = "乱答的时间戳"
    legal_force: bool = True

    def answer(self, request: bytes) -> bytes:
        return self.reply


def copy_of(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("lock", "journal"))
    return target
