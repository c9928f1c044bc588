"""法规书架: every number on a page has its article, its certainty, and the text where it is had."""

import pytest

from tests.conftest import SHARED
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.statutes import install
from wangshi.shared.lawshelf.selectors import violations

pytestmark = pytest.mark.django_db


def test_every_term_and_every_offence_has_a_page(client, officer):
    client.force_login(officer)
    pages = [f"/law/terms/{key}/" for key in standing_lawbook().terms]
    pages += [f"/law/violations/{violation.code}/" for violation in violations()]
    assert [page for page in pages if client.get(page).status_code != 200] == []


def test_a_number_not_compared_with_the_text_says_so(client, officer):
    client.force_login(officer)
    unsure = [
        key
        for key, versions in standing_lawbook().terms.items()
        if versions[-1].citation.certainty != "verified"
    ]
    page = client.get(f"/law/terms/{unsure[0]}/").content.decode()
    assert "待核对" in page


def test_an_unknown_term_is_a_missing_page(client, officer):
    client.force_login(officer)
    assert client.get("/law/terms/nothing_here/").status_code == 404


@pytest.mark.real_data
def test_with_the_statutes_installed_the_page_shows_the_whole_article(client, officer, settings):
    client.force_login(officer)
    assert "整条" not in client.get("/law/terms/clue_check/").content.decode()
    install(SHARED / "law-texts", settings.WANGSHI_HOME)
    assert (
        "市场监督管理部门负责人决定是否立案"
        in client.get("/law/terms/clue_check/").content.decode()
    )
