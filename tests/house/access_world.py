"""What the table of access asks for: a record of each kind, ours or another unit's.

`MAKERS` holds one function a kind of record: it gets the world and returns the record. A new kind
of address parameter (`<int:hit_id>` asks for `hit`) needs one more entry here, and nothing else.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.house.figures_records import FIGURES_MAKERS
from tests.house.penalties_records import PENALTIES_MAKERS
from tests.house.programme_records import PROGRAMME_MAKERS
from tests.house.scrutiny_records import SCRUTINY_MAKERS
from wangshi.accounts.models import Account, Department, DepartmentKind, RoleGrant, Town
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue, Correction, OwnerAnswer
from wangshi.complaints.models import (
    CodeMapping,
    Complaint,
    Letter,
    Mediator,
    ViolationReport,
    WalkIn,
)
from wangshi.display.models import DisplayCheck, LicencePicture
from wangshi.engine.forensics.captures import Capture, Clock, Kept
from wangshi.engine.forensics.keys import Keyring
from wangshi.engine.forensics.sealing import seal
from wangshi.evidence.models import CaptureOrder, CustodyEntry, Exhibit, ExhibitFile, MaskedCopy
from wangshi.evidence.strongroom import package_path
from wangshi.growth.models import FoodStart, Guidance, Seller, ThemedEntry
from wangshi.inspections.models import (
    IdentityReturn,
    Inspection,
    LetterRow,
    PlatformLetter,
    ReturnReceipt,
)
from wangshi.mailroom.models import Delivery, Notice, Robot
from wangshi.monitoring.models import (
    Hit,
    Listing,
    LiveSession,
    LiveTranscript,
    Sighting,
    SpotCheck,
    SpotCheckDraw,
    Sweep,
)
from wangshi.penalties.models import ServiceAttempt
from wangshi.portal.models import ApiToken, Material
from wangshi.registry.models import (
    LinkState,
    LiveRoom,
    Operator,
    Platform,
    Remark,
    Representation,
    Shop,
    ShopLink,
)
from wangshi.shared.imports.services import batch_path
from wangshi.shared.models import Attachment, ImportBatch

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Who asks, and on whose ground the records stand."""

    actor: Account
    ours: bool
    department: Department
    town: Town
    stranger: Account


def world_for(*, ours: bool) -> World:
    """An actor of 甲木所, still without a role; the records are in 甲木所, or in 文旅局."""
    bureau = _unit("amr", "拾穗县市场监督管理局", DepartmentKind.BUREAU)
    station = _unit("amr-01", "甲木市场监管所", DepartmentKind.STATION, bureau)
    elsewhere = _unit("wenlv", "拾穗县文化和旅游局", DepartmentKind.COUNTY_UNIT)
    town, _ = Town.objects.get_or_create(code="990101001", name="甲木镇")
    other_town, _ = Town.objects.get_or_create(code="990101002", name="乙水镇")
    actor = Account.objects.create(username="actor", name="某样例", department=station, town=town)
    stranger = Account.objects.create(
        username="stranger", name="别人样例", department=elsewhere, town=other_town
    )
    if ours:
        return World(actor, ours, station, town, stranger)
    return World(actor, ours, elsewhere, other_town, stranger)


def _unit(
    code: str, name: str, kind: DepartmentKind, parent: Department | None = None
) -> Department:
    made, _ = Department.objects.get_or_create(
        code=code, defaults={"name": name, "short_name": name, "kind": kind, "parent": parent}
    )
    return made


def _account(world: World) -> Account:
    return Account.objects.create(
        username="whose", name="被看样例", department=world.department, town=world.town
    )


def _grant(world: World) -> RoleGrant:
    return RoleGrant.objects.create(account=_account(world), role=Role.OFFICER, granted_at=AT)


def _clue(world: World) -> Clue:
    return Clue.objects.create(
        number="试填-1",
        source="officer",
        title="试填线索",
        received_at=AT,
        found_on=date(2026, 3, 2),
        reported_by=world.actor if world.ours else world.stranger,
        department=world.department,
        town=world.town,
    )


def _file(world: World) -> Attachment:
    """A file of the clue that the same address names."""
    sha256 = "ab" * 32
    path = settings.MEDIA_ROOT / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sample")
    said, letter = OwnerAnswer.objects.first(), Letter.objects.first()
    served = ServiceAttempt.objects.first()
    if letter is not None:
        owner = f"complaints.letter:{letter.pk}"
    elif served is not None:
        owner = f"penalties.serviceattempt:{served.pk}"
    else:
        owner = f"cases.owneranswer:{said.pk}" if said else f"cases.clue:{Clue.objects.get().pk}"
    return Attachment.objects.create(
        sha256=sha256,
        name="样例.txt",
        kind="text/plain",
        size=6,
        owner=owner,
        added_at=AT,
    )


