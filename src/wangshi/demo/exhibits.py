"""三件电子证据: taken, sealed, looked at, given out, masked and published, as officers do it.

They are taken today: the demonstration's time authority stamps with this machine's clock.
"""

import io
from datetime import datetime, timedelta
from typing import Any, Final

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Role
from wangshi.accounts.policy import visible
from wangshi.accounts.selectors import county
from wangshi.cases.models import Clue
from wangshi.demo.people import People
from wangshi.demo.words import WORDS
from wangshi.engine.forensics.authorities import LocalTimeAuthority
from wangshi.engine.forensics.keys import LIST_FILE, Keyring
from wangshi.evidence.models import Exhibit
from wangshi.evidence.services import (
    Taking,
    check_exhibit,
    hand_over,
    look_at,
    make_masked_copy,
    publish_copy,
    seal_exhibit,
    stamp_exhibit,
    take_in,
)
from wangshi.evidence.strongroom import DEMO_AUTHORITY, KEYS, home
from wangshi.evidence.workflow import ExhibitKind
from wangshi.shared.services import label

ORIGIN: Final = "shisui.example/evidence"
BUYER: Final = "120,300,400,40"
TOOK: Final = timedelta(minutes=6)


def seal_some(people: People, at: datetime) -> list[Exhibit]:
    """封三件: with keys made for the demonstration, by the officer whose desk is set by hand."""
    _make_keys(at)
    officer, second = people.by_role[Role.OFFICER][:2]
    clues = visible(Clue.objects.filter(handler=officer), officer, Permission.VERIFY_CLUE)
    about = list(clues.order_by("-received_at", "-pk")[:3])
    rows: list[dict[str, Any]] = yaml.safe_load((WORDS / "exhibits.yaml").read_text("utf-8"))
    made = []
    for place, row in enumerate(rows):
        clue = about[place % len(about)] if about else None
        exhibit = _sealed(row, clue, officer, second, at)
        check_exhibit(exhibit, by=officer, at=at)
        _go_on(row, exhibit, people, at)
        made.append(exhibit)
    return made


def _make_keys(at: datetime) -> None:
    if not (home() / KEYS / LIST_FILE).exists():
        office = f"{county().bureau}（虚构）"
        Keyring.create(home() / KEYS, office, ORIGIN, at - timedelta(days=1))
    if not (home() / DEMO_AUTHORITY / "tsa.pem").exists():
        LocalTimeAuthority.create(home() / DEMO_AUTHORITY)


def _sealed(
    row: dict[str, Any], clue: Clue | None, officer: Account, second: Account, at: datetime
) -> Exhibit:
    taking = Taking(
        title=row["title"],
        kind=ExhibitKind(row["kind"]),
        place=f"{officer.department}办公室",
        method="用单位电脑的浏览器打开页面，等加载完，截取或者另存，没有改动。",
        content=row["content"],
        started_at=at - TOOK,
        ended_at=at,
        second_officer=second,
        subject=label(clue) if clue else "",
        page_url=clue.page_url if clue else "",
    )
    content = row["text"].encode() if "text" in row else _picture()
    taken = take_in(taking, [SimpleUploadedFile(row["name"], content)], by=officer, at=at)
    made = seal_exhibit(taken, at=at)
    stamp_exhibit(made, at=at)
    return made


def _go_on(row: dict[str, Any], exhibit: Exhibit, people: People, at: datetime) -> None:
    officer, second = people.by_role[Role.OFFICER][:2]
    if "mask" in row:
        look = look_at(exhibit, reason=row["look"], by=officer, at=at)
        file = exhibit.files.get()
        copy = make_masked_copy(look, file, BUYER, reason=row["mask"], by=officer, at=at)
        reviewer = people.one(Role.LEGAL_REVIEWER)
        publish_copy(copy, caption=row["caption"], term="publicity_min_light", by=reviewer, at=at)
    if "hand_over" in row:
        hand_over(exhibit, to=second, reason=row["hand_over"], by=officer, at=at)


def _picture() -> bytes:
    """A page as a child would draw it: a headline, some lines, and the buyer's number."""
    image = Image.new("RGB", (640, 400), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 640, 70), fill="#1a56b8")
    pen.rectangle((40, 110, 600, 160), fill="#c9342c")
    for line in range(4):
        pen.rectangle((40, 190 + line * 24, 600 - line * 60, 202 + line * 24), fill="#9aa3b0")
    pen.text((130, 312), "buyer 139 0000 0000 (invented)", fill="black")
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()
