"""Each thing is told once to each person by each way; what cannot be sent is seen."""

import email
from datetime import datetime, timedelta
from email.policy import default
from itertools import count

import pytest

from tests.cases.conftest import MONDAY, clue_in, new_clue
from wangshi.accounts.services import Declined
from wangshi.cases.services import assign_clue, remind_of_clues, report_clue
from wangshi.cases.workflow import ClueState, StepRefused
from wangshi.engine.robots import RobotKind
from wangshi.mailroom.models import Attempt, Delivery, Notice
from wangshi.mailroom.robot_keys import RobotKey
from wangshi.mailroom.services import (
    News,
    RobotFacts,
    Wish,
    choose,
    deliver_next,
    deliver_waiting,
    open_robot,
    stop_robot,
    tell,
    try_again,
)
from wangshi.mailroom.services.delivering import LEASE, take_up
from wangshi.mailroom.workflow import Channel, DeliveryState, NewsKind

LATER = MONDAY + timedelta(hours=1)
EVERYTHING = frozenset((kind, channel) for kind in NewsKind for channel in Channel)
NEWS = News(NewsKind.ASSIGNED, "试填:1", "派到甲木所：虚构小铺", "试填〔2026〕1号", "/clues/1/")


def at(moment: datetime):
    return lambda: moment


def with_mail(account, address: str = "lisi@shisui.example"):
    choose(Wish(address, EVERYTHING), by=account)
    return account


def robot_of(department, administrator, port, *, kind=RobotKind.DINGTALK, secret="SEC虚构"):
    key = RobotKey(f"https://127.0.0.1:{port}/robot/send?access_token=xuni", secret)
    facts = RobotFacts(department, "甲木所值班群", kind, key, tuple(NewsKind))
    return open_robot(facts, by=administrator, at=MONDAY)


def test_a_verb_writes_its_news_with_it_and_a_refused_one_writes_none(people, mail_server):
    with_mail(people.colleague)
    clue = clue_in(ClueState.ASSIGNED, people)
    told = Notice.objects.filter(kind=NewsKind.ASSIGNED)
    assert {one.recipient for one in told} == {people.officer, people.colleague}
    assert Delivery.objects.get().account == people.colleague
    before = Notice.objects.count()
    with pytest.raises(StepRefused):
        assign_clue(clue, department=people.station, by=people.dispatcher, at=LATER)
    assert Notice.objects.count() == before


def test_who_hears_what_on_the_road_of_a_clue(people):
    clue_in(ClueState.CLOSED, people)
    told = {(one.kind, one.recipient) for one in Notice.objects.select_related("recipient")}
    assert told == {
        (NewsKind.ASSIGNED, people.officer),
        (NewsKind.ASSIGNED, people.colleague),
        (NewsKind.ANSWERED, people.grid_member),
    }
    assert Notice.objects.filter(recipient=people.grid_member).count() == 2


def test_a_term_is_reminded_of_once_when_it_is_near_and_once_when_it_is_over(people):
    clue = report_clue(new_clue(people), by=people.grid_member, at=MONDAY)
    days = [MONDAY + timedelta(days=n) for n in range(8)]
    told = [sum(remind_of_clues(day + timedelta(hours=n)) for n in (0, 1)) for day in days]
    mine = Notice.objects.filter(recipient=people.dispatcher).order_by("id")
    assert [one.kind for one in mine] == [NewsKind.DUE_SOON, NewsKind.OVERDUE]
    assert sum(told) == 2
    assert clue.title in mine[0].words


def test_nobody_is_told_twice_or_what_they_do_not_want(people, mail_server):
    wanted = EVERYTHING - {(NewsKind.ASSIGNED, Channel.DESK)}
    choose(Wish("lisi@shisui.example", wanted), by=people.officer)
    with_mail(people.colleague, "zhou@shisui.example")
    choose(
        Wish("zhou@shisui.example", EVERYTHING - {(NewsKind.ASSIGNED, Channel.MAIL)}),
        by=people.colleague,
    )
    for _ in range(2):
        tell(NEWS, [people.officer, people.colleague], at=MONDAY)
    assert [one.recipient for one in Notice.objects.all()] == [people.colleague]
    assert [one.account for one in Delivery.objects.all()] == [people.officer]


def test_a_mail_is_sent_once_and_says_no_more_than_a_number(people, mail_server):
    tell(NEWS, [with_mail(people.officer)], at=MONDAY)
    assert [deliver_waiting(at(LATER)), deliver_waiting(at(LATER))] == [1, 0]
    mail = email.message_from_string(*mail_server.mails, policy=default)
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.SENT
    assert mail["Message-ID"] == f"<{delivery.letter}@shisui.example>"
    assert mail["To"] == "lisi@shisui.example"
    assert "试填〔2026〕1号" in mail["Subject"]
    assert "虚构小铺" not in str(mail["Subject"]) + mail.get_content()


