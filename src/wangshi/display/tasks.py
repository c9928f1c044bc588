"""Work that outlives a request; it may be run again without harm."""

from django.utils import timezone
from django_tasks import task

from wangshi.display.models import LicencePicture
from wangshi.display.services import read_picture, take_up_unread
from wangshi.engine.display.rapid import standing_recogniser

# A queue of its own: the recogniser takes half a gigabyte, and only its worker has to hold it.
PICTURES = "pictures"


@task(queue_name=PICTURES)
def read_waiting(picture_id: int) -> None:
    """认一张执照图片."""
    picture = LicencePicture.objects.get(pk=picture_id)
    read_picture(picture, standing_recogniser(), at=timezone.now())


def queue_unread() -> int:
    """没有动静的图片再放进队列: how many."""
    unread = take_up_unread(timezone.now())
    for picture in unread:
        read_waiting.enqueue(picture.pk)
    return len(unread)
