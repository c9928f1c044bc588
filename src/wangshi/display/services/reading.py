"""读取证机器取的网页: a look at evidence, and so an entry in its custody."""

from datetime import datetime
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.display.workflow import DisplayRefused
from wangshi.engine.display import PageText, read_page
from wangshi.evidence.models import Exhibit
from wangshi.evidence.services import content_of, look_at
from wangshi.shared.services import record

PAGE_TEXT: Final = "capture/page.txt"
WALL_TEXT: Final = "capture/wall.txt"
REASON: Final = "亮照检查：读页面上的文字"
MOST_BYTES: Final = 2_000_000


@transaction.atomic
def read_capture(exhibit: Exhibit, *, by: Account, at: datetime) -> PageText:
    """读一件证据里的页面文字: a wall stays a wall, whatever stands on it."""
    require(by, Permission.RECORD_INSPECTION)
    files = {one.place: one for one in exhibit.files.filter(place__in=[PAGE_TEXT, WALL_TEXT])}
    if not files:
        raise DisplayRefused("这件证据里没有页面的文字：粘贴页面上的字，或者对着图填表")
    look_at(exhibit, reason=REASON, by=by, at=at)
    file = files.get(PAGE_TEXT) or files[WALL_TEXT]
    page = read_page(content_of(file)[:MOST_BYTES].decode("utf-8", "replace"))
    if file.place == WALL_TEXT and not page.wall:
        page = PageText(page.lines, page.links, "取证机器看到的不是页面，是登录、验证或者打不开")
    record(by, "display.capture_read", exhibit, wall=bool(page.wall))
    return page
