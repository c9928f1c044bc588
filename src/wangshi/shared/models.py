"""What every room leaves behind: audit records, imported files, attachments, kept forms."""

from django.db import models
from django.db.models import Q


class AuditRecord(models.Model):
    """审计记录: who did what to which record, and when; each line seals the one before it."""

    sequence = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("账号编号", null=True)
    actor_name = models.CharField("何人", max_length=80)
    verb = models.CharField("何事", max_length=60)
    subject = models.CharField("何物", max_length=80)
    facts = models.JSONField("事实", default=dict)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["subject", "sequence"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "sequence"], name="audit_by_actor"),
            models.Index(fields=["actor_name", "sequence"], name="audit_by_actor_name"),
            models.Index(fields=["verb", "sequence"], name="audit_by_verb"),
            models.Index(fields=["at", "sequence"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(name="audit_numbers_begin_at_one", condition=Q(sequence__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"


class AuditHead(models.Model):
    """审计链头: the one row every verb locks, so that the chain never forks."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    sm3 = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_audit_head", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return f"链头 {self.sequence}"


class Attachment(models.Model):
    """附件: a file somebody handed in, found again by its content."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    owner = models.CharField("属于", max_length=80, db_index=True)
    added_at = models.DateTimeField("加入时间")
    added_by_id = models.BigIntegerField("加入人", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    RECEIVED = "received", "已收到"
    CHECKING = "checking", "正在试算"
    CHECKED = "checked", "试算完，等确认"
    WAITING = "waiting", "排队"
    RUNNING = "running", "正在导入"
    DONE = "done", "导入完成"
    REFUSED = "refused", "没有导入"
    STOPPED = "stopped", "已停下"


class ImportBatch(models.Model):
    """导入批次: one file, what became of each of its rows, and how far it has come."""

    kind = models.CharField("种类", max_length=40)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件校验值", max_length=64)
    size = models.PositiveBigIntegerField("大小")
    preset = models.CharField("列的对应", max_length=40, blank=True)
    mapping = models.JSONField("列的对应明细", default=dict)
    options = models.JSONField("附加条件", default=dict)
    state = models.CharField(
        "状态", max_length=12, choices=ImportState.choices, default=ImportState.RECEIVED
    )
    message = models.TextField("说明", blank=True)
    rows_expected = models.PositiveBigIntegerField("预计行数", null=True)
    last_row = models.PositiveBigIntegerField("读到第几行", default=0)
    rows_read = models.PositiveBigIntegerField("已读行数", default=0)
    rows_new = models.PositiveBigIntegerField("新增", default=0)
    rows_changed = models.PositiveBigIntegerField("更新", default=0)
    rows_same = models.PositiveBigIntegerField("没有变化", default=0)
    rows_bad = models.PositiveBigIntegerField("有问题", default=0)
    by_id = models.BigIntegerField("何人", null=True)
    by_name = models.CharField("何人", max_length=80)
    received_at = models.DateTimeField("收到时间")
    beat_at = models.DateTimeField("最近动静", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "sha256"], name="import_by_content")]
        constraints = [
            models.CheckConstraint(
                name="import_is_finished_exactly_when_it_ended",
                condition=Q(state__in=["done", "refused", "stopped"], finished_at__isnull=False)
                | (~Q(state__in=["done", "refused", "stopped"]) & Q(finished_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.get_state_display()}"


class ImportFault(models.Model):
    """导入问题: one row that was not taken, where and why."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="faults")
    row_number = models.PositiveBigIntegerField("行号")
    column = models.CharField("列", max_length=100)
    value = models.CharField("原值", max_length=200)
    message = models.CharField("哪里不对、怎么改", max_length=300)
    taken = models.BooleanField("这一行仍已导入", default=False)

    class Meta:
        ordering = ["row_number", "id"]

    def __str__(self) -> str:
        return f"第 {self.row_number} 行 {self.message}"


class KeptForm(models.Model):
    """留存的填写: what somebody had typed when the session ran out; shown again after login."""

    token = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=300)
    fields = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
    account_id = models.BigIntegerField("谁填的", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.path


class Submission(models.Model):
    """一次提交: the mark of a form already taken, so that a double click acts once."""

    mark = models.CharField(max_length=64, primary_key=True)
    actor_id = models.BigIntegerField()
    outcome = models.CharField("去向", max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.mark