def _came_in(asked: str) -> Letter:
    return Letter.objects.create(
        asked=asked,
        channel="VISIT",
        text="试填来件",
        source_key=f"试填-{asked}",
        code_mark=f"试填-{asked}",
        received_at=AT,
        received_on=date(2026, 3, 2),
    )


def _complaint(world: World) -> Complaint:
    return Complaint.objects.create(
        letter=_came_in("complaint"),
        number="试填诉1",
        text="试填",
        goods="试填",
        dispute="other",
        knew_on=date(2026, 3, 1),
        respondent_name="试填铺",
        respondent_kind="offline",
        department=world.department,
    )


def _report(_: World) -> ViolationReport:
    return ViolationReport.objects.create(
        letter=_came_in("report"),
        number="试填举1",
        text="试填",
        respondent_name="试填铺",
        respondent_kind="offline",
    )


def _exhibit(world: World) -> Exhibit:
    """Sealed as far as the rows say; nobody opens its package."""
    found = Exhibit.objects.first()
    if found is not None:
        return found
    return Exhibit.objects.create(
        number="试填证1号",
        title="试填证据",
        kind="picture",
        place="试填",
        method="试填",
        content="试填",
        started_at=AT,
        ended_at=AT,
        department=world.department,
        first_officer=world.stranger,
        first_certificate="虚构-1",
        second_officer=_account(world),
        second_certificate="虚构-2",
        custodian=world.stranger,
        offered_to=world.actor if world.ours else None,
        received_at=AT,
        state="sealed",
        sealed_at=AT,
        manifest_sha256="ab" * 32,
        manifest_sm3="cd" * 32,
        log_index=0,
    )


def _order(world: World) -> CaptureOrder:
    """One that waits: asking for it again is refused, and no browser is started."""
    return CaptureOrder.objects.create(
        page_url="https://shop.example/tea",
        reason="试填",
        place="试填",
        method="试填",
        department=world.department,
        first_officer=world.stranger,
        first_certificate="虚构-1",
        second_officer=_account(world),
        second_certificate="虚构-2",
        ordered_at=AT,
        due_at=AT,
        moved_at=AT,
    )


def _look(world: World) -> CustodyEntry:
    """A look of the actor's own, or of somebody else's."""
    return CustodyEntry.objects.create(
        exhibit=_exhibit(world),
        number=1,
        at=AT,
        act="viewed",
        by=world.actor if world.ours else world.stranger,
        by_name="某样例",
        reason="试填",
        sha256="ab" * 32,
    )


def _part(world: World) -> ExhibitFile:
    """A file of the exhibit that the same address names."""
    return ExhibitFile.objects.create(
        exhibit=_exhibit(world),
        place="files/0001.png",
        name="试填.png",
        kind="image/png",
        size=6,
        sha256="ab" * 32,
        sm3="cd" * 32,
    )


def _copy(world: World) -> MaskedCopy:
    """Published, so that everybody may see it."""
    part = _part(world)
    exhibit = part.exhibit
    path = package_path(exhibit.pk, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_package())
    return MaskedCopy.objects.create(
        exhibit=exhibit,
        file=part,
        number=1,
        masks=[[1, 1, 1, 1]],
        reason="试填",
        kind="image/png",
        size=6,
        sha256="ef" * 32,
        manifest_sha256="ab" * 32,
        manifest_sm3="cd" * 32,
        made_at=AT,
        made_by=world.stranger,
        caption="试填副本",
        term="publicity_serious_stop",
        published_at=timezone.now(),
        published_by=world.stranger,
    )


@cache
def _package() -> bytes:
    """One sealed package, made once: dear, and the same for everybody."""
    with tempfile.TemporaryDirectory() as folder:
        ring = Keyring.create(Path(folder) / "keys", "试填局（虚构）", "shitian.example/log", AT)
        target = Path(folder) / "copy.wacz"
        kept = [Kept("files/0001.png", b"sample")]
        seal(Capture("试填", "试填", Clock(AT, AT, 0), kept=kept), target, keyring=ring, at=AT)
        return target.read_bytes()


def _operator(world: World) -> Operator:
    """Ours: the actor's own account is bound to it."""
    operator = Operator.objects.create(
        source_key="试填", name="虚构县试填商行", form="individual", town=world.town
    )
    if world.ours:
        Representation.objects.create(
            operator=operator,
            account=world.actor,
            reason="试填",
            bound_at=AT,
            bound_by=world.stranger,
        )
    return operator


def _representation(world: World) -> Representation:
    return Representation.objects.create(
        operator=_operator(world),
        account=_account(world),
        reason="试填",
        bound_at=AT,
        bound_by=world.stranger,
    )


