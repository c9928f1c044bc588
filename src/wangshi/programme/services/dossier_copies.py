"""留下的迎检材料: what went out is kept, so that an evaluator opens the very same one."""

import io
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.programme.models import Assessment, Dossier
from wangshi.shared.services import attach, record

from .dossier import build_dossier

ZIP: Final = "application/zip"


@transaction.atomic
def hand_out_dossier(
    assessment: Assessment, *, pdf: bool = True, by: Account, at: datetime
) -> Dossier:
    """做迎检材料并留下: one archive under its digest, for whoever may see the score."""
    require(by, Permission.EXPORT)
    require(by, Permission.VIEW_SCORE)
    with tempfile.TemporaryDirectory() as folder:
        built = build_dossier(assessment, Path(folder) / "dossier", pdf=pdf, by=by, at=at)
        packed = _packed(built.folder)
    dossier = Dossier.objects.create(
        assessment=assessment,
        sha256=built.sha256,
        files=built.files,
        figures=built.figures,
        missing=built.missing,
        at=at,
        by=by,
    )
    name = f"迎检材料 {assessment.title}.zip"
    kept = attach(SimpleUploadedFile(name, packed, ZIP), to=dossier, by=by, at=at)
    record(by, "dossier.handed_out", dossier, sha256=built.sha256, archive=kept.sha256)
    return dossier


def _packed(out: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(out.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(out).as_posix())
    return packed.getvalue()
