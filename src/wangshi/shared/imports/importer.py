"""What a room says about a kind of file it takes in."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

from wangshi.engine.tables import Fault, Preset, Record, Schema
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor


@dataclass(frozen=True)
class Written:
    """写入的结果: how many rows of a chunk were new, changed, the same; the refused ones, and
    what has to be said of rows that were taken all the same."""

    new: int = 0
    changed: int = 0
    same: int = 0
    faults: tuple[Fault, ...] = field(default=())
    remarks: tuple[Fault, ...] = field(default=())


class Importer(ABC):
    """一种导入: its columns, who may, and how a chunk of rows is written."""

    kind: ClassVar[str]
    title: ClassVar[str]
    advice: ClassVar[str]
    subject: ClassVar[str]  # which presets of engine/tables/presets fit: operators, listings
    usual_preset: ClassVar[str]  # the one whose columns are asked for when none fits
    form: ClassVar[type[forms.Form]] = forms.Form

    @abstractmethod
    def allows(self, by: Actor) -> bool:
        """Whether the account may import this kind; pages ask it."""

    @abstractmethod
    def require(self, by: Actor) -> None:
        """Raise Refused unless `allows`; services call it."""

    def schema(self, preset: Preset) -> Schema:
        """怎么读每一列: the preset's own way, unless the room reads a column more patiently."""
        return preset.schema

    @abstractmethod
    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: what `write` would do, without writing."""

    @abstractmethod
    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """Write a chunk inside the caller's transaction; the same chunk twice changes nothing."""

    @abstractmethod
    def finish(self, batch: ImportBatch) -> None:
        """After the last row, still idempotent: screening, statistics of the database."""

    def outcome_url(self, batch: ImportBatch) -> str:
        """Where somebody goes to see what came in."""
        return ""


def importer_for(kind: str) -> Importer:
    """The importer of that kind."""
    return importers()[kind]


@cache
def importers() -> dict[str, Importer]:
    """Every kind of file this installation takes, as settings name them."""
    made = (import_string(path)() for path in settings.WANGSHI_IMPORTERS)
    return {importer.kind: importer for importer in made}
