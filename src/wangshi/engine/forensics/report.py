"""校验结果: what was checked, what was found, what was not checked and why."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """一项的结果: passed, failed, or not checked."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


VERDICT_TITLES: Final = {
    Verdict.PASSED: "通过",
    Verdict.FAILED: "不通过",
    Verdict.SKIPPED: "没有查",
}

# In the order they are told. The keys are the same in every verifier of ours.
CHECK_TITLES: Final = {
    "shell": "包的外壳",
    "manifest": "清单的写法",
    "files": "文件齐全",
    "digests": "每个文件都没变",
    "signatures": "清单上的签名",
    "signer": "签名的是谁",
    "seals": "封签没变",
    "times": "时间戳",
    "authorities": "时间戳是谁的",
    "log": "登记在日志里",
    "keeper": "日志是谁的",
    "witnesses": "见证",
    "records": "网页能还原",
    "clock": "取证时的钟",
}
LOG_TITLES: Final = {
    "checkpoint": "存根",
    "tree": "树和存根",
    "entries": "每一条登记",
    "history": "和以前的存根",
    "witnesses": "见证",
}


@dataclass(frozen=True)
class Fault:
    """一处毛病: a stable code, a sentence, and where: file, byte offset, record number."""

    code: str
    said: str
    file: str = ""
    offset: int | None = None
    record: int | None = None


@dataclass(frozen=True)
class Check:
    """一项检查: its verdict, what it means, and every fault."""

    key: str
    verdict: Verdict
    said: str
    faults: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        """名称: as a person reads it."""
        return CHECK_TITLES.get(self.key) or LOG_TITLES[self.key]


@dataclass(frozen=True)
class Report:
    """一个包的校验结果: every check, in order, and what the package says of itself."""

    path: str
    checks: tuple[Check, ...]
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """没有发现改动: nothing failed; what was skipped is told beside it."""
        return all(check.verdict is not Verdict.FAILED for check in self.checks)

    @property
    def is_complete(self) -> bool:
        """全部查了: nothing failed and nothing was skipped."""
        return all(check.verdict is Verdict.PASSED for check in self.checks)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """全部毛病: of all checks."""
        return tuple(fault for check in self.checks for fault in check.faults)

    def check(self, key: str) -> Check:
        """其中一项: by its key."""
        return next(check for check in self.checks if check.key == key)

    def as_json(self) -> dict[str, object]:
        """写成 JSON: for other programs."""
        return {
            "path": self.path,
            "sound": self.is_sound,
            "complete": self.is_complete,
            "facts": dict(self.facts),
            "checks": [
                {
                    "key": check.key,
                    "title": check.title,
                    "verdict": check.verdict.value,
                    "said": check.said,
                    "faults": [asdict(fault) for fault in check.faults],
                }
                for check in self.checks
            ],
        }


def passed(key: str, said: str) -> Check:
    """通过: with what that means."""
    return Check(key, Verdict.PASSED, said)


def skipped(key: str, why: str) -> Check:
    """没有查: with the reason."""
    return Check(key, Verdict.SKIPPED, f"没有查：{why}")


def judged(key: str, faults: list[Fault], said: str) -> Check:
    """有毛病就不通过: the first fault speaks, the others are listed."""
    if not faults:
        return passed(key, said)
    more = f"；另有 {len(faults) - 1} 处" if len(faults) > 1 else ""
    return Check(key, Verdict.FAILED, f"{faults[0].said}{more}", tuple(faults))
