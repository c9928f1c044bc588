"""执照图片: what was read of one, how far it is, and which other shops show the same code."""

from django.urls import reverse

from wangshi.display.models import LicencePicture
from wangshi.display.workflow import PictureState
from wangshi.engine.display import Shown
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import LongWork

from .judging import link_of

MOST_SHOPS = 10


def is_registered(code: str) -> bool:
    """登记名录里有这个代码."""
    return Operator.objects.filter(uscc=code).exists()


def shown_in(picture: LicencePicture) -> Shown:
    """图上亮的, as it fills the sheet."""
    reading = picture.reading
    return Shown(
        reading.get("values", {}),
        tuple(reading.get("permits", ())),
        link=link_of(picture.shop, reading.get("link", "")),
    )


def picture_progress(picture: LicencePicture) -> LongWork | None:
    """认到哪里: None when it is read or refused."""
    if not picture.is_waiting:
        return None
    return LongWork(
        title="正在认字",
        done=0,
        total=1,
        unit="张",
        words="一张十秒左右；前面还有的排着队。可以先填下面的表，认好了不会盖掉",
        poll_href=reverse("display-picture", args=[picture.pk]),
    )


def same_code(picture: LicencePicture) -> list[Shop]:
    """别的店的执照图片也是这个代码."""
    if not picture.uscc:
        return []
    rows = Shop.objects.filter(licence_pictures__uscc=picture.uscc).exclude(pk=picture.shop_id)
    return list(rows.select_related("platform").distinct().order_by("pk")[:MOST_SHOPS])


def codes_in_pictures() -> dict[int, str]:
    """各店执照图片上的代码: the newest that was read, by shop."""
    read = LicencePicture.objects.filter(state=PictureState.READ).exclude(uscc="")
    return dict(read.order_by("pk").values_list("shop_id", "uscc"))
