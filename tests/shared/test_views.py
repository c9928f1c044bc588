"""每页都有的动作: the view switch, and pages for what went wrong."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory, override_settings

import wangshi.shared
from wangshi.shared.context import SEEN_AT_ONCE, chosen_views, navigation, view_of
from wangshi.shared.pages import NavGroup, NavItem
from wangshi.shared.views import bad_request, components, csrf_failure, not_found, server_error

ask = RequestFactory()


def switch(client, toggle, back="/"):
    return client.post("/set-view/", {"toggle": toggle, "next": back})


@pytest.mark.django_db
def test_the_switch_turns_on_and_off_and_works_without_script(client):
    switch(client, "large")
    assert client.cookies["view"].value == "large"
    switch(client, "contrast")
    assert client.cookies["view"].value == "large+contrast"
    switch(client, "large")
    assert client.cookies["view"].value == "contrast"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/clues/?page=2", "/clues/?page=2"),
        ("https://elsewhere.invalid/", "/"),
        ("//elsewhere.invalid/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_switch_goes_back_to_the_page_and_never_elsewhere(client, back, goes):
    assert switch(client, "large", back)["Location"] == goes


@pytest.mark.django_db
def test_the_switch_ignores_a_view_it_does_not_know(client):
    switch(client, "<script>")
    assert client.cookies["view"].value == ""


@pytest.mark.django_db
def test_the_switch_refuses_a_request_from_another_site():
    assert (
        Client(enforce_csrf_checks=True).post("/set-view/", {"toggle": "large"}).status_code == 403
    )


@pytest.mark.parametrize(
    ("cookie", "views"),
    [("large", ("large",)), ("contrast+large", ("large", "contrast")), ('"><x>', ()), ("wall", ())],
)
def test_only_known_views_are_believed(cookie, views):
    request = ask.get("/")
    request.COOKIES["view"] = cookie
    assert chosen_views(request) == views


def test_the_wall_is_asked_for_by_the_page_and_not_kept():
    assert view_of(ask.get("/overview/?wall=1")) == "wall"


def test_a_forbidden_page_answers_exactly_as_a_missing_one():
    forbidden = not_found(ask.get("/a/"), PermissionDenied("办不了"))
    missing = not_found(ask.get("/a/"), Http404("没有"))
    assert forbidden.content == missing.content
    assert forbidden.status_code == missing.status_code == 404


@pytest.mark.parametrize("draw", [not_found, bad_request])
def test_error_pages_say_what_to_do_next(draw):
    page = draw(ask.get("/"), ValueError()).content.decode()
    assert 'href="/"' in page
    assert "<li>" in page


def test_the_page_for_our_own_fault_needs_nothing_that_may_be_broken():
    answer = server_error(ask.get("/"))
    assert answer.status_code == 500
    assert "这一步没有办成" in answer.content.decode()


def test_an_old_form_shows_what_was_typed_but_no_secret():
    request = ask.post(
        "/clues/new/",
        {
            "summary": "<b>网店卖假药</b>",
            "password": "mima",
            "csrfmiddlewaretoken": "abc",
            "x": " ",
        },
    )
    page = csrf_failure(request, "stale")
    words = page.content.decode()
    assert page.status_code == 403
    assert "&lt;b&gt;网店卖假药&lt;/b&gt;" in words
    assert "mima" not in words
    assert "abc" not in words


@override_settings(DEBUG=False, WANGSHI_DEMO=False)
def test_the_component_page_is_not_there_in_production():
    with pytest.raises(Http404):
        components(ask.get("/components/"))


def duties(request):
    return (
        NavGroup("我的", (NavItem("components", "inbox", "办件台", 8, 1, dock=True),)),
        NavGroup("没有的", (NavItem("no-such-room", "doc", "没有"),)),
    )


@override_settings(WANGSHI_NAVIGATION=f"{__name__}.duties")
def test_navigation_knows_where_it_is_and_leads_only_to_rooms_that_exist():
    shown = navigation(ask.get("/components/?error=1"))
    assert [entry.word for section in shown.sections for entry in section.entries] == ["办件台"]
    assert shown.dock[0].here
    assert shown.sections[1].entries == ()


def many_duties(request):
    rest = tuple(NavItem("components", "doc", f"别的{n}", count=n % 3) for n in range(SEEN_AT_ONCE))
    return (*duties(request), NavGroup("底数", rest), NavGroup("创建", rest[:1]))


@override_settings(WANGSHI_NAVIGATION=f"{__name__}.many_duties")
def test_a_long_navigation_folds_what_is_not_worked_in_every_day_and_says_what_waits_there():
    opened = {section.title: section.opened for section in navigation(ask.get("/x/")).sections}
    assert opened == {"我的": True, "没有的": False, "底数": False, "创建": False}
    folded = navigation(ask.get("/x/")).sections[2]
    assert folded.count == sum(entry.count for entry in folded.entries) > 0


@override_settings(WANGSHI_NAVIGATION=f"{__name__}.duties")
def test_a_short_navigation_is_seen_whole():
    assert navigation(ask.get("/x/")).sections[0].opened


STATIC = Path(wangshi.shared.__file__).parent / "static"
TEMPLATES = sorted(Path(wangshi.shared.__file__).parent.rglob("templates/**/*.html"))


def test_the_style_sheet_is_small_and_asks_nothing_of_other_places():
    sheet = (STATIC / "house.css").read_text(encoding="utf-8")
    assert len(sheet.encode()) <= 60_000
    assert "url(" not in sheet
    assert "@import" not in sheet


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_style_or_script_of_its_own(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|data:|<script(?! src=)", source)
