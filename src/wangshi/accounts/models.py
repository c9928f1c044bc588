"""People, the units they belong to, the towns and grids of the county, and their roles."""

from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from .permissions import ROLES, THREE_ADMINISTRATORS, Role, Scope

COMMAND_LINE = "command-line"


class County(models.Model):
    """本县: what the county and its bureau are called, and how its numbers begin; one row."""

    code = models.CharField("区划代码", max_length=6, unique=True)
    name = models.CharField("县名", max_length=40)
    bureau = models.CharField("市场监管局全称", max_length=60)
    number_prefix = models.CharField("文号字头", max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_installation_serves_one_county", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name


class Town(models.Model):
    """镇办: a town or street office, by its division code (GB/T 10114)."""

    code = models.CharField("区划代码", max_length=9, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    column = models.PositiveSmallIntegerField("格网列", default=1)
    row = models.PositiveSmallIntegerField("格网行", default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Grid(models.Model):
    """网格: the smallest beat of a town, walked by one grid member."""

    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="grids")
    name = models.CharField("名称", max_length=40)

    class Meta:
        ordering = ["town_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["town", "name"], name="a_grid_has_one_name_in_its_town")
        ]

    def __str__(self) -> str:
        return f"{self.town}{self.name}"


class DepartmentKind(models.TextChoices):
    BUREAU = "bureau", "市场监管局"
    STATION = "station", "市场监管所"
    COUNTY_UNIT = "county_unit", "县级部门"
    TOWN_GOVERNMENT = "town_government", "镇办"
    ASSOCIATION = "association", "协会"


class Department(models.Model):
    """单位: who can be given work; a station belongs to the bureau and covers towns."""

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    aliases = models.JSONField("别的叫法", default=list, blank=True)
    kind = models.CharField("类别", max_length=16, choices=DepartmentKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    towns = models.ManyToManyField(Town, related_name="departments", blank=True)
    violations = models.JSONField("主管的违法行为代码", default=list, blank=True)
    daily_clues = models.PositiveSmallIntegerField("每日可接线索", default=4)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """账号: one person at one desk; rights come from roles, never from a flag."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    grid = models.ForeignKey(
        Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    certificate_number = models.CharField("执法证号", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    keys_enabled = models.BooleanField("复核页用快捷键", default=True)
    opened_at = models.DateTimeField("开通时间", null=True)
    stopped_at = models.DateTimeField("停用时间", null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_command_line(self) -> bool:
        """命令行: acts for whoever may log in to the server itself; nobody signs in with it."""
        return self.username == COMMAND_LINE

    @property
    def may_act(self) -> bool:
        """A stopped account holds its roles but no rights."""
        return self.is_active or self.is_command_line

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Roles held now, read once for each request."""
        held = self.grants.filter(ended_at__isnull=True).values_list("role", flat=True)
        return frozenset(Role(role) for role in held)

    @cached_property
    def department_ids(self) -> frozenset[int]:
        """本单位及下属."""
        if self.department_id is None:
            return frozenset()
        mine = Department.objects.filter(Q(pk=self.department_id) | Q(parent_id=self.department_id))
        return frozenset(mine.values_list("pk", flat=True))

    @cached_property
    def operator_ids(self) -> frozenset[int]:
        """本人代表的主体: asked of the register, which stands above this room."""
        return frozenset(import_string(settings.WANGSHI_REPRESENTED)(self))

    def anchors(self, scope: Scope) -> frozenset[int]:
        """The keys this account may compare a record's own keys with."""
        match scope:
            case Scope.DEPARTMENT:
                return self.department_ids
            case Scope.TOWN:
                return frozenset() if self.town_id is None else frozenset({self.town_id})
            case Scope.HANDLED | Scope.OWN:
                return frozenset({self.pk})
            case Scope.REPRESENTED:
                return self.operator_ids
            case Scope.COUNTY:
                return frozenset()

    @property
    def role_titles(self) -> list[str]:
        return [ROLES[role].title for role in Role if role in self.roles]


class RoleGrant(models.Model):
    """角色授予: who gave which role to whom, from when to when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=[(r, ROLES[r].title) for r in Role])
    granted_at = models.DateTimeField("授予时间")
    granted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="given_grants"
    )
    reason = models.CharField("授予理由", max_length=200, blank=True)
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="ended_grants"
    )
    end_reason = models.CharField("收回理由", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(ended_at__isnull=True),
                name="a_role_is_held_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ended_at__isnull=True, role__in=list(THREE_ADMINISTRATORS)),
                name="the_three_administrators_exclude_each_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()}"
