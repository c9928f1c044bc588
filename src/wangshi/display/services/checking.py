"""记一次亮照检查: what the page showed, and the three conclusions of the officer."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.display.models import DisplayCheck, LicencePicture
from wangshi.display.selectors import Judged, Seen, judge, last_check, link_of, verdict_words
from wangshi.display.workflow import DisplayRefused, Way
from wangshi.engine.display import (
    SECTION_TITLES,
    VERDICT_TITLES,
    Section,
    Verdict,
    read_page,
    standing_display_law,
)
from wangshi.engine.lawbook import fingerprint
from wangshi.evidence.models import Exhibit
from wangshi.registry.models import Shop
from wangshi.shared.services import clean, record

MOST_TEXT: Final = 20_000


@dataclass(frozen=True)
class Look:
    """看了一次: the day, the way, what was seen, the verdicts, and where the page is."""

    on: date
    way: Way
    seen: Seen
    verdicts: Mapping[Section, Verdict]
    why: str = ""
    page_url: str = ""
    page_text: str = ""
    exhibit: Exhibit | None = None
    picture: LicencePicture | None = None


@transaction.atomic
def record_check(
    shop: Shop, look: Look, *, by: Account, at: datetime, after: int | None = None
) -> DisplayCheck:
    """记下亮照检查: never rewritten; `after` is the last check the officer knew of (0: none)."""
    require(by, Permission.RECORD_INSPECTION)
    shop = Shop.objects.select_for_update(of=("self",)).get(pk=shop.pk)
    _require_open(shop, look, timezone.localdate(at))
    _require_newest(shop, after)
    judged = judge(shop, look.seen, look.on)
    _require_grounds(look, judged)
    check = DisplayCheck.objects.create(
        shop=shop,
        operator=shop.operator,
        on=look.on,
        way=look.way,
        sheet=look.seen.sheet,
        **{section.value: look.verdicts[section] for section in Section},
        findings=list(_rows(look.seen, judged)),
        link=_link(shop, look.seen),
        why=clean(look.why.strip() or look.seen.wall),
        page_url=look.page_url.strip() or shop.url,
        page_text=clean(look.page_text)[:MOST_TEXT],
        exhibit=look.exhibit,
        picture=look.picture,
        law_fingerprint=fingerprint(),
        by=by,
        at=at,
    )
    verdicts = {section.value: check.verdict(section) for section in Section}
    record(by, "display.recorded", check, shop=shop.pk, on=check.on, **verdicts)
    return check


def _require_open(shop: Shop, look: Look, today: date) -> None:
    if shop.closed_on is not None and shop.closed_on <= look.on:
        raise DisplayRefused(f"这家店 {shop.closed_on} 已经关闭，不用再查")
    if look.on > today:
        raise DisplayRefused(f"检查日期不能晚于今天（{today}）")
    if look.seen.sheet not in standing_display_law().kinds:
        raise DisplayRefused("选用哪张表：企业、个体工商户、合作社，还是免于登记的个人")


def _require_newest(shop: Shop, after: int | None) -> None:
    """两个人同时查: the second one sees what the first one found before adding another."""
    newest = last_check(shop)
    if after is None or newest is None or newest.pk == after:
        return
    when = timezone.localtime(newest.at)
    raise DisplayRefused(
        f"{newest.by.name} {when:%m-%d %H:%M} 刚查过这家店（"
        f"{'、'.join(verdict_words(newest))}）：看过还要再记一次的，再点一次“记下检查”"
    )


def _require_grounds(look: Look, judged: Judged) -> None:
    """结论和填的内容对不上的，要说明: nobody's reading is overruled in silence."""
    blind = [one is Verdict.UNREACHABLE for one in look.verdicts.values()]
    said_why = bool(look.why.strip())
    if all(blind) and not said_why and not look.seen.wall:
        raise DisplayRefused("写一句为什么看不到：打不开、要登录、要在手机应用里看")
    if any(blind) and not all(blind):
        raise DisplayRefused("看不到页面，三样都记看不到；看到了的，三样都写看到的")
    if look.verdicts[Section.LICENCE] is Verdict.NOT_DUE:
        raise DisplayRefused("亮照没有“不用亮”：免于登记的，亮的是自我声明")
    if not (said_why or all(blind)):
        _require_agreement(look, judged)


def _require_agreement(look: Look, judged: Judged) -> None:
    # 执照上印着“登录……公示系统”：图上的字不是页面，不当作要登录的墙.
    of_page = look.page_text if look.picture is None else ""
    wall = read_page(of_page).wall if of_page else ""
    if wall:
        raise DisplayRefused(f"{wall}：没看到的不能记没亮，改记看不到；确实看到了的，写一句说明")
    for section, suggestion in judged.suggestions.items():
        said, meant = look.verdicts[section], suggestion.verdict
        if meant is not None and said is not meant:
            raise DisplayRefused(
                f"{SECTION_TITLES[section]}照填的内容是“{VERDICT_TITLES[meant]}”"
                f"（{suggestion.why}）：改结论，或者写一句为什么是“{VERDICT_TITLES[said]}”"
            )


def _rows(seen: Seen, judged: Judged) -> Iterator[dict[str, Any]]:
    for section, findings in judged.findings.items():
        for one in findings:
            yield {"section": section.value, **asdict(one)}
    for mark in seen.marks:
        yield {"section": Section.MARK.value, "key": "mark", "title": "标志", "shown": mark}


def _link(shop: Shop, seen: Seen) -> str:
    read = link_of(shop, seen.link)
    return read.url[:500] if read and read.host else ""
