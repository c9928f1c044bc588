"""分页: two queries a page, whatever the number of rows, and no page that is not there."""

import pytest
from django.test import RequestFactory

from wangshi.accounts.models import Town
from wangshi.shared.paging import Page, order_of, page_of

pytestmark = pytest.mark.django_db


def asked(**query: str):
    return RequestFactory().get("/rows/", query)


@pytest.fixture
def towns():
    Town.objects.bulk_create(
        Town(code=f"9901010{number:02}", name=f"样例镇{number}") for number in range(45)
    )
    return Town.objects.order_by("code")


@pytest.mark.parametrize("size", [5, 20, 45, 100])
def test_a_page_takes_two_queries_however_long_it_is(towns, size, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = page_of(towns, asked(), size=size)
        assert len(list(page)) == min(size, 45)


NUMBERS = [
    ("", 1),
    ("2", 2),
    ("3", 3),
    ("4", 3),  # past the end: the last page there is
    ("0", 1),
    ("-1", 1),
    ("x", 1),
    ("２", 1),  # a full-width digit is no page number
    ("9" * 400, 1),
]


@pytest.mark.parametrize(("page", "number"), NUMBERS)
def test_a_strange_page_number_never_fails(towns, page, number):
    assert page_of(towns, asked(page=page), size=20).number == number


def test_a_page_knows_where_it_is(towns):
    page = page_of(towns, asked(page="3"), size=20)
    assert (page.first, page.last, page.total) == (41, 45, 45)
    assert (page.before, page.after) == (2, None)


def test_turning_pages_shows_every_row_once(towns):
    seen = [
        town.pk for number in "123" for town in page_of(towns, asked(page=number), size=20).rows
    ]
    assert seen == list(towns.values_list("pk", flat=True))


def test_beyond_what_anyone_counts_there_is_no_total_and_no_page(towns):
    page = page_of(towns, asked(page="999"), size=10, counted=30)
    assert page.total is None
    assert page.number == page.pages == 3
    assert page.after is None


def test_nothing_found_is_one_empty_page(django_assert_num_queries):
    with django_assert_num_queries(1):
        page = page_of(Town.objects.order_by("code"), asked())
    assert (page.rows, page.first, page.last, page.total) == ((), 0, 0, 0)
    assert page.is_single


WINDOWS = [
    (1, 1106, (1, 2, 3, None, 56)),
    (3, 1106, (1, 2, 3, 4, 5, None, 56)),
    (30, 1106, (1, None, 28, 29, 30, 31, 32, None, 56)),
    (56, 1106, (1, None, 54, 55, 56)),
    (1, 7, (1,)),
]


@pytest.mark.parametrize(("number", "total", "numbers"), WINDOWS)
def test_the_numbers_shown_are_first_near_and_last(number, total, numbers):
    page = Page(rows=(), number=number, size=20, total=total, reach=total)
    assert page.numbers == numbers


@pytest.mark.parametrize(
    ("asked_for", "order"), [("", ("-code",)), ("name", ("name", "pk")), ("pk; drop", ("-code",))]
)
def test_only_named_columns_order_a_table(asked_for, order):
    columns = {"name": ("name", "pk"), "-code": ("-code",)}
    assert order_of(asked(s=asked_for), columns, default="-code") == order
