"""The pages: every number is a link, a wrong cell is said beside it, maps print their legend."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.figures.conftest import FIRM, LAST, PARCELS, TOWN, UNIT, now, told
from tests.figures.test_places import geojson
from wangshi.engine.figures import standing_book
from wangshi.figures import services
from wangshi.figures.models import Filing

pytestmark = pytest.mark.django_db


def page(who, name: str, *args: object, query: str = "") -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(f"{reverse(name, args=args)}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(who, door: str, *args: object, **fields: object):
    client = Client()
    client.force_login(who)
    return client.post(reverse(door, args=args), {"mark": "试填-1", **fields})


@pytest.fixture
def filed(unit, logistics, firm_list, town_return, office):
    for respondent, cells in ((unit, UNIT), (logistics, PARCELS), (town_return, TOWN)):
        services.file_return(respondent, LAST, told(cells, LAST), by=office, at=now())
    for respondent in firm_list:
        services.file_return(respondent, LAST, told(FIRM, LAST), by=office, at=now())


def test_the_list_names_every_figure_its_range_and_what_cannot_be_spliced(filed, office):
    shown = page(office, "county-figures")
    for definition in standing_book().figures.values():
        assert definition.title in shown
    assert f'href="/figures/of/retail/{LAST.key}/">580—640</a>' in shown
    assert "“网上零售额”和“网上商品和服务零售额”不可比" in shown


def test_one_period_shows_each_source_with_what_it_counts_and_links_to_its_rows(filed, office):
    shown = page(office, "county-figure-period", "retail", LAST.key)
    for source in standing_book().figures["retail"].sources:
        assert source.counts in shown
        assert f'href="/figures/of/retail/{LAST.key}/{source.key}/"' in shown
    assert "A 级，几个来源对得上" in shown


@pytest.mark.parametrize("source", ["firms", "unit", "parcels"])
def test_the_rows_of_a_source_lead_to_the_returns(filed, office, unit, source):
    shown = page(office, "county-figure-rows", "retail", LAST.key, source)
    assert shown.count('href="/figures/returns/') == (2 if source == "firms" else 1)


def test_an_unknown_figure_period_or_source_is_missing(office):
    client = Client()
    client.force_login(office)
    for name, args in (
        ("county-figure", ["nothing"]),
        ("county-figure-period", ["trade", "2026-Q9"]),
        ("county-figure-rows", ["trade", LAST.key, "nobody"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404


def cells(given: dict[str, str]) -> dict[str, str]:
    told_cells = {f"cell_{key}": value for key, value in given.items()}
    return told_cells | {"origin": "试填账", "as_of": LAST.last_on.isoformat(), "note": ""}


def test_a_unit_fills_its_form_and_text_is_refused_beside_the_cell(unit, clerk):
    where = ("filing-fill", unit.pk, LAST.key)
    assert 'inputmode="decimal"' in page(clerk, *where)
    refused = sent(clerk, *where, **cells(UNIT | {"trade": "一千万"}))
    assert refused.status_code == 422
    assert "网络交易额要填数字，不能写“一千万”：单位是万元，只写数" in refused.content.decode()
    assert sent(clerk, *where, **cells(UNIT)).status_code == 302
    assert Filing.objects.get().values["trade"] == "1000"


def test_the_form_sent_twice_is_one_filing(unit, clerk):
    for _ in range(2):
        sent(clerk, "filing-fill", unit.pk, LAST.key, **cells(UNIT))
    assert Filing.objects.count() == 1


def test_the_return_shows_its_versions_and_the_way_to_correct_it(filed, unit, clerk):
    shown = page(clerk, "filing", unit.pk, LAST.key)
    assert "更正这份报表" in shown
    assert "试填账" in shown
    assert "为什么更正" in page(clerk, "filing-fill", unit.pk, LAST.key)


def test_a_unit_sees_its_own_returns_only(unit, town_return, firm_list, clerk, owner):
    assert "电商统计季报" in page(clerk, "filings")
    assert "镇办电商季报" not in page(clerk, "filings")
    assert "样例乙商行" not in page(owner, "filings")


def test_the_map_links_every_tile_and_prints_its_legend(filed, office, town_return, other_town):
    shown = page(office, "town-map", query="?figure=trade")
    assert f'href="/figures/returns/{town_return.pk}/{LAST.key}/"' in shown
    assert '<i class="q4"></i>30 万元以上' in shown
    assert "不是地图，不表示边界" in shown


def test_real_boundaries_carry_their_review_number(filed, office):
    file = SimpleUploadedFile("样例.geojson", geojson("甲木镇"))
    refused = sent(office, "boundary-new", file=file, name="样例边界", number="没有")
    assert refused.status_code == 422
    file = SimpleUploadedFile("样例.geojson", geojson("甲木镇"))
    sent(office, "boundary-new", file=file, name="样例边界", number="陕S（2023）018号")
    shown = page(office, "town-map", query="?figure=trade&view=real")
    assert "审图号：陕S(2023)018号" in shown
    assert '<path class="q4" d="M' in shown


def test_a_village_is_proved_with_a_photo_that_can_be_opened(town, townsman, office):
    (village,) = services.add_villages(town, ["样例村"], by=office, at=now())
    photo = SimpleUploadedFile("样例.png", b"sample", "image/png")
    fields = {"served_by": "某快递（虚构）", "times_a_week": "0", "words": "签收单", "photo": photo}
    fields["seen_on"] = LAST.last_on.isoformat()
    assert (
        "没有送的不算进村" in sent(townsman, "village-prove", village.pk, **fields).content.decode()
    )
    fields |= {"times_a_week": "5", "photo": SimpleUploadedFile("样例.png", b"sample")}
    assert sent(townsman, "village-prove", village.pk, **fields).status_code == 302
    assert "照片 样例.png" in page(townsman, "village", village.pk)
    assert "快递进村 100.0%（1/1）" in page(townsman, "villages")


def test_respondents_are_listed_by_their_codes_and_a_wrong_code_is_named(firms, office):
    fields = {"form": "firm_sales", "firms": f"{firms[0].uscc}\n91XXX", "since": "2026-01-01"}
    assert "经营主体里没有 91XXX" in sent(office, "respondent-new", **fields).content.decode()
    fields["firms"] = firms[0].uscc
    assert sent(office, "respondent-new", **fields).status_code == 302
    assert "样例甲商行" in page(office, "filings")


def test_a_figure_goes_out_as_a_workbook(filed, office):
    client = Client()
    client.force_login(office)
    answer = client.get(reverse("county-figure-export", args=["retail"]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