def _link(world: World) -> ShopLink:
    return ShopLink.objects.create(
        shop=_shop(world),
        operator=_operator(world),
        state=LinkState.PROPOSED,
        proposed_at=AT,
        probability=0.9,
    )


def _remark(world: World) -> Remark:
    return Remark.objects.create(operator=_operator(world), words="试填", by=world.stranger, at=AT)


def _correction(world: World) -> Correction:
    correction = Correction.objects.create(
        clue=_clue(world),
        operator=_operator(world),
        outcome="corrected",
        demand="试填",
        due_on=date(2026, 3, 9),
        asked_by=world.stranger,
        asked_at=AT,
    )
    OwnerAnswer.objects.create(
        correction=correction, fixed=False, words="试填", by=world.stranger, at=AT
    )
    return correction


def _shop(world: World) -> Shop:
    platform = Platform.objects.create(code="yanshi", name="演示平台")
    return Shop.objects.create(
        platform=platform, external_id="试填", name="试填小店", town=world.town
    )


def _platform(world: World) -> Platform:
    return _shop(world).platform


def _return(world: World) -> IdentityReturn:
    return IdentityReturn.objects.create(
        platform=_platform(world),
        kind="shops",
        year=2026,
        month=1,
        origin="province",
        opened_by=world.stranger,
        opened_at=AT,
    )


def _receipt(world: World) -> ReturnReceipt:
    return ReturnReceipt.objects.create(
        identity_return=_return(world),
        number="试填-1",
        rows=1,
        refused=0,
        file_name="样例.csv",
        file_sha256="ab" * 32,
        digest="ab" * 32,
        issued_at=AT,
        issued_by=world.stranger,
    )


def _letter(world: World) -> PlatformLetter:
    return PlatformLetter.objects.create(
        platform=_platform(world),
        number="试填-1",
        matter="unlicensed",
        demand="试填",
        sent_on=date(2026, 3, 2),
        answer_by=date(2026, 3, 16),
        issued_by=world.stranger,
        issued_at=AT,
    )


def _letter_row(world: World) -> LetterRow:
    return LetterRow.objects.create(
        letter=_letter(world), place=1, shop_name="试填小店", reason="试填"
    )


def _inspection(world: World) -> Inspection:
    return Inspection.objects.create(
        operator=_operator(world),
        on=date(2026, 3, 2),
        way="visit",
        first_officer=world.actor,
        second_officer=world.stranger,
        department=world.department,
        by=world.actor,
        at=AT,
    )


def _display_check(world: World) -> DisplayCheck:
    return DisplayCheck.objects.create(
        shop=_shop(world),
        on=date(2026, 3, 2),
        way="sheet",
        sheet="sole_trader",
        licence="missing",
        permit="not_due",
        mark="not_due",
        law_fingerprint="0" * 64,
        by=world.stranger,
        at=AT,
    )


def _themed_entry(world: World) -> ThemedEntry:
    return ThemedEntry.objects.create(
        theme="farm", name="样例茶场", product="样例茶", noted_by=world.stranger, noted_at=AT
    )


def _licence_picture(world: World) -> LicencePicture:
    return LicencePicture.objects.create(
        shop=_shop(world),
        sha256="0" * 64,
        content=b"0",
        by=world.stranger,
        taken_at=AT,
        moved_at=AT,
    )


def _sweep(world: World) -> Sweep:
    return Sweep.objects.create(
        title="试填监测", kind="special", starts_on=date(2026, 3, 2), opened_by=world.stranger
    )


def _listing(world: World) -> Listing:
    listing = Listing.objects.create(
        shop=_shop(world), external_id="试填", title="试填商品", first_seen_at=AT
    )
    Sighting.objects.create(listing=listing, seen_at=AT, title="试填商品", content_sha256="ab" * 32)
    return listing


def _hit(world: World) -> Hit:
    listing = _listing(world)
    return Hit.objects.create(
        sighting=listing.sightings.get(),
        shop=listing.shop,
        town=world.town,
        rule="试填",
        title="试填规则",
        violation="V12",
        level="high",
        quote="试填",
        article="《广告法》第九条",
        reason="试填",
        law_fingerprint="ab" * 32,
    )


def _draw(world: World) -> SpotCheckDraw:
    return SpotCheckDraw.objects.create(
        seed="样例",
        permille=30,
        after_sighting=0,
        through_sighting=1,
        through_hit=0,
        through_again=0,
        frame=1,
        flagged=0,
        frame_sha256="ab" * 32,
        drawn_at=AT,
    )


def _check(world: World) -> SpotCheck:
    seen = _listing(world).sightings.get()
    return SpotCheck.objects.create(draw=_draw(world), sighting=seen, place=1)


