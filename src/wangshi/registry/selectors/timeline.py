"""时间线: what this room knows of an operator or a shop, and what the rooms above add.

A room above offers `timeline(of, by) -> Iterable[TimelineEvent]` and settings.WANGSHI_TIMELINES
names it; this room never imports it. Each provider shows only what the account may see.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from wangshi.accounts.models import Account
from wangshi.registry.models import LinkState, Operator, Shop, ShopLink
from wangshi.shared.pages import TimelineEvent


def timeline_of(of: Operator | Shop, by: Account) -> tuple[TimelineEvent, ...]:
    """全部经过, from every room, the newest first."""
    events = [*timeline(of, by)]
    for path in settings.WANGSHI_TIMELINES:
        events.extend(import_string(path)(of, by))
    return tuple(sorted(events, key=_moment, reverse=True))


def timeline(of: Operator | Shop, by: Account) -> Iterable[TimelineEvent]:
    """本室知道的经过: founding, licences, permits, shops joined and parted."""
    return _of_operator(of) if isinstance(of, Operator) else _of_shop(of)


def _of_operator(operator: Operator) -> Iterator[TimelineEvent]:
    if operator.established_on:
        yield TimelineEvent(operator.established_on, "登记成立")
    if operator.imported_at:
        yield TimelineEvent(operator.imported_at, "登记数据更新")
    for licence in operator.licences.all():
        yield TimelineEvent(licence.issued_on, "核发营业执照", f"证照号 {licence.number}。")
    for permit in operator.permits.all():
        yield from _permit(permit.kind, permit.number, permit.valid_from, permit.valid_to)
    yield from _owners(operator)
    links = operator.shop_links.select_related("shop__platform", "linked_by", "ended_by")
    for link in links:
        yield from _link(link, link.shop.name, reverse("shop", args=[link.shop_id]))


def _owners(operator: Operator) -> Iterator[TimelineEvent]:
    for bound in operator.representations.select_related("account", "bound_by", "ended_by"):
        words = f"{bound.bound_by.name}：{bound.reason}"
        yield TimelineEvent(bound.bound_at, f"绑定经营者账号：{bound.account.name}", words, "good")
        if bound.ended_at and bound.ended_by:
            words = f"{bound.ended_by.name}：{bound.end_reason}"
            yield TimelineEvent(bound.ended_at, f"解除经营者账号：{bound.account.name}", words)
    for remark in operator.remarks.select_related("answered_by"):
        yield TimelineEvent(remark.at, "店家说资料不对", remark.words)
        if remark.answered_at and remark.answered_by:
            words = f"{remark.answered_by.name}：{remark.answer}"
            yield TimelineEvent(remark.answered_at, "答复资料意见", words, "good")


def _permit(
    kind: str, number: str, begins: date | None, ends: date | None
) -> Iterator[TimelineEvent]:
    words = f"证号 {number}。"
    if begins:
        yield TimelineEvent(begins, "许可（备案）开始", words)
    if ends:
        past = ends < timezone.localdate()
        title = "许可（备案）到期" if past else "许可（备案）将到期"
        yield TimelineEvent(ends, title, words, "bad" if past else "next")


def _of_shop(shop: Shop) -> Iterator[TimelineEvent]:
    if shop.closed_on:
        yield TimelineEvent(shop.closed_on, "网店已关闭")
    for link in shop.links.select_related("operator", "linked_by", "ended_by"):
        yield from _link(link, link.operator.name, reverse("operator", args=[link.operator_id]))


def _link(link: ShopLink, name: str, href: str) -> Iterator[TimelineEvent]:
    grounds = "，".join(f"{reason['mark']} {reason['what']}" for reason in link.reasons)
    if link.linked_at and link.linked_by:
        said = (f"{link.linked_by.name}确认", grounds, link.note)
        words = "。".join(part for part in said if part)
        yield TimelineEvent(link.linked_at, f"关联：{name}", f"{words}。", "good", href)
    if link.ended_at and link.ended_by:
        title = "核实不是" if link.state == LinkState.REJECTED else "解除关联"
        words = f"{link.ended_by.name}：{link.end_reason}"
        yield TimelineEvent(link.ended_at, f"{title}：{name}", words, "", href)


def _moment(event: TimelineEvent) -> datetime:
    when = event.when or date.min.replace(year=1900)
    if isinstance(when, datetime):
        return when if timezone.is_aware(when) else timezone.make_aware(when)
    return timezone.make_aware(datetime.combine(when, time.min))
