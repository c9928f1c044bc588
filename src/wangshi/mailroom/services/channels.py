"""通知渠道: the administrator names a unit's working group, and stops it again."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.services import Declined
from wangshi.engine.robots import RobotKind
from wangshi.mailroom.models import Robot
from wangshi.mailroom.posting import vetted
from wangshi.mailroom.refusals import NotTaken
from wangshi.mailroom.robot_keys import RobotKey, seal_robot_key
from wangshi.mailroom.workflow import NewsKind
from wangshi.shared.services import record


@dataclass(frozen=True)
class RobotFacts:
    """一个群机器人: whose group, how it is reached, and what it is told."""

    department: Department
    name: str
    kind: RobotKind
    key: RobotKey
    kinds: tuple[NewsKind, ...]


@transaction.atomic
def open_robot(facts: RobotFacts, *, by: Account, at: datetime) -> Robot:
    """登记群机器人: its address is sealed at once and shown to nobody again."""
    require(by, Permission.RUN_CHANNELS)
    try:
        _, host = vetted(facts.key.address)
    except NotTaken as refusal:
        raise Declined(str(refusal)) from refusal
    label = f"robot:{uuid.uuid4().hex}"
    robot = Robot.objects.create(
        department=facts.department,
        name=facts.name,
        kind=facts.kind,
        host=host.name,
        sealed=seal_robot_key(facts.key, label),
        seal_label=label,
        kinds=list(facts.kinds),
        opened_at=at,
        opened_by=by,
    )
    record(by, "robot.opened", robot, department=facts.department, host=host.name)
    return robot


@transaction.atomic
def stop_robot(robot: Robot, *, by: Account, at: datetime) -> Robot:
    """停用群机器人: what still waits for it is given up."""
    require(by, Permission.RUN_CHANNELS)
    robot = Robot.objects.select_for_update().get(pk=robot.pk)
    if robot.stopped_at is not None:
        raise Declined("这个群机器人已经停用了。")
    robot.stopped_at = at
    robot.save(update_fields=["stopped_at"])
    record(by, "robot.stopped", robot, name=robot.name)
    return robot