def test_a_busy_server_is_asked_again_later_and_later_until_it_is_given_up(people, mail_server):
    mail_server.answers = ["451 busy"] * 9
    tell(NEWS, [with_mail(people.officer)], at=MONDAY)
    now, pauses = MONDAY, []
    for _ in count():
        assert deliver_next(at(now))
        delivery = Delivery.objects.get()
        if delivery.state == DeliveryState.DEAD:
            break
        pauses.append((delivery.not_before - now).total_seconds() / 60)
        assert not deliver_next(at(delivery.not_before - timedelta(seconds=1)))
        now = delivery.not_before
    assert pauses == [1, 5, 30, 120, 480, 1440]
    assert mail_server.mails == []
    assert {one.words for one in delivery.attempts.all()} == {"451 busy"}


def test_who_is_not_known_there_is_given_up_at_once_and_tried_again_by_hand(
    people, mail_server, administrator
):
    mail_server.answers = ["550 nobody"]
    tell(NEWS, [with_mail(people.officer)], at=MONDAY)
    deliver_waiting(at(LATER))
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.DEAD
    try_again(delivery, by=administrator, at=LATER)
    deliver_waiting(at(LATER))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert delivery.attempts.count() == 2
    with pytest.raises(Declined):
        try_again(delivery, by=administrator, at=LATER)


def test_a_worker_that_died_on_the_way_is_seen_and_the_second_copy_bears_the_same_name(
    people, mail_server
):
    tell(NEWS, [with_mail(people.officer)], at=MONDAY)
    attempt = take_up(LATER)
    mail_server.mails.append("")  # it may have been sent: nobody knows
    assert not deliver_next(at(LATER + LEASE - timedelta(seconds=1)))
    assert deliver_next(at(LATER + LEASE))
    attempt.refresh_from_db()
    assert attempt.sent is None
    assert "不知道对方收到没有" in attempt.words
    assert Attempt.objects.filter(sent=True).count() == 1
    assert f"<{attempt.delivery.letter}@" in mail_server.mails[1]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (RobotKind.WECOM, "/robot/send?access_token=xuni"),
        (RobotKind.DINGTALK, "/robot/send?access_token=xuni&timestamp="),
    ],
)
def test_a_group_hears_once_however_many_of_its_people_do(
    people, group_server, administrator, kind, path
):
    robot_of(people.station, administrator, group_server.port, kind=kind)
    tell(NEWS, [people.officer, people.colleague], at=MONDAY)
    assert deliver_waiting(at(LATER)) == 1
    ((asked, headers, body),) = group_server.calls
    assert asked.startswith(path)
    assert headers["Idempotency-Key"] == Delivery.objects.get().letter
    assert body["msgtype"] == "text"
    assert "试填〔2026〕1号 派到您这里，请接收" in body["text"]["content"]
    assert "虚构小铺" not in body["text"]["content"]


def test_a_group_that_says_no_is_believed(people, group_server, administrator):
    group_server.answers = [(200, {"errcode": 130101, "errmsg": "too fast"}), (200, {})]
    robot_of(people.station, administrator, group_server.port)
    tell(NEWS, [people.officer], at=MONDAY)
    deliver_waiting(at(LATER))
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.WAITING
    deliver_waiting(at(delivery.not_before))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEAD
    assert len({headers["Idempotency-Key"] for _, headers, _ in group_server.calls}) == 1


REFUSED = [
    ("http://robot.example/send", "https"),
    ("https://127.0.0.1/send", "本机地址"),
    ("https://[::1]/send", "公网"),
    ("https://192.168.1.9/send", "私有地址"),
    ("https://localhost/send", "内网"),
    ("https://robot.example:8443/send", "端口"),
    ("https://wo@robot.example/send", "字符"),
]


@pytest.mark.parametrize(("address", "why"), REFUSED)
def test_an_address_that_is_not_public_is_not_taken(people, administrator, address, why):
    facts = RobotFacts(people.station, "群", RobotKind.WECOM, RobotKey(address), tuple(NewsKind))
    with pytest.raises(Declined, match=why):
        open_robot(facts, by=administrator, at=MONDAY)


def test_a_name_that_leads_indoors_by_the_time_of_sending_is_not_dialled(
    people, settings, group_server, administrator
):
    robot_of(people.station, administrator, group_server.port)
    settings.WANGSHI_ROBOT_ADDRESSES = ()
    tell(NEWS, [people.officer], at=MONDAY)
    deliver_waiting(at(LATER))
    assert "本机地址" in Attempt.objects.get().words
    assert Delivery.objects.get().state == DeliveryState.DEAD
    assert group_server.calls == []


def test_the_address_of_a_group_is_not_in_the_database(people, group_server, administrator):
    robot = robot_of(people.station, administrator, group_server.port)
    robot.refresh_from_db()
    assert b"access_token" not in bytes(robot.sealed)
    stop_robot(robot, by=administrator, at=LATER)
    tell(NEWS, [people.officer], at=MONDAY)
    assert not Delivery.objects.exists()
