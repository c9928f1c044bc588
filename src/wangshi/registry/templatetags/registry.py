"""底数页上的零件: `{% load registry %}`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wangshi.registry.models import Operator, OperatorStatus
from wangshi.registry.workflow import Mark, Reason

register = template.Library()

STATUS_LOOKS = {
    OperatorStatus.ACTIVE: "good",
    OperatorStatus.CANCELLED: "rest",
    OperatorStatus.REVOKED: "late",
    OperatorStatus.MOVED: "rest",
    OperatorStatus.UNKNOWN: "",
}
MARK_LOOKS = {Mark.SAME: "ok", Mark.NEAR: "ok", Mark.DIFFERENT: "no", Mark.ABSENT: "soft"}


@register.filter
def at(rows: Mapping[Any, Any], key: Any) -> Any:
    """按键取值: None when there is none."""
    return rows.get(key)


@register.inclusion_tag("parts/tag.html")
def operator_status(operator: Operator) -> dict[str, str]:
    """登记状态."""
    kind = STATUS_LOOKS[OperatorStatus(operator.status)]
    unknown = operator.status == OperatorStatus.UNKNOWN
    word = "状态不详" if unknown else operator.get_status_display()
    return {"word": word, "kind": kind, "mark": ""}


@register.simple_tag
def reasons(given: Iterable[Reason | Mapping[str, str]]) -> SafeString:
    """理由: 同、近、异、无, each with what was compared."""
    shown = [one if isinstance(one, Reason) else Reason(**one) for one in given]
    if not shown:
        return SafeString("没有留下理由")
    return format_html_join("；", "{}", ((_reason(one),) for one in shown))


def _reason(one: Reason) -> SafeString:
    words = f"（{one.words}）" if one.words else ""
    look = MARK_LOOKS[Mark(one.mark)]
    return format_html('<span class="{}">{}</span> {}{}', look, one.mark, one.what, words)
