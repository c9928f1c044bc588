"""One's own notices, and the administrator's channels."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases.conftest import MONDAY
from tests.mailroom.test_delivering import LATER, NEWS, with_mail
from wangshi.engine.robots import RobotKind
from wangshi.mailroom.models import Delivery, Mailbox, Notice, Robot
from wangshi.mailroom.selectors import wanted_by
from wangshi.mailroom.services import News, deliver_waiting, tell
from wangshi.mailroom.workflow import Channel, NewsKind

pytestmark = pytest.mark.once


def words_of(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_ones_own_notices_are_read_and_marked(people, client):
    tell(NEWS, [people.officer, people.colleague], at=MONDAY)
    client.force_login(people.officer)
    assert "派到甲木所：虚构小铺" in words_of(client, "notices")
    mine = Notice.objects.get(recipient=people.officer)
    opened = client.post(reverse("notice-open", args=[mine.pk]))
    assert opened.headers["Location"] == "/clues/1/"
    assert "没有新的通知" in words_of(client, "notices")
    assert "看过了" in words_of(client, "notices", f="all")
    client.post(reverse("notices-seen"))
    assert Notice.objects.filter(seen_at__isnull=True).get().recipient == people.colleague
    other = Notice.objects.get(recipient=people.colleague)
    assert client.post(reverse("notice-open", args=[other.pk])).status_code == 404


def test_a_list_of_notices_costs_the_same_however_long(people, client):
    client.force_login(people.auditor)
    words_of(client, "notices")
    costs = []
    for key in "甲乙丙":
        news = News(NewsKind.OVERDUE, f"试填:{key}", "试填", "试填", "/")
        tell(news, [people.auditor], at=MONDAY)
        with CaptureQueriesContext(connection) as asked:
            words_of(client, "notices")
        costs.append(len(asked))
    assert len(set(costs)) == 1


def test_a_person_chooses_what_to_hear(people, client):
    client.force_login(people.officer)
    page = reverse("notice-choices")
    assert "邮箱要写成" in client.post(page, {"address": "不是邮箱"}).content.decode()
    chosen = {"address": "lisi@shisui.example", "desk": ["assigned"], "mail": ["overdue"]}
    assert client.post(page, chosen).status_code == 302
    assert wanted_by(people.officer) == {
        (NewsKind.ASSIGNED, Channel.DESK),
        (NewsKind.OVERDUE, Channel.MAIL),
    }
    assert "lisi@shisui.example" in words_of(client, "notice-choices")
    client.post(page, {"address": "", "desk": ["assigned"]})
    assert not Mailbox.objects.exists()


def test_a_group_is_opened_and_its_address_is_not_shown_again(people, client, administrator):
    client.force_login(administrator)
    page = reverse("robot-new")
    asked = {
        "department": people.station.pk,
        "name": "甲木所值班群",
        "kind": RobotKind.WECOM,
        "webhook_secret_address": "https://192.168.1.9/send?key=xuni",
        "kinds": ["overdue"],
    }
    refused = client.post(page, asked)
    assert refused.status_code == 422
    assert "私有地址" in refused.content.decode()
    asked["webhook_secret_address"] = "https://robot.example/send?key=xuni"
    assert client.post(page, asked).status_code == 302
    shown = words_of(client, "channels")
    assert "robot.example" in shown
    assert "key=xuni" not in shown
    client.post(reverse("robot-stop", args=[Robot.objects.get().pk]))
    assert "已停用" in words_of(client, "channels")


def test_what_did_not_get_through_is_seen_and_sent_again(
    people, client, administrator, mail_server
):
    mail_server.answers = ["550 nobody"]
    tell(NEWS, [with_mail(people.officer)], at=MONDAY)
    deliver_waiting(lambda: LATER)
    client.force_login(administrator)
    assert "没送到 1 件" in words_of(client, "channels")
    assert "试填〔2026〕1号" in words_of(client, "deliveries", state="dead")
    one = Delivery.objects.get()
    assert "550 nobody" in words_of(client, "delivery", one.pk)
    client.post(reverse("delivery-again", args=[one.pk]))
    deliver_waiting(lambda: LATER.replace(year=2030))
    assert "没送到 0 件" in words_of(client, "channels")
