"""机器人的钥匙: the address and the signing secret of a group robot, kept under seal."""

import json
from dataclasses import asdict, dataclass

from wangshi.shared.sealing import open_text, seal_text

from .models import Robot


@dataclass(frozen=True)
class RobotKey:
    """地址和密钥: whoever has them may write into the group."""

    address: str
    secret: str = ""


def seal_robot_key(key: RobotKey, label: str) -> bytes:
    """封起来, bound to the robot's own label."""
    return seal_text(json.dumps(asdict(key), ensure_ascii=False), label)


def open_robot_key(robot: Robot) -> RobotKey:
    """打开; SealBroken when the key of the installation is another."""
    return RobotKey(**json.loads(open_text(bytes(robot.sealed), robot.seal_label)))
