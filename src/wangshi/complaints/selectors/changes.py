"""谁先动了: what a page says when somebody else acted after it was opened."""

from django.utils import timezone

from wangshi.complaints.models import Complaint


def who_moved(complaint: Complaint) -> str:
    """最近一步: who took it, when, and what it was."""
    last = complaint.steps.select_related("by").order_by("pk").last()
    if last is None:
        return "这件刚收到"
    who = last.by.name if last.by else "投诉人"
    return f"{who}在 {timezone.localtime(last.at):%m-%d %H:%M} {last.get_name_display()}"
