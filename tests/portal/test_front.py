"""The front page: for visitors a list of what can be done, for everybody else their desk."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_the_self_check_and_the_way_to_sign_in(client, county):
    page = client.get("/").content.decode()
    for name in ("self-check", "self-check-table", "about", "login"):
        assert f'href="{reverse(name)}"' in page
    assert county.name in page


def test_whoever_has_signed_in_goes_to_their_work(client, officer):
    client.force_login(officer)
    assert client.get("/").url == reverse("desk")


@pytest.mark.parametrize("name", ["home", "about", "self-check", "self-check-table"])
def test_looking_leaves_no_session(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
