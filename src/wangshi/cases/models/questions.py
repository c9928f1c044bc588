"""请示与批复: asked by one person, answered once, never by whoever asked."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account


class Question(models.Model):
    """等批的事: what was asked for and why; who answered it, when and in which words."""

    reason = models.TextField("事实和理由")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提请时间")
    approved = models.BooleanField("批准", null=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("批复时间", null=True, blank=True)
    answer = models.TextField("批复意见", blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_%(class)s_is_answered_by_somebody",
                condition=Q(approved__isnull=True, answered_by__isnull=True)
                | Q(approved__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_%(class)s",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
        ]
