"""页面: what a visitor would read, its links, and what is a wall instead of a page."""

import time

import pytest

from wangshi.engine.display import read_page

LONG = "这家店铺卖茶叶、香菇、木耳、核桃，全是拾穗县虚构的。" * 20


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("名称：样例店\n\n  住所：甲 ", ["名称:样例店", "住所:甲"]),
        ("<p>名称：<b>样例</b>店</p><div>住所</div>", ["名称:样例店", "住所"]),
        ("<div>看得见<p hidden>看<b>不</b>见</p>也看得见</div>", ["看得见", "也看得见"]),
        ('<p style="display: none">假名称</p><p>真</p>', ["真"]),
        ("<script>var 名称='假'</script><style>p{}</style><p>真</p>", ["真"]),
        ('<img alt="营业执照" src="https://a.invalid/1.png">', ["营业执照"]),
        ("<p>甲&amp;乙&nbsp;丙</p>", ["甲&乙 丙"]),
        ("<div><p>没有关上的<span>一行", ["没有关上的一行"]),
        ("９１９９０１０１", ["91990101"]),
        ("", []),
        ("   \n\t\n", []),
        ("\x00名\u200b称", ["名称"]),
    ],
)
def test_a_page_is_what_a_visitor_reads(content, lines):
    assert list(read_page(content).lines) == lines


def test_links_are_kept_and_those_of_scripts_are_not():
    page = read_page(
        '<a href="https://a.invalid/x">照</a><a href="javascript:void(0)">点</a>'
        "<script>location='https://b.invalid/'</script><p>见 https://c.invalid/y。</p>"
    )
    assert page.links == ("https://a.invalid/x", "https://c.invalid/y")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("请先登录后查看店铺信息", "要求登录"),
        ("<html><body><div>扫码登录</div></body></html>", "要求登录"),
        ("拖动滑块完成验证", "要求验证"),
        ("打开APP查看完整内容", "手机应用"),
        ("404 Not Found", "打不开"),
    ],
)
def test_a_short_page_that_asks_for_something_first_is_a_wall(content, said):
    assert said in read_page(content).wall


@pytest.mark.parametrize("content", [LONG + "请先登录", "名称：样例店", "登录"])
def test_a_page_with_something_on_it_is_no_wall(content):
    assert read_page(content).wall == ""


@pytest.mark.once
@pytest.mark.parametrize(
    "content",
    ["<template>" * 20_000, "<p hidden>" * 20_000 + "</p>" * 100, "<" * 200_000, "a" * 900_000],
    ids=["templates", "paragraphs", "brackets", "letters"],
)
def test_a_page_made_to_hold_up_the_reader_is_read_soon(content):
    begun = time.perf_counter()
    read_page(content)
    assert time.perf_counter() - begun < 2
