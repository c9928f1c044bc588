"""法规书架: every number on a page has its article, its certainty, and the text where it is had."""

import pytest

from tests.conftest import SHARED
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.statutes import install
from wangshi.shared.lawshelf.selectors import violations
from wangshi.shared.lawshelf.views import BRIEF

pytestmark = pytest.mark.django_db


@pytest.mark.once
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


def titles(client, **asked) -> tuple[set[str], set[str]]:
    """What the page lists: offences and terms."""
    found = client.get("/law/", asked).context
    return {each.title for each in found["violations"]}, {each.title for each in found["terms"]}


FOUND = [
    ({"q": "V12"}, {"绝对化用语"}, set()),
    ({"q": "v12"}, {"绝对化用语"}, set()),
    ({"q": "线索核查"}, set(), {"线索核查期限"}),
    ({"q": "绝对化", "kind": "terms"}, set(), set()),
    ({"q": "没有这几个字"}, set(), set()),
]


@pytest.mark.parametrize(("asked", "offences", "terms"), FOUND)
def test_words_find_offences_and_terms(asked, offences, terms, client, officer):
    client.force_login(officer)
    found = titles(client, **asked)
    assert offences <= found[0]
    assert terms <= found[1]
    if not (offences or terms):
        assert found == (set(), set())
        assert "没有找到" in client.get("/law/", asked).content.decode()


def test_without_words_each_list_begins_and_its_whole_is_one_link_away(client, officer):
    client.force_login(officer)
    begun = titles(client)
    assert [len(each) for each in begun] == [BRIEF, BRIEF]
    assert titles(client, kind="x") == begun, "a wrong kind is not applied"
    none, terms = titles(client, kind="terms")
    assert none == set()
    assert terms > begun[1]
    assert titles(client, kind="violations")[0] > begun[0]


def test_an_officer_reads_no_command_and_no_key(client, officer):
    client.force_login(officer)
    pages = [client.get(path).content.decode() for path in ("/law/", "/law/terms/clue_check/")]
    assert not any("wangshi law" in page or ">clue_check<" in page for page in pages)


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
