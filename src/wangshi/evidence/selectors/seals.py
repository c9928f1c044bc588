"""封签: what stands on a package, each named with its state; and what a check of it found."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wangshi.engine.forensics.moments import spoken
from wangshi.engine.forensics.notes import NoteFault, read_proof
from wangshi.engine.forensics.package import NotAPackage, Package, open_package
from wangshi.engine.forensics.report import Report, Verdict
from wangshi.engine.forensics.seals import Stamp, StampState
from wangshi.engine.forensics.tokens import TokenFault, read_token
from wangshi.engine.forensics.verifying import verify_package
from wangshi.evidence.models import CustodyEntry
from wangshi.evidence.strongroom import trust
from wangshi.evidence.workflow import Act
from wangshi.shared.pages import Check

VERDICTS = {Verdict.PASSED: "passed", Verdict.FAILED: "failed", Verdict.SKIPPED: "skipped"}
SIGNATURES = {"ed25519": "Ed25519 签名", "sm2": "SM2 签名"}


@dataclass(frozen=True)
class SealRow:
    """一道封签: its name, its state in a word, and what it says."""

    name: str
    word: str
    tone: str
    words: str


def package_at(path: Path) -> Package | None:
    """打开证据包: None when it is not there or cannot be read, which a page then says."""
    try:
        return open_package(path)
    except (NotAPackage, OSError):
        return None


def seal_rows(package: Package) -> list[SealRow]:
    """逐道封签, as the package has them; whether they hold is what a check finds out."""
    seals = package.seals
    rows = [
        SealRow(
            "清单",
            "已封",
            "good",
            f"{len(package.manifest.files)} 个文件（连同取证记录），都有 SHA-256 和 SM3",
        )
    ]
    rows += [
        SealRow(SIGNATURES[name], "已签", "good", f"钥匙 {signature.key}")
        for name, signature in seals.signatures.items()
    ]
    rows += [_stamp(one, package.manifest.promise.authorities) for one in seals.stamps]
    if not seals.stamps:
        rows.append(
            SealRow("时间戳", "没有盖", "soon", "本站还没有配时间戳服务：封存的时刻只有日志作证")
        )
    rows.append(_logged(package))
    return rows


def _stamp(one: Stamp, forces: Mapping[str, bool]) -> SealRow:
    name = f"时间戳：{one.authority}"
    force = "" if forces.get(one.authority) else "。这家没有法律效力，只供演示"
    if one.state is StampState.CONFIRMED:
        return SealRow(name, "经时间戳", "good", f"{_stamped_at(one)}{force}")
    last = one.attempts[-1].outcome if one.attempts else "还没有问过"
    if one.state is StampState.FAILED:
        return SealRow(name, "没有盖上", "late", f"{last}。会再问{force}")
    return SealRow(name, "等时间戳", "soon", f"{last}。会再问{force}")


def _stamped_at(one: Stamp) -> str:
    try:
        return f"不晚于{spoken(read_token(one.answer).at)}"
    except TokenFault:
        return "令牌读不出来，校验一次看原因"


def _logged(package: Package) -> SealRow:
    if not package.seals.log_proof:
        return SealRow("取证日志", "没有登记", "soon", "这个包不在日志里")
    try:
        proof = read_proof(package.seals.log_proof)
    except NoteFault:
        return SealRow("取证日志", "读不出来", "late", "校验一次看原因")
    names = "、".join(one.name for one in proof.checkpoint.signatures[1:])
    witnessed = f"，见证：{names}" if names else "，还没有见证"
    return SealRow("取证日志", "已登记", "good", f"第 {proof.index + 1} 条{witnessed}")


def check_package(path: Path) -> Report:
    """校验: with this office's own list of keys, roots and log."""
    return verify_package(path, trust())


def check_rows(report: Report) -> list[Check]:
    """逐项结果, as the page of checks shows them."""
    return [Check(one.title, VERDICTS[one.verdict], one.said) for one in report.checks]


def counted(report: Report) -> str:
    """几项通过: the sum of a report in one sentence."""
    counts = {each: sum(one.verdict is each for one in report.checks) for each in Verdict}
    failed = f"{counts[Verdict.FAILED]} 项不通过，" if counts[Verdict.FAILED] else ""
    return f"{failed}{counts[Verdict.PASSED]} 项通过，{counts[Verdict.SKIPPED]} 项没有查"


def last_check(entries: list[CustodyEntry]) -> CustodyEntry | None:
    """最近一次校验: None while nobody checked, which is not the same as sound."""
    return next((each for each in reversed(entries) if each.act == Act.VERIFIED), None)
