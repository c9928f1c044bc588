"""执照图片: taken in, read by a worker of its own, forgotten when it is read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.display.models import LicencePicture
from wangshi.display.selectors import is_registered
from wangshi.display.workflow import PictureState
from wangshi.engine.display.pictures import PictureRefused, read_codes, require_readable
from wangshi.engine.display.recognising import LicenceReading, Recogniser, read_licence
from wangshi.registry.models import Shop
from wangshi.shared.services import clean, record

MOST_TEXT: Final = 20_000
# Far longer than the slowest picture: whoever is silent that long was killed.
SILENT_AFTER: Final = timedelta(minutes=5)
MOST_TRIES: Final = 3


@transaction.atomic
def take_picture(
    shop: Shop, *, content: bytes, by: Account, at: datetime, enqueue: Callable[[int], Any]
) -> LicencePicture:
    """收下执照图片: refused unopened when it is a bomb; the same one of a shop is read once."""
    require(by, Permission.RECORD_INSPECTION)
    require_readable(content)
    digest = sha256(content).hexdigest()
    taken = shop.licence_pictures.filter(sha256=digest).exclude(state=PictureState.REFUSED)
    if earlier := taken.first():
        return earlier
    picture = LicencePicture.objects.create(
        shop=shop, sha256=digest, content=content, by=by, taken_at=at, moved_at=at
    )
    enqueue(picture.pk)
    record(by, "display.picture_taken", picture, shop=shop.pk, sha256=digest)
    return picture


def read_picture(picture: LicencePicture, recognise: Recogniser, *, at: datetime) -> LicencePicture:
    """认一张: the recogniser works outside any transaction; a second time changes nothing."""
    content = _begun(picture.pk, at)
    if not content:
        return LicencePicture.objects.get(pk=picture.pk)
    try:
        reading = read_licence(content, recognise, on=timezone.localdate(at), known=is_registered)
    except PictureRefused as refusal:
        return _finish(picture.pk, None, message=str(refusal), at=at)
    return _finish(picture.pk, reading, link=_link(content), at=at)


@transaction.atomic
def take_up_unread(now: datetime) -> list[LicencePicture]:
    """没有动静的图片: those to be queued again; what was tried often enough is given up."""
    waiting = LicencePicture.objects.select_for_update(of=("self",)).filter(
        state=PictureState.WAITING, moved_at__lt=now - SILENT_AFTER
    )
    return [one for one in waiting if _put_back(one, now)]


def _put_back(picture: LicencePicture, now: datetime) -> bool:
    if picture.tries >= MOST_TRIES:
        message = f"认了 {picture.tries} 次，每次做到一半都停了：对着图填表"
        _finish(picture.pk, None, message=message, at=now)
        return False
    picture.moved_at = now
    picture.save(update_fields=["moved_at"])
    return True


@transaction.atomic
def _begun(key: int, at: datetime) -> bytes:
    picture = LicencePicture.objects.select_for_update(of=("self",)).get(pk=key)
    if not picture.is_waiting or picture.content is None:
        return b""
    picture.tries, picture.moved_at = picture.tries + 1, at
    picture.save(update_fields=["tries", "moved_at"])
    return bytes(picture.content)


@transaction.atomic
def _finish(
    key: int, reading: LicenceReading | None, *, at: datetime, message: str = "", link: str = ""
) -> LicencePicture:
    rows = LicencePicture.objects.select_for_update(of=("self",)).select_related("by")
    picture = rows.get(pk=key)
    if not picture.is_waiting:
        return picture
    picture.content, picture.moved_at = None, at
    picture.state, picture.message = PictureState.REFUSED, message
    if reading is not None:
        picture.state = PictureState.READ
        picture.reading = _kept(reading, link)
        picture.uscc = reading.values.get("uscc", "")
        picture.text = clean(reading.text)[:MOST_TEXT]
    picture.save()
    record(picture.by, "display.picture_read", picture, state=picture.state)
    return picture


def _kept(reading: LicenceReading, link: str) -> dict[str, Any]:
    return {
        "values": {key: clean(value) for key, value in reading.values.items()},
        "permits": list(reading.permits),
        "link": link,
        "read": clean(reading.read),
        "doubts": [clean(one) for one in reading.doubts],
    }


def _link(content: bytes) -> str:
    """二维码里的网址: none is no fault."""
    try:
        return read_codes(content)[0]
    except PictureRefused:
        return ""
