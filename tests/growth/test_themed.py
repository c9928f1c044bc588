"""专题名录: every value has its source and its day; in by workbook, out as one that comes back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from wangshi.accounts.policy import Refused
from wangshi.engine.tables.presets import preset
from wangshi.growth.models import EntryValue, ThemedEntry
from wangshi.growth.selectors import items_of
from wangshi.growth.services import NewEntry, Told, end_entry, enter_themed, note_values
from wangshi.growth.themes import THEME_FIELDS, Theme, ValueSource
from wangshi.growth.workflow import RoadRefused
from wangshi.shared import imports

pytestmark = pytest.mark.django_db
TEA = NewEntry(Theme.FARM, "样例茶场", "样例茶")
HEAD = "主体名称,产品、服务,镇办,品牌,年网络销售额（万元）"


def told(days: int = 0, source: ValueSource = ValueSource.REPORT) -> Told:
    return Told(source, "样例季报", timezone.localdate() - timedelta(days=days))


@pytest.fixture
def enter(officer):
    """Enter the tea: enter({"brand": "样例"}, told(3))."""

    def act(values: dict[str, str], by_whom: Told) -> ThemedEntry:
        return enter_themed(TEA, values=values, told=by_whom, by=officer, at=timezone.now())

    return act


def item(entry: ThemedEntry, key: str):
    return next(one for one in items_of(entry) if one.field.key == key)


def test_the_newest_value_stands_and_older_ones_stay(enter):
    enter({"online_sales": "12.50"}, told(30))
    entry = enter({"online_sales": "1,800"}, told(3))
    sales = item(entry, "online_sales")
    assert sales.now.value == "1800"
    assert [one.value for one in sales.older] == ["12.5"]
    assert ThemedEntry.objects.count() == 1


def test_two_sources_of_one_day_that_differ_stand_side_by_side(enter):
    enter({"brand": "样例牌"}, told(3))
    entry = enter({"brand": "样品牌"}, told(3, ValueSource.FIELD))
    brand = item(entry, "brand")
    assert (brand.now.value, [one.value for one in brand.beside]) == ("样品牌", ["样例牌"])


@pytest.mark.parametrize(
    ("values", "by_whom", "words"),
    [
        ({"online_sales": "十万"}, told(), "写成数"),
        ({"online_sales": "-1"}, told(), "不能小于 0"),
        ({"brand": "样例"}, Told(ValueSource.OTHER, " ", timezone.localdate()), "写出处"),
        ({"brand": "样例"}, told(-1), "不能晚于今天"),
        ({}, told(), "至少填一项"),
    ],
    ids=["words", "negative", "origin", "tomorrow", "nothing"],
)
def test_a_value_without_source_day_or_sense_is_refused(enter, officer, values, by_whom, words):
    entry = enter({"brand": "样例"}, told(9))
    with pytest.raises(RoadRefused, match=words):
        note_values(entry, values=values, told=by_whom, by=officer, at=timezone.now())


def test_the_same_value_is_noted_once_and_an_ended_entry_takes_no_more(enter, officer):
    entry, now = enter({"brand": "样例"}, told()), timezone.now()
    with pytest.raises(RoadRefused, match="已经记过"):
        note_values(entry, values={"brand": "样例"}, told=told(), by=officer, at=now)
    end_entry(entry, reason="不做了", on=timezone.localdate(), by=officer, at=now)
    with pytest.raises(RoadRefused, match="移出了名录"):
        enter({"brand": "样例"}, told())


def test_a_grid_member_keeps_no_register(grid_member):
    with pytest.raises(Refused):
        enter_themed(TEA, values={}, told=told(), by=grid_member, at=timezone.now())


@pytest.mark.once
def test_the_columns_asked_for_are_the_items_of_the_themes():
    kept = {one.key: one.title for fields in THEME_FIELDS.values() for one in fields}
    read = {one.name: one.title_zh for one in preset("themed_entries").schema.fields}
    assert {key: title for key, title in read.items() if key in kept} == kept


def brought(lines: list[str], officer):
    day = str(timezone.localdate())
    options = {"theme": "farm", "source": "platform", "origin": "样例平台名单", "as_of": day}
    batch = imports.open_batch(
        "themed", ["\n".join([HEAD, *lines]).encode()], file_name="名录.csv", options=options,
        by=officer, at=timezone.now(),
    )  # fmt: skip
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    return imports.run(batch.pk)


def test_a_workbook_comes_in_row_by_row_and_twice_changes_nothing(officer, town):
    good = f"样例茶场,样例茶,{town.name},样例牌,12"
    batch = brought([good, "样例蜂场,样例蜜,没有的镇,,", "样例菌场,样例菇,,,多少不清"], officer)
    assert (batch.rows_new, batch.rows_bad) == (1, 2)
    assert {one.message.split("：")[0] for one in batch.faults.all()} == {
        "没有这个镇办",
        "年网络销售额（万元）写成数，不带单位",
    }
    value = EntryValue.objects.get(field="online_sales")
    assert (value.value, value.source, value.origin) == ("12", "platform", "样例平台名单")
    assert brought([good, ""], officer).rows_same == 1
    assert EntryValue.objects.count() == 2


@pytest.mark.once
def test_the_pages_show_each_value_with_its_source_and_export_what_can_come_back(
    client, officer, enter
):
    client.force_login(officer)
    entry = enter({"brand": "样例牌", "staff": "5"}, told(3))
    door = reverse("themed") + "?theme=farm"
    assert "样例牌" in client.get(door).content.decode()
    given = {"source": "field", "origin": "样例走访", "as_of": timezone.localdate(), "staff": "7"}
    page = reverse("themed-entry", args=[entry.pk])
    assert client.post(page, given).status_code == 302
    shown = client.get(page).content.decode()
    assert "样例走访" in shown
    assert "以前的 1 次" in shown
    assert client.post(page, given).status_code == 422
    sheets = load_workbook(
        BytesIO(b"".join(client.get(reverse("themed-export") + "?theme=farm").streaming_content))
    )
    heads = [cell.value for cell in sheets["特色农产品"][1]]
    fields = preset("themed_entries").schema.fields
    assert set(heads) <= {one.title_zh for one in fields}
    assert sheets["每个数的来源"].max_row == 4
    assert client.post(reverse("themed-end", args=[entry.pk]), {"reason": ""}).status_code == 422
    new = {"name": "样例客栈", "product": "样例民宿", "beds": "12", **given}
    assert client.post(reverse("themed-new") + "?theme=travel", new).status_code == 302


@pytest.mark.once
def test_the_list_asks_the_database_as_often_for_many_rows_as_for_one(client, officer):
    client.force_login(officer)
    client.get(reverse("themed"))  # what is asked once a process has been asked
    door, counts = reverse("themed") + "?theme=farm", []
    for number in range(4):
        new = NewEntry(Theme.FARM, f"样例{number}场", "样例茶")
        enter_themed(new, values={"brand": "样例"}, told=told(), by=officer, at=timezone.now())
        if number in (0, 3):
            with CaptureQueriesContext(connection) as asked:
                client.get(door)
            counts.append(len(asked))
    assert counts[0] == counts[1]
