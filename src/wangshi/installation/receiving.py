"""收进封好的包: in the name of two officers, from the command line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.policy import Refused as NotAllowed
from wangshi.engine.cli_chinese import Refused
from wangshi.evidence.models import Exhibit
from wangshi.evidence.services import Arrival, take_package
from wangshi.evidence.workflow import EvidenceRefused

from .running import migrate


@dataclass(frozen=True)
class Taken:
    """收进来的: the exhibit it became."""

    exhibit: Exhibit

    def as_answer(self) -> dict[str, Any]:
        """For a program."""
        exhibit = self.exhibit
        return {
            "number": exhibit.number,
            "title": exhibit.title,
            "state": exhibit.state,
            "manifest_sha256": exhibit.manifest_sha256,
        }

    def as_sentence(self) -> str:
        """For a person."""
        exhibit = self.exhibit
        return f"校验过，收进来了，编号 {exhibit.number}：{exhibit.title}。{exhibit.fault}"


def take(package: Path, *, by: str, second: str, about: str) -> Taken:
    """收一个包: what the page does, for whoever sits at the server."""
    migrate()
    officer, other = _account(by), _account(second)
    try:
        with package.open("rb") as raw:
            file = File(raw, name=package.name)
            taken = take_package(Arrival(other, about), file, by=officer, at=timezone.now())
    except EvidenceRefused as refusal:
        raise Refused(str(refusal)) from refusal
    except NotAllowed as refusal:
        raise Refused(f"{refusal}：换一个有权取证的账号") from refusal
    return Taken(taken)


def _account(username: str) -> Account:
    found = Account.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Refused(f"没有“{username}”这个在用的账号")
    return found
