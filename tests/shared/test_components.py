"""页面零件: what each tag draws, and that nothing a page quotes can break out of it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.contrib.messages import constants
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from wangshi.engine.clocks import ClockState
from wangshi.engine.deadlines import compute
from wangshi.engine.lawbook import standing_lawbook
from wangshi.shared.icons import ICONS
from wangshi.shared.pages import (
    BarPart,
    BarRow,
    Check,
    ClockBadge,
    Fact,
    Hand,
    Link,
    LongWork,
    Piece,
    Span,
    StepRow,
    TimelineEvent,
    marked_lines,
    merged,
)
from wangshi.shared.paging import Page
from wangshi.shared.samples import SampleForm

BADGE = ClockBadge(
    state=ClockState.SOON,
    words="剩 2 个工作日",
    used=72,
    rule="线索核查",
    basis="11-03 收到，11-24 期满。",
    law="《市场监督管理行政处罚程序规定》",
    article="第十八条",
    href="/why/",
)


def draw(source: str, path: str = "/rows/", **names: object) -> str:
    context = Context({"request": RequestFactory().get(path), **names})
    return Template("{% load house %}" + source).render(context)


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_silent(name):
    assert 'aria-hidden="true"' in draw("{% icon name %}", name=name)


def test_an_unknown_icon_fails_loudly():
    with pytest.raises(KeyError):
        draw("{% icon 'no-such-icon' %}")


@pytest.mark.parametrize(("level", "word"), [(1, "一般"), (2, "较重"), (3, "严重")])
def test_harm_has_a_word_beside_its_bars(level, word):
    assert words_of(draw("{% harm level %}", level=level)) == f"危害{word}"


def test_a_clock_links_to_its_working_out_and_names_its_article():
    html = draw("{% clock badge %}", badge=BADGE)
    assert 'href="/why/"' in html
    assert "第十八条" in html
    assert 'aria-describedby="clock-1"' in html
    assert 'id="clock-1"' in html


def test_clocks_on_one_page_have_different_ids_also_inside_blocks():
    html = draw(
        "{% clock badge %}{% rows 'x' %}{% clock badge %}{% endrows %}"
        "{% with b=badge %}{% clock b %}{% endwith %}{% clock badge key='c9' %}",
        badge=BADGE,
    )
    assert re.findall(r' id="(clock-\w+)"', html) == ["clock-1", "clock-2", "clock-3", "clock-c9"]


def test_a_clock_without_a_working_out_can_still_take_the_focus():
    html = draw("{% clock badge %}", badge=replace(BADGE, href=""))
    assert 'tabindex="0"' in html
    assert "<a" not in html


def test_a_provisional_clock_says_so():
    assert "暂定" in draw("{% clock badge %}", badge=replace(BADGE, provisional=True))


MERGES = [
    ((), ()),
    ((Span(2, 5), Span(7, 9)), ((2, 5), (7, 9))),
    ((Span(7, 9), Span(2, 5)), ((2, 5), (7, 9))),  # any order
    ((Span(2, 6), Span(4, 9)), ((2, 9),)),  # overlapping
    ((Span(2, 9), Span(4, 5)), ((2, 9),)),  # one inside the other
    ((Span(2, 5), Span(5, 9)), ((2, 5), (5, 9))),  # touching is not overlapping
    ((Span(8, 99),), ((8, 10),)),  # past the end
    ((Span(-3, 2),), ((0, 2),)),  # before the beginning
    ((Span(4, 4), Span(6, 5)), ()),  # nothing in it
]


@pytest.mark.parametrize(("spans", "expected"), MERGES)
def test_overlapping_spans_become_one_mark(spans, expected):
    assert tuple((span.start, span.end) for span in merged(spans, 10)) == expected


def test_a_merged_mark_keeps_every_note_and_the_graver_kind():
    (span,) = merged((Span(0, 5, 3, "#a", "①"), Span(3, 8, 1, "#b", "②")), 10)
    assert (span.kind, span.note, span.href) == (1, "①②", "#a")


def test_spans_count_code_points_across_lines_and_blank_lines():
    text = "😀甲乙\n\n丙丁戊"
    lines = marked_lines(text, (Span(2, 7),))
    assert [[piece.text for piece in line] for line in lines] == [["😀甲", "乙"], ["丙丁", "戊"]]
    assert lines[0][0] == Piece("😀甲")
    assert lines[1][0].span is not None


def test_a_quoted_page_cannot_write_html():
    html = draw("{% quote text spans %}", text="<script>坏</script>根治", spans=((17, 19),))
    assert "<script>" not in html
    assert "&lt;script&gt;坏&lt;/script&gt;" in words_of(html)


def test_a_quote_marks_the_very_words_that_were_hit():
    html = draw("{% quote text spans %}", text="长期饮用根治失眠", spans=((4, 6),))
    assert html.count("<mark>根治</mark>") == 1
    assert words_of(html) == "长期饮用根治失眠"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("12800"), "12\u00a0800.00"),
        (0, "0.00"),
        (Decimal("0.005"), "0.00"),
        (1234567.5, "1\u00a0234\u00a0567.50"),
        (None, "—"),
    ],
)
def test_money_is_grouped_and_has_two_places(amount, written):
    assert draw("{% money amount %}", amount=amount) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"), [(37, 412, "9.0%（37/412）"), (0, 0, "—"), (0, 5, "0.0%（0/5）")]
)
def test_a_rate_shows_its_fraction(part, whole, written):
    assert draw("{% share part whole %}", part=part, whole=whole) == written


def test_days_have_three_forms():
    day = date(timezone.localdate().year, 11, 3)
    assert words_of(draw("{% day d %}", d=day)) == "11-03"
    assert words_of(draw("{% day d 'words' %}", d=day)) == "11 月 3 日"
    assert words_of(draw("{% day d 'evidence' %}", d=day)) == day.isoformat()
    assert draw("{% day d %}", d=None) == "—"


def test_another_year_is_always_written():
    assert words_of(draw("{% day d %}", d=date(2004, 1, 31))) == "2004-01-31"
    assert words_of(draw("{% day d 'words' %}", d=date(2004, 1, 31))) == "2004 年 1 月 31 日"


def test_moments_are_shown_in_the_local_time():
    moment = datetime(2004, 1, 31, 16, 2, 31, tzinfo=UTC)
    assert words_of(draw("{% day d 'evidence' %}", d=moment)) == "2004-02-01 00:02:31"


def test_a_good_form_draws_no_error_and_says_what_is_optional():
    form = SampleForm()
    html = draw("{% errors form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    assert "is-wrong" not in html
    assert 'class="errors"' not in html
    assert html.count("选填") == 1  # the file


def test_a_refused_form_ties_every_error_to_its_field():
    form = SampleForm({"cause": "", "filed_on": "2026-13-45"})
    html = draw("{% errors form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert len(targets) == 7
    assert set(targets) <= ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids
    assert "还不能提交，有 7 处要改" in html
    assert "autofocus" in html
    assert 'value="2026-13-45"' in html


def test_the_summary_and_the_field_use_the_same_words():
    html = draw("{% errors form %}{% field form.cause %}", form=SampleForm({}))
    assert html.count("填写案由") == 2


class PlainForm(forms.Form):
    name = forms.CharField(label="店名", max_length=3, required=False)
    count = forms.IntegerField(label="件数", max_value=5, required=False)
    town = forms.ChoiceField(label="镇办", choices=[("a", "甲木镇")], required=False)
    on = forms.DateField(label="发现日期", required=False)

    def clean(self) -> None:
        raise ValidationError("两个日期换一下")


PLAIN = [
    ({"name": "四个字店"}, "店名最多 3 个字，现在有 4 个"),
    ({"count": "9"}, "件数不能大于 5"),
    ({"count": "x"}, "件数的写法不对，照说明里的样子改"),
    ({"town": "z"}, "镇办里没有这一项，从列出的里面选"),
    ({"on": "昨天"}, "发现日期要写成 2026-11-23 这样"),
    ({}, "两个日期换一下"),
]


@pytest.mark.parametrize(("sent", "words"), PLAIN)
def test_errors_say_what_to_do_in_plain_words(sent, words):
    assert words in words_of(draw("{% errors form %}", form=PlainForm(sent)))


def test_a_choice_of_two_lines_shows_the_second_small():
    html = draw("{% field form.road %}", form=SampleForm())
    assert "<small>四个条件都满足</small>" in html
    assert html.count("<fieldset") == 1
    assert "<legend>下一步</legend>" in html


def test_a_table_keeps_its_roles_when_its_rows_become_cards():
    html = draw(
        "{% rows '清单' %}<thead><tr><th scope='col'>店</th></tr></thead>"
        '<tbody><tr class="x"><th scope="row">甲</th><td data-label="件">1</td></tr></tbody>'
        "{% endrows %}"
    )
    assert '<table class="rows rows-card" role="table"><caption class="gone">清单</caption>' in html
    for part in (
        '<thead role="rowgroup">',
        "<th role=\"columnheader\" scope='col'>",
        '<tr role="row" class="x">',
        '<th role="rowheader" scope="row">',
        '<td role="cell" data-label="件">',
    ):
        assert part in html


@pytest.mark.parametrize(
    ("path", "aria", "link"),
    [
        ("/rows/", "", "?s=day"),
        ("/rows/?s=day", 'aria-sort="ascending"', "?s=-day"),
        ("/rows/?s=-day&page=4", 'aria-sort="descending"', "?s=day"),
        ("/rows/?s=other&town=a", "", "?s=day&amp;town=a"),
    ],
)
def test_a_sortable_head_turns_the_order_round_and_starts_again(path, aria, link):
    html = draw("{% sortable 'day' '发现' %}", path=path)
    assert aria in html
    assert ("aria-sort" in html) is bool(aria)
    assert f'href="{link}"' in html


def test_a_pager_keeps_the_filters_and_marks_the_page():
    page = Page(rows=("x",) * 20, number=3, size=20, total=1106, reach=1106)
    html = draw("{% pager page unit='件' %}", path="/rows/?town=a&page=3", page=page)
    assert "第 41–60 件，共 1\u00a0106 件" in html
    assert 'href="?town=a&amp;page=4"' in html
    assert html.count('aria-current="page"') == 1


def test_a_pager_that_cannot_count_says_more_than():
    page = Page(rows=("x",) * 20, number=3, size=20, total=None, reach=100_000)
    html = draw("{% pager page %}", page=page)
    assert "超过 100\u00a0000 条" in html
    assert "第 5000 页" not in html


def test_an_empty_page_says_that_nothing_fits():
    page = Page(rows=(), number=1, size=20, total=0, reach=0)
    assert "没有符合的条" in words_of(draw("{% pager page %}", page=page))


def test_filters_keep_the_order_and_offer_a_way_back():
    form = PlainForm({"name": "甲"})
    html = draw("{% filters form export='/x.xlsx' %}", path="/r/?name=甲&s=-day&page=2", form=form)
    assert '<input type="hidden" name="s" value="-day">' in html
    assert "清除筛选" in html
    assert "/x.xlsx?name=" in html
    assert "page=2" not in html
    assert "选填" not in html


def test_a_step_that_is_not_lawful_yet_is_no_link_and_says_why():
    html = draw("{% steps steps %}", steps=(StepRow("移送", "移送", missing="先写明理由"),))
    assert "href" not in html
    assert 'aria-disabled="true"' in html
    assert "还不能走：先写明理由" in html


def test_a_fact_that_is_missing_is_a_dash_and_zero_is_not():
    html = draw("{% summary_list facts %}", facts=(Fact("电话", None), Fact("件数", 0)))
    assert words_of(html) == "电话— 件数0"


def test_a_check_that_was_skipped_says_so():
    html = draw("{% checks checks %}", checks=(Check("证书状态", "skipped", "不联网"),))
    assert "没有查" in html


def test_the_bars_stand_side_by_side():
    html = draw("{% bar parts %}", parts=(BarPart(62.5), (20, "bs"), BarPart(17.5, "b0")))
    assert re.findall(r'x="([\d.]+)%"', html) == ["0", "62.5", "82.5"]


def test_every_bar_is_a_link_to_its_rows():
    html = draw("{% bars rows %}", rows=(BarRow("甲木镇", 82, "82", "/hits/?town=1"),))
    assert 'href="/hits/?town=1"' in html


LISTS = [
    ("{% tabs links '页签' %}", {"links": (Link("概况", "#", here=True),)}, 'aria-current="page"'),
    ("{% chips links %}", {"links": (Link("等我办", "#", 0),)}, "<b>0</b>"),
    ("{% relay hands %}", {"hands": (Hand("核查", "李示范", here=True),)}, "is-now"),
    ("{% timeline events %}", {"events": (TimelineEvent(None, "封存", state="bad"),)}, "is-bad"),
    ("{% crumbs '首页' '/' '这里' %}", {}, '<span aria-current="page">这里</span>'),
    ("{% law '不得使用' '《广告法》第九条' %}", {}, "<cite>《广告法》第九条</cite>"),
    ("{% tag '一致' 'good' mark='tick' %}", {}, "tag-good"),
    ("{% notice 'soon' %}<p>缺</p>{% endnotice %}", {}, "notice-soon"),
    ("{% nothing '没有' %}<p>去</p>{% endnothing %}", {}, '<div class="empty"><h2>没有</h2>'),
    ("{% panel '证据' 'ev' %}x{% endpanel %}", {}, 'aria-labelledby="ev"'),
]


@pytest.mark.parametrize(("source", "names", "part"), LISTS)
def test_each_list_and_block_draws_its_mark(source, names, part):
    assert part in draw(source, **names)


def test_what_a_block_is_given_is_escaped():
    assert "<b>" not in draw("{% panel title 'x' %}{{ title }}{% endpanel %}", title="<b>")


def test_long_work_asks_again_by_itself_and_by_hand():
    work = LongWork("正在筛查", 50, 200, poll_href="/job/1/")
    html = draw("{% progress work %}", work=work, path="/job/")
    assert 'hx-get="/job/1/"' in html
    assert 'href="/job/"' in html
    assert 'value="50"' in html
    assert work.share == 25


def test_finished_work_stops_asking():
    work = LongWork("筛查完了", 200, 200, poll_href="/job/1/", finished=True)
    html = draw("{% progress work %}", work=work)
    assert "hx-get" not in html
    assert "<progress" not in html


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        (constants.INFO, "info"),
        (constants.SUCCESS, "good"),
        (constants.WARNING, "soon"),
        (constants.ERROR, "late"),
    ],
)
def test_messages_are_notices(level, kind):
    assert draw("{{ level|notice_kind }}", level=level) == kind


CHECKS = [
    (date(2026, 11, 4), "calm", "还剩 14 个工作日"),
    (date(2026, 11, 23), "soon", "还剩 1 个工作日"),
    (date(2026, 11, 24), "today", "今天到期"),
    (date(2026, 11, 25), "late", "逾期 1 个工作日"),
]


@pytest.mark.parametrize(("today", "face", "words"), CHECKS)
def test_a_deadline_of_the_engine_draws_itself(today, face, words):
    lawbook = standing_lawbook()
    began = date(2026, 11, 3)
    deadline = compute(lawbook.term("clue_check", on=began), began, lawbook.calendar)
    html = draw("{% clock deadline today href='/why/' %}", deadline=deadline, today=today)
    assert f"clock-{face}" in html
    assert words in html
    assert "11-24 期满" in html
    assert "《市场监督管理行政处罚程序规定》" in html
    assert "第十八条" in html
