"""Live rooms: what was said in a broadcast, which goods it was about, what did not agree."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.registry.models import LiveRoom

from .hits import Hit
from .listings import Listing, Sighting


class LiveSession(models.Model):
    """一场直播: one broadcast of a room; its `listing` holds what was seen, or heard, of it."""

    room = models.ForeignKey(LiveRoom, on_delete=models.PROTECT, related_name="sessions")
    listing = models.OneToOneField(Listing, on_delete=models.PROTECT, related_name="live_session")
    product = models.CharField("卖什么", max_length=120, blank=True)
    started_at = models.DateTimeField("开始时间")
    duration_ms = models.PositiveBigIntegerField("时长（毫秒）")
    cue_count = models.PositiveIntegerField("字幕条数")
    letters = models.PositiveIntegerField("字数")
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "started_at"], name="a_room_begins_one_session_at_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.listing.title


class LiveTranscript(models.Model):
    """直播文字: the cues as they were read; the file itself is an attachment."""

    session = models.OneToOneField(LiveSession, on_delete=models.CASCADE, related_name="transcript")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件校验值", max_length=64, db_index=True)
    written = models.CharField("格式", max_length=20)
    cues = models.JSONField("字幕", default=list)
    remarks = models.JSONField("读的时候补正的", default=list)

    def __str__(self) -> str:
        return self.file_name


class SpokenPassage(models.Model):
    """说出的一段: the moment of a sighting in its broadcast, and where its cues begin."""

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="passages")
    sighting = models.OneToOneField(
        Sighting, on_delete=models.PROTECT, related_name="spoken_passage"
    )
    at_ms = models.PositiveBigIntegerField("第几毫秒")
    until_ms = models.PositiveBigIntegerField("到第几毫秒")
    marks = models.JSONField("各条字幕的时间", default=list)

    class Meta:
        ordering = ["at_ms", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_passage_ends_after_it_begins", condition=Q(until_ms__gte=F("at_ms"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.at_ms}"


class LiveGoods(models.Model):
    """讲解的商品: which goods a stretch of a broadcast was about; no stretch is the whole of it."""

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="goods")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="explained_in")
    from_ms = models.PositiveBigIntegerField("从第几毫秒", null=True, blank=True)
    until_ms = models.PositiveBigIntegerField("到第几毫秒", null=True, blank=True)
    named_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField("记下时间")

    class Meta:
        ordering = ["from_ms", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "listing", "from_ms", "until_ms"],
                name="goods_are_named_once_for_a_stretch",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_stretch_ends_after_it_begins",
                condition=Q(from_ms__isnull=True)
                | Q(until_ms__isnull=True)
                | Q(until_ms__gt=F("from_ms")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.listing_id}"


class Contradiction(models.Model):
    """前后矛盾: both quotations behind a hit; `others` say channel, words and where they stand."""

    hit = models.OneToOneField(Hit, on_delete=models.CASCADE, related_name="contradiction")
    goods = models.ForeignKey(LiveGoods, on_delete=models.PROTECT, related_name="contradictions")
    attribute = models.CharField("事项", max_length=12)
    channel = models.CharField("从哪里来", max_length=12)
    said = models.CharField("说法", max_length=300)
    value = models.CharField("归一的值", max_length=120)
    again_ms = models.JSONField("又说的时间", default=list)
    others = models.JSONField("别处的说法", default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.attribute} {self.value}"
