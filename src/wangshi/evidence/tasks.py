"""Work that outlives a request; it may be run again without harm."""

from django.utils import timezone
from django_tasks import task

from wangshi.evidence.models import Exhibit
from wangshi.evidence.services import seal_exhibit, stamp_exhibit


@task()
def seal_waiting(exhibit_id: int) -> None:
    """封存一件，再问时间戳."""
    exhibit = seal_exhibit(Exhibit.objects.get(pk=exhibit_id), at=timezone.now())
    if exhibit.is_sealed:
        stamp_exhibit(exhibit, at=timezone.now())
