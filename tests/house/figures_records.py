"""Records of county figures for the table of access: a respondent, a village, a photo."""

from datetime import UTC, date, datetime
from typing import Any

from wangshi.figures.models import Respondent, Village
from wangshi.shared.models import Attachment
from wangshi.shared.services import attachment_path

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def respondent_of(world: Any) -> Respondent:
    """Files the form of a bureau since before any period the table names."""
    return Respondent.objects.create(
        form="unit_trade", department=world.department, since=date(2025, 1, 1), added_at=AT,
        added_by=world.stranger,
    )  # fmt: skip


def village_of(world: Any) -> Village:
    return Village.objects.create(town=world.town, name="试填村", added_at=AT)


def photo_of(_: Any) -> Attachment:
    """Handed in with a proof of some village."""
    sha256 = "ef" * 32
    path = attachment_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sample")
    return Attachment.objects.create(
        sha256=sha256, name="样例.png", kind="image/png", size=6,
        owner="figures.villageproof:1", added_at=AT,
    )  # fmt: skip


FIGURES_MAKERS = {"respondent": respondent_of, "village": village_of, "photo": photo_of}
