"""页面零件的标签: `{% load house %}`; the dataclasses are in `wangshi.shared.pages`.

Pages: `{% extends "officer.html" %}` (blocks title, main, body, asked, htmx) or "public.html"
(blocks title, main, kind = phone or wide, under, htmx). Messages show themselves. A page which
needs htmx: `{% block htmx %}{% include "parts/htmx.html" %}{% endblock %}`.

Words and marks
    {% icon 'inbox' %} {% icon 'check' 'ok' %}   a silent line icon; names in shared/icons.py
    {% tag '核查中' 'blue' %}                    '' blue good soon late rest; mark='tick': an icon
    {% harm 3 %}                                 1 一般, 2 较重, 3 严重
    {% clock badge %} {% clock deadline today %} a ClockBadge, or an engine Deadline (done=True
                                                 when the duty was met);
                                                 href= its working-out; key=pk in htmx fragments
    {% law '禁止…' '《广告法》第十七条' %}        the statute speaks; full= the whole article
    {% quote text spans %}                       a web page speaks: a Span or (start, end), counted
                                                 in code points
Figures and dates
    {% money amount %}                           12 800.00 in yuan; — for None
    {% grouped 12480 %}                          12 480
    {% share 37 412 %}                           9.0%（37/412）; — without a denominator
    {% day d %}                                  11-23, with a time 11-23 14:02; — for None
    {% day d 'words' %} {% day d 'evidence' %}   11 月 23 日; 2026-11-23 14:02:31
Forms: `<form method="post" novalidate>`, `{% csrf_token %}`, fields, then div.row with buttons
    {% errors form %} {% errors form more verb='保存' %}   first in main; nothing when all is well
    {% field form.name %}                        label, hint (= help_text), error, control tied
                                                 together; width='w-date' or 'w-half'; need=''
                                                 drops 选填; a choice label with two lines shows
                                                 the second one small
    {% filters form export='/x.xlsx' %}          the GET form above a table
Tables
    {% rows '待办清单' %}<thead>…<tbody>…{% endrows %}   table.rows.rows-card with its caption
                                                 and roles; data-label on td as ever; shown=True
                                                 shows the caption, cards=False keeps a table
    {% sortable 'received' '发现' %}             a th that links to ?s=received or ?s=-received;
                                                 default='-received', number=True
    {% pager page %}                             a Page of shared/paging.py (page_of, order_of);
                                                 unit='件'
Lists, each given an iterable of the dataclass named
    {% timeline events %} TimelineEvent          {% steps steps %} StepRow
    {% summary_list facts %} Fact                {% checks checks %} Check
    {% relay hands %} Hand                       {% bars rows %} BarRow
    {% bar parts %} BarPart or (82, 'b1')        {% chips links '快速筛选' %} Link
    {% tabs links '档案' %} Link                 {% crumbs '线索' '/clues/' '1106 号' %} pairs
Blocks
    {% panel '证据 3 份' 'ev' %}…{% endpanel %}  section with a heading; href= and link=, or aside=;
                                                 bare=True round a table or steps
    {% notice 'soon' %}<p>…</p>{% endnotice %}   info good soon late
    {% nothing '没有等您的事' %}<p>…</p>{% endnothing %}   the empty state: why, what next
    {% progress work %}                          LongWork; asks again by itself with htmx
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import template
from django.contrib.messages import constants
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wangshi.engine.clocks import ClockState
from wangshi.engine.deadlines import Deadline
from wangshi.shared import words as written
from wangshi.shared.clocks import clock_badge
from wangshi.shared.fields import faults, field_view
from wangshi.shared.icons import ICONS, LOGO
from wangshi.shared.pages import (
    BarPart,
    BarRow,
    Check,
    CheckRow,
    ClockBadge,
    Fact,
    Hand,
    Link,
    LongWork,
    Span,
    StepRow,
    TimelineEvent,
    marked_lines,
    placed,
)
from wangshi.shared.paging import Page

register = template.Library()

HARM_WORDS = ("", "一般", "较重", "严重")
CLOCK_MARKS = {ClockState.LATE: "alert", ClockState.REST: "pause", ClockState.DONE: "tick"}
NOTICE_MARKS = {"info": "info", "good": "check", "soon": "alert", "late": "cross"}
CHECK_LOOKS = {
    "passed": ("check", "ok", "通过"),
    "skipped": ("half", "skipped", "没有查"),
    "part": ("half", "part", "部分"),
    "failed": ("cross", "no", "不一致"),
}
GROUPS = dict.fromkeys(("thead", "tbody", "tfoot"), "rowgroup")
ROLES = {**GROUPS, "tr": "row", "td": "cell"}
TABLE_PART = re.compile(r"<(thead|tbody|tfoot|tr|td|th)\b([^>]*)>")


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """图标: the word beside it carries the meaning."""
    return format_html(
        '<svg class="i{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        f" {kind}" if kind else "",
        SafeString(ICONS[name]),
    )


@register.simple_tag
def logo() -> SafeString:
    """标志: drawn beside the name, so it is silent."""
    return SafeString(LOGO)


@register.inclusion_tag("parts/tag.html")
def tag(word: str, kind: str = "", mark: str = "") -> dict[str, Any]:
    """标签: what kind or state a thing is; never a deadline."""
    return {"word": word, "kind": kind, "mark": mark}


@register.simple_tag
def harm(level: int) -> SafeString:
    """危害: three bars and a word."""
    return format_html(
        '<span class="harm harm-{}"><i aria-hidden="true"><b></b></i>'
        '<span class="gone">危害</span>{}</span>',
        level,
        HARM_WORDS[level],
    )


@register.inclusion_tag("parts/clock.html", takes_context=True)
def clock(
    context: Context,
    deadline: ClockBadge | Deadline,
    today: date | None = None,
    *,
    href: str = "",
    key: str = "",
    done: bool = False,
) -> dict[str, Any]:
    """期限徽章: days left; the rule and the article on hover and focus."""
    if isinstance(deadline, Deadline):
        deadline = clock_badge(deadline, today or timezone.localdate(), done=done)
    return {
        "badge": deadline,
        "href": href or deadline.href,
        "mark": CLOCK_MARKS.get(deadline.state, ""),
        "id": f"clock-{key or _next_number(context)}",
    }


def _next_number(context: Context) -> int:
    """同页不重号: counted at the bottom of the render context, which parts and includes share."""
    shared: dict[Any, Any] = context.render_context.dicts[0]
    shared["house_number"] = shared.get("house_number", 0) + 1
    return int(shared["house_number"])


@register.inclusion_tag("parts/law.html")
def law(words: str, cite: str, full: str = "") -> dict[str, str]:
    """法条: one clause, in the voice of the statute; the whole article when it is loaded."""
    return {"words": words, "cite": cite, "full": full}


@register.inclusion_tag("parts/quote.html")
def quote(
    text: str, spans: Iterable[Span | tuple[int, int]] = (), cite: str = ""
) -> dict[str, Any]:
    """网页原文: escaped, with marks at the spans; overlapping spans are one mark."""
    marks = [span if isinstance(span, Span) else Span(span[0], span[1]) for span in spans]
    return {"lines": marked_lines(text, marks), "cite": cite}


@register.simple_tag
def money(amount: Decimal | int | float | None) -> str:
    """金额: yuan and fen, grouped."""
    return written.yuan(amount)


@register.simple_tag(name="grouped")
def grouped_number(number: int) -> str:
    """数目: grouped by thousands."""
    return written.grouped(number)


@register.simple_tag
def share(part: int, whole: int) -> str:
    """比率: with its fraction."""
    return written.percent(part, whole)


@register.simple_tag
def day(when: date | datetime | None, form: str = "table") -> str:
    """日期: a `time` element in one of three forms; a dash for none."""
    if when is None:
        return written.NOTHING
    when = written.local(when)
    year = timezone.localdate().year
    shown = {
        "table": lambda: written.day_in_table(when, year),
        "words": lambda: written.day_in_words(when, year),
        "evidence": lambda: written.day_in_evidence(when),
    }[form]()
    return format_html(
        '<time datetime="{}">{}</time>',
        when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat(),
        shown,
    )


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, need: str | None = None, width: str = "") -> dict[str, Any]:
    """表单项: label, hint, error and control, tied together."""
    return {"it": field_view(bound, need=need, width=width)}


@register.inclusion_tag("parts/errors.html")
def errors(*forms: BaseForm, verb: str = "提交") -> dict[str, Any]:
    """错误汇总: takes the focus and links to each field; nothing when all is well."""
    return {"faults": faults(forms), "verb": verb}


@register.inclusion_tag("parts/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, export: str = "") -> dict[str, Any]:
    """筛选: a GET form above a table; keeps the order, starts again at page one."""
    request = context["request"]
    return {
        "request": request,
        "fields": list(form),
        "order": request.GET.get("s", ""),
        "asked": any(request.GET.get(bound.html_name) for bound in form),
        "export": export,
    }


@register.inclusion_tag("parts/sortable.html", takes_context=True)
def sortable(
    context: Context, name: str, word: str, default: str = "", number: bool = False
) -> dict[str, Any]:
    """可排序的表头: a link that turns the order round; `aria-sort` says how it stands."""
    request = context["request"]
    now = request.GET.get("s") or default
    standing = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    return {
        "request": request,
        "word": word,
        "number": number,
        "sorted": standing,
        "next": f"-{name}" if now == name else name,
    }


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(
    context: Context, page: Page[Any], unit: str = "条", label: str = "分页"
) -> dict[str, Any]:
    """翻页: the other parts of the address stay as they are."""
    return {"request": context["request"], "page": page, "unit": unit, "label": label}


@register.simple_block_tag(end_name="endrows")
def rows(content: str, caption: str, shown: bool = False, cards: bool = True) -> str:
    """表格: on phones its rows are cards, and explicit roles keep it a table for the ear."""
    names = {
        "caption": caption,
        "shown": shown,
        "cards": cards,
        "content": SafeString(TABLE_PART.sub(_with_role, content)),
    }
    return render_to_string("parts/rows.html", names)


def _with_role(part: re.Match[str]) -> str:
    name, attrs = part.groups()
    if "role=" in attrs:
        return part.group(0)
    header = "rowheader" if 'scope="row"' in attrs else "columnheader"
    return f'<{name} role="{ROLES.get(name, header)}"{attrs}>'


@register.inclusion_tag("parts/timeline.html")
def timeline(events: Iterable[TimelineEvent]) -> dict[str, Any]:
    """时间线: what happened, the newest first."""
    return {"events": events}


@register.inclusion_tag("parts/steps.html", takes_context=True)
def steps(context: Context, steps: Iterable[StepRow]) -> dict[str, Any]:
    """下一步: what is lawful now; the others say what is missing."""
    return {"steps": steps, "prefix": f"step-{_next_number(context)}"}


@register.inclusion_tag("parts/summary_list.html")
def summary_list(facts: Iterable[Fact], small: bool = False) -> dict[str, Any]:
    """摘要列表: a few facts of one thing."""
    return {"facts": facts, "small": small}


@register.inclusion_tag("parts/checks.html")
def checks(checks: Iterable[Check]) -> dict[str, Any]:
    """逐项结果: named tests and their answers; a skipped one says so."""
    return {"rows": [CheckRow(check, *CHECK_LOOKS[check.result]) for check in checks]}


@register.inclusion_tag("parts/relay.html")
def relay(hands: Sequence[Hand]) -> dict[str, Any]:
    """接力: whose turn it is."""
    return {"hands": hands}


@register.inclusion_tag("parts/bar.html")
def bar(parts: Iterable[BarPart | tuple[float, str]]) -> dict[str, Any]:
    """条形: parts side by side, in per cent."""
    return {
        "placed": placed(part if isinstance(part, BarPart) else BarPart(*part) for part in parts)
    }


@register.inclusion_tag("parts/bars.html")
def bars(rows: Iterable[BarRow]) -> dict[str, Any]:
    """条形图: every figure links to its rows."""
    return {"rows": rows}


@register.inclusion_tag("parts/links.html")
def tabs(links: Iterable[Link], label: str) -> dict[str, Any]:
    """页签: links that change the content."""
    return {"links": links, "label": label, "kind": "tabs", "current": "page"}


@register.inclusion_tag("parts/links.html")
def chips(links: Iterable[Link], label: str = "快速筛选") -> dict[str, Any]:
    """快速筛选: links that change the range."""
    return {"links": links, "label": label, "kind": "chips", "current": "true"}


@register.inclusion_tag("parts/crumbs.html")
def crumbs(*words: str) -> dict[str, Any]:
    """面包屑: pairs of word and address; a last odd word is this page."""
    pairs = zip_longest(words[::2], words[1::2], fillvalue="")
    return {"links": [Link(word, href) for word, href in pairs]}


@register.inclusion_tag("parts/progress.html", takes_context=True)
def progress(context: Context, work: LongWork, key: str = "work") -> dict[str, Any]:
    """进度: htmx asks again every three seconds; without script there is a link."""
    request = context["request"]
    here = request.headers.get("HX-Current-URL") or request.get_full_path()
    return {"work": work, "id": key, "here": here, "csrf_token": context.get("csrf_token")}


@register.simple_block_tag(end_name="endpanel")
def panel(
    content: str,
    title: str,
    key: str,
    href: str = "",
    link: str = "",
    aside: str = "",
    bare: bool = False,
) -> str:
    """一块: a section with its heading."""
    shown = {"content": content, "title": title, "id": key, "href": href, "link": link}
    return render_to_string("parts/panel.html", {**shown, "aside": aside, "bare": bare})


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, kind: str = "info") -> str:
    """提示: says what is the matter, then what to do."""
    shown = {"content": content, "kind": kind, "mark": NOTICE_MARKS[kind]}
    return render_to_string("parts/notice.html", shown)


@register.simple_block_tag(end_name="endnothing")
def nothing(content: str, title: str) -> str:
    """空状态: why there is nothing, and the next useful thing."""
    return render_to_string("parts/empty.html", {"content": content, "title": title})


@register.filter
def notice_kind(level: int) -> str:
    """消息的样子: Django's message level in our four kinds."""
    if level >= constants.ERROR:
        return "late"
    if level >= constants.WARNING:
        return "soon"
    return "good" if level >= constants.SUCCESS else "info"
