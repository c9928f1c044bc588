"""时刻的写法: UTC, to the second or the millisecond, always the same length."""

from datetime import UTC, datetime, timedelta, timezone

SECONDS = "2026-11-19T06:02:31Z"
MILLISECONDS = "2026-11-19T06:02:31.123Z"
_BEIJING = timezone(timedelta(hours=8))


class BadMoment(ValueError):
    """不是规定写法的时刻."""


def to_second(at: datetime) -> str:
    """写到秒: 2026-11-19T06:02:31Z."""
    return _utc(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_millisecond(at: datetime) -> str:
    """写到毫秒: 2026-11-19T06:02:31.123Z."""
    at = _utc(at)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def read_moment(text: object) -> datetime:
    """读时刻: either spelling, nothing else."""
    if not isinstance(text, str) or len(text) not in (len(SECONDS), len(MILLISECONDS)):
        raise BadMoment(f"不是规定写法的时刻：{str(text)[:40]}")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(f"不是规定写法的时刻：{text}") from None
    write = to_second if len(text) == len(SECONDS) else to_millisecond
    if at.tzinfo is None or write(at) != text:
        raise BadMoment(f"不是规定写法的时刻：{text}")
    return at


def spoken(at: datetime) -> str:
    """说给人听: 北京时间 2026-11-19 14:02:31, whatever the zone of the machine."""
    return f"北京时间 {at.astimezone(_BEIJING):%Y-%m-%d %H:%M:%S}"


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise BadMoment("时刻要带时区")
    return at.astimezone(UTC)
