"""三个校验程序: the same question put to each, and their answers brought to one shape.

`wangshi verify`, verify.py and verify.html share no code, so that each is a test of the others.
"""

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from wangshi.engine.forensics.certificates import read_roots
from wangshi.engine.forensics.keys import read_keys
from wangshi.engine.forensics.notes import read_checkpoint, read_note_key
from wangshi.engine.forensics.report import Report
from wangshi.engine.forensics.trust import Trust
from wangshi.engine.forensics.verifying import verify_package

from .office import Office

ROOT = Path(__file__).parents[3]
SCRIPT, PAGE = ROOT / "verify" / "verify.py", ROOT / "verify" / "verify.html"
NODE = shutil.which("node")
# What the page leaves open, because a browser cannot follow certificates or read a folder.
LEFT_OPEN = {"authorities", "keeper"}
# Told by different means: which of a family of words fits is not compared, that one fits is.
FAMILIES = ("time.", "authority.")


@dataclass(frozen=True)
class Held:
    """手里的依据, as files: what all three read."""

    keys: Path | None = None
    roots: Path | None = None
    log: Path | None = None
    checkpoint: Path | None = None
    witnesses: tuple[str, ...] = field(default_factory=tuple)

    def but(self, changes: Mapping[str, Path]) -> "Held":
        given = {name: None if path == Path() else path for name, path in changes.items()}
        return replace(self, **given)


def held_by(office: Office) -> Held:
    """All that an outsider can hold."""
    return Held(
        keys=office.keys,
        roots=office.roots,
        log=office.log.folder,
        checkpoint=office.checkpoint,
        witnesses=tuple(str(one.key) for one in office.witnesses),
    )


def by_engine(path: Path, held: Held) -> Report:
    return verify_package(path, trust_of(held))


def trust_of(held: Held) -> Trust:
    note = held.checkpoint.read_text("utf-8") if held.checkpoint else None
    return Trust(
        keys=read_keys(held.keys.read_bytes()) if held.keys else None,
        roots=read_roots(held.roots.read_bytes()) if held.roots else None,
        log=held.log,
        checkpoint=read_checkpoint(note) if note else None,
        witnesses=tuple(map(read_note_key, held.witnesses)),
    )


@cache
def script() -> ModuleType:
    """verify.py as a module, from the one file that is handed out."""
    spec = importlib.util.spec_from_file_location("handed_out_verify", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Remembering:
    """The same question to openssl twice is asked once: most attacks leave most seals alone."""

    def __init__(self, folder: Path) -> None:
        self.asked = script().Openssl(folder)
        self.there = self.asked.there
        self.answers: dict[Any, Any] = {}

    def signed(self, *question: bytes) -> bool:
        return self._once("signed", question)

    def token(self, answer: bytes) -> Any:
        try:
            return self._once("token", (answer,))
        except script().Wrong as wrong:
            raise script().Wrong(str(wrong)) from None

    def chain(self, token: dict[str, Any], roots: bytes) -> Any:
        key = ("chain", token["signer"], token["at"], roots)
        if key not in self.answers:
            self.answers[key] = self.asked.chain(token, roots)
        return self.answers[key]

    def _once(self, name: str, question: tuple[bytes, ...]) -> Any:
        if (name, question) not in self.answers:
            self.answers[name, question] = getattr(self.asked, name)(*question)
        return self.answers[name, question]


def by_script(path: Path, held: Held, openssl: Any) -> dict[str, Any]:
    module = script()
    trust = {
        "keys": module.read_keys(held.keys.read_bytes()) if held.keys else None,
        "roots": held.roots.read_bytes() if held.roots else None,
        "log": held.log,
        "checkpoint": module.read_note(held.checkpoint.read_text("utf-8"))
        if held.checkpoint
        else None,
        "witnesses": [module.read_vkey(one) for one in held.witnesses],
        "quorum": 0,
    }
    return module.Verifier(path, trust, openssl).verify()


def by_page(asked: Sequence[tuple[Path, Held]]) -> list[dict[str, Any]]:
    """verify.html's own script, run by Node: all questions in one go."""
    rows = [
        {
            "path": str(path),
            "keys": held.keys and str(held.keys),
            "checkpoint": held.checkpoint and str(held.checkpoint),
            "witnesses": held.witnesses,
        }
        for path, held in asked
    ]
    done = subprocess.run(
        [NODE, str(Path(__file__).parent / "run_page.mjs"), str(PAGE)],
        input=json.dumps(rows).encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def shape(checks: Sequence[Mapping[str, Any]], *, without: set[str] = frozenset()) -> list[Any]:
    """What is compared: every check's verdict, and every fault's code and place."""
    return sorted(
        (check["key"], check["verdict"], sorted({place(one) for one in check["faults"]}, key=str))
        for check in checks
        if check["key"] not in without
    )


def place(fault: Mapping[str, Any]) -> tuple[Any, ...]:
    family = next((one for one in FAMILIES if fault["code"].startswith(one)), fault["code"])
    tile = fault["code"] == "keeper.entry"
    return (family, "" if tile else fault["file"], fault["offset"], fault["record"])
