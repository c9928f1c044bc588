"""What may be done in the mailroom; news is written with the verb, delivered by the worker."""

from .channels import RobotFacts, open_robot, stop_robot
from .choosing import Wish, choose, mark_seen
from .delivering import deliver_next, deliver_waiting, try_again
from .telling import News, tell, told_already

__all__ = [
    "News",
    "RobotFacts",
    "Wish",
    "choose",
    "deliver_next",
    "deliver_waiting",
    "mark_seen",
    "open_robot",
    "stop_robot",
    "tell",
    "told_already",
    "try_again",
]
