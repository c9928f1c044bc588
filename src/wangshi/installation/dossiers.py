"""做迎检材料: the command's work, in the name of whoever may log in to the server."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from wangshi.accounts.services import system_account
from wangshi.engine.cli_chinese import Refused
from wangshi.programme.models import Assessment
from wangshi.programme.services import Built, ProgrammeRefused, build_dossier


def build(out: Path, number: int, *, pdf: bool) -> Built:
    """做好的材料: of the assessment with that number, or of the newest."""
    found = Assessment.objects.filter(pk=number) if number else Assessment.objects.all()
    assessment = found.order_by("-pk").first()
    if assessment is None:
        raise Refused("没有这次自评：先在网页上开始自评，再做迎检材料")
    try:
        return build_dossier(assessment, out, pdf=pdf, by=system_account(), at=timezone.now())
    except ProgrammeRefused as refusal:
        raise Refused(str(refusal)) from None


def as_answer(built: Built) -> dict[str, Any]:
    """For a program."""
    return {**vars(built), "folder": str(built.folder)}


def as_sentence(built: Built) -> str:
    """For a person."""
    pdf = "" if built.pdf else "（没有 PDF）"
    return (
        f"做好了：{built.folder}，{built.files} 份文件{pdf}，{built.figures} 个取数，"
        f"缺依据 {built.missing} 项。\n目录的校验值（另外记下来）：{built.sha256}"
    )
