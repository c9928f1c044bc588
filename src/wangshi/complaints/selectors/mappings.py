"""待映射的词: what each stands for, and how many rows came with it."""

from dataclasses import dataclass

from wangshi.complaints.codes import CATEGORIES, CHANNELS, titles
from wangshi.complaints.models import CodeMapping

FIELDS = {"channel": ("接收方式", CHANNELS), "problem": ("问题类别", CATEGORIES)}


@dataclass(frozen=True)
class MappingLine:
    """一个词: its column, and what it was decided to mean."""

    mapping: CodeMapping
    column: str
    means: str


def mappings_listed() -> list[MappingLine]:
    """全部的词: the undecided ones first."""
    rows = CodeMapping.objects.select_related("decided_by").order_by("code", "field", "written")
    return [_line(one) for one in rows]


def waiting_mappings() -> int:
    """还没有定的词有几个."""
    return CodeMapping.objects.filter(code="").count()


def _line(mapping: CodeMapping) -> MappingLine:
    column, name = FIELDS[mapping.field]
    return MappingLine(mapping, column, titles(name).get(mapping.code, ""))