def _session(world: World) -> LiveSession:
    listing = _listing(world)
    room = LiveRoom.objects.create(platform=listing.shop.platform, account_id="试填", name="试填间")
    session = LiveSession.objects.create(
        room=room,
        listing=listing,
        started_at=AT,
        duration_ms=1000,
        cue_count=1,
        letters=2,
        taken_by=world.stranger,
        taken_at=AT,
    )
    LiveTranscript.objects.create(session=session, file_name="试填.srt", sha256="ab" * 32)
    return session


def _batch(world: World) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind="register",
        preset="register_enterprise",
        file_name="样例.csv",
        sha256="ab" * 32,
        size=1,
        by_name="别人样例",
        received_at=AT,
    )
    batch_path(batch).parent.mkdir(parents=True, exist_ok=True)
    batch_path(batch).write_text("企业名称,统一社会信用代码\n虚构县试填商行,\n", "utf-8")
    return batch


def _token(world: World) -> ApiToken:
    return ApiToken.objects.create(
        name="试填令牌",
        digest="ab" * 32,
        opening="wst_试填",
        issued_at=AT,
        issued_by=world.stranger,
    )


def _notice(world: World) -> Notice:
    return Notice.objects.create(
        recipient=world.actor, kind="assigned", key="试填:1", words="试填", page="/notices/", at=AT
    )


def _robot(world: World) -> Robot:
    return Robot.objects.create(
        department=world.department,
        name="试填群",
        kind="wecom",
        host="robot.example",
        sealed=b"",
        seal_label="robot:test",
        opened_at=AT,
        opened_by=world.stranger,
    )


def _delivery(world: World) -> Delivery:
    return Delivery.objects.create(
        account=world.stranger,
        kind="assigned",
        key="试填:1",
        number="试填-1",
        page="/notices/",
        letter="ab" * 16,
        at=AT,
        not_before=AT,
    )


def _material(world: World) -> Material:
    return Material.objects.create(
        kept_on=date(2026, 3, 2), text="试填的话", law_fingerprint="ab" * 32
    )


def _seller(world: World) -> Seller:
    """Found in the unit's town, and asked: exempt, so that there is something to sign."""
    seller = Seller.objects.create(
        name="试填卖家",
        channel="group",
        sells="试填",
        town=world.town,
        source="officer",
        found_on=date(2026, 3, 2),
        found_by=world.stranger,
        recorded_at=AT,
        state="guided",
    )
    Guidance.objects.create(
        seller=seller,
        who="person",
        goods=["own_produce"],
        outcome="exempt",
        grounds=["own_farm_produce"],
        law_fingerprint="ab" * 32,
        asked_on=date(2026, 3, 2),
        asked_at=AT,
        asked_by=world.stranger,
    )
    return seller


def _start(world: World) -> FoodStart:
    return FoodStart.objects.create(
        seller=_seller(world),
        town=world.town,
        where="试填",
        started_on=date(2026, 3, 2),
        noted_by=world.stranger,
        noted_at=AT,
    )


MAKERS: dict[str, Callable[[World], Any]] = {
    "account": _account,
    "batch": _batch,
    "check": _check,
    "clue": _clue,
    "complaint": _complaint,
    "correction": _correction,
    "copy": _copy,
    "display_check": _display_check,
    "licence_picture": _licence_picture,
    "entry": _themed_entry,
    "department": lambda world: world.department,
    "draw": _draw,
    "exhibit": _exhibit,
    "file": _file,
    "grant": _grant,
    "hit": _hit,
    "inspection": _inspection,
    "letter": _letter,
    "listing": _listing,
    "look": _look,
    "mapping": lambda _: CodeMapping.objects.create(
        field="channel", written="试填", first_seen_at=AT
    ),
    "material": _material,
    "walk_in": lambda world: WalkIn.objects.create(
        respondent_name="试填",
        goods="试填",
        text="试填",
        taken_at=AT,
        taken_on=AT.date(),
        taken_by=world.actor,
    ),
    "mediator": lambda world: Mediator.objects.create(
        name="试填", department=world.actor.department, appointed_on=AT.date(), until=AT.date()
    ),
    "operator": _operator,
    "order": _order,
    "part": _part,
    "platform": _platform,
    "receipt": _receipt,
    "link": _link,
    "remark": _remark,
    "representation": _representation,
    "return": _return,
    "row": _letter_row,
    "seller": _seller,
    "report": _report,
    "session": _session,
    "shop": _shop,
    "start": _start,
    "sweep": _sweep,
    "notice": _notice,
    "robot": _robot,
    "delivery": _delivery,
    "token": _token,
    "town": lambda world: world.town,
    **FIGURES_MAKERS,
    **PENALTIES_MAKERS,
    **PROGRAMME_MAKERS,
    **SCRUTINY_MAKERS,
}
