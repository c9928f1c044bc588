"""留下的迎检材料: what each said when it went out, whether it is whole, what has moved since."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wangshi.engine import dossier_check
from wangshi.programme.models import Assessment, Dossier
from wangshi.shared.models import Attachment
from wangshi.shared.services import attachment_path, label

from .harvest import Harvested, harvested
from .queries import Period


@dataclass(frozen=True)
class FigureThen:
    """材料里的一个数: what was counted when it was built, what its rows say now."""

    title: str
    then: int
    now: Harvested | None
    is_same: bool


@dataclass(frozen=True)
class DossierState:
    """一份材料的现状: its archive, the faults in it, its numbers then and now."""

    dossier: Dossier
    archive: Attachment | None
    faults: tuple[str, ...]
    figures: tuple[FigureThen, ...]

    @property
    def moved(self) -> tuple[FigureThen, ...]:
        """做好以后变了的数."""
        return tuple(figure for figure in self.figures if not figure.is_same)


def dossiers_of(assessment: Assessment) -> Sequence[Dossier]:
    """做过的迎检材料: the newest first."""
    return list(assessment.dossiers.select_related("by"))


def archive_of(dossier: Dossier) -> Attachment | None:
    """存下的压缩包."""
    return Attachment.objects.filter(owner=label(dossier)).first()


def dossier_state(dossier: Dossier) -> DossierState:
    """打开一份材料: verified once more, and every number of it asked again."""
    archive = archive_of(dossier)
    path = attachment_path(archive.sha256) if archive else None
    if path is None or not path.exists():
        return DossierState(dossier, None, ("存下的压缩包不见了：重新做一份",), ())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        with zipfile.ZipFile(path) as packed:
            packed.extractall(out)
        faults = tuple(_faults(dossier, out))
        index = {} if faults else json.loads((out / dossier_check.INDEX).read_text("utf-8"))
    return DossierState(dossier, archive, faults, tuple(_figures(index)))


def _faults(dossier: Dossier, folder: Path) -> Iterator[str]:
    yield from dossier_check.check(folder)
    index = folder / dossier_check.INDEX
    if index.exists() and dossier_check.digest_of(index) != dossier.sha256:
        yield "目录的校验值和做好时记下的不一样"


def _figures(index: Mapping[str, Any]) -> Iterator[FigureThen]:
    """All of one dossier are counted over one period: that of its assessment."""
    told = index.get("figures", [])
    if not told:
        return
    period = Period(*(date.fromisoformat(told[0][end]) for end in ("since", "until")))
    now = harvested((one["key"] for one in told), period)
    for one in told:
        found = now.get(one["key"])
        same = found is not None and found.digest == one["digest"]
        yield FigureThen(one["title"], one["count"], found, same)
