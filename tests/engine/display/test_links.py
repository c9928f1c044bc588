"""亮照链接: told by its host alone."""

import pytest

from wangshi.engine.display import LinkKind, read_link
from wangshi.engine.display.links import licence_link

OFFICIAL = "https://zzlz.gsxt.gov.cn/businessCheck/verifKey.do?showType=p&serial=x"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (OFFICIAL, LinkKind.OFFICIAL),
        ("HTTPS://ZZLZ.GSXT.GOV.CN:443/x", LinkKind.OFFICIAL),
        ("//zzlz.gsxt.gov.cn/x", LinkKind.OFFICIAL),
        ("https://zzlz.gsxt.gov.cn.evil.invalid/verifKey.do", LinkKind.IMITATION),
        ("https://zzlz-gsxt-gov.cn/verifKey.do", LinkKind.IMITATION),
        ("https://xzzlz.gsxt.gov.cn/", LinkKind.ELSEWHERE),
        ("https://evil.invalid/?u=zzlz.gsxt.gov.cn", LinkKind.ELSEWHERE),
        ("https://zzlz.gsxt.gov.cn@evil.invalid/", LinkKind.BROKEN),
        ("https://shop.chengji.invalid/licence.png", LinkKind.OWN_PICTURE),
        ("https://chengji.invalid.other.invalid/licence.png", LinkKind.ELSEWHERE),
        ("https://chengji-invalid/", LinkKind.BROKEN),
        ("javascript:alert(1)", LinkKind.BROKEN),
        ("", LinkKind.BROKEN),
    ],
)
def test_a_link_is_what_its_host_is(url, kind):
    read = read_link(url, filed="chengji.invalid")
    assert read.kind is kind
    assert read.why
    assert read.shows_licence is (kind is LinkKind.OFFICIAL)


def test_the_official_link_of_a_page_is_found_among_its_imitations():
    links = ("https://gsxt.evil.invalid/", "https://a.invalid/", OFFICIAL)
    assert licence_link(links).kind is LinkKind.OFFICIAL
    assert licence_link(links[:2]).kind is LinkKind.IMITATION
    assert licence_link(links[1:2]) is None


def test_a_picture_of_the_licence_under_the_filed_domain_is_shown_to_the_officer():
    links = ("https://chengji.invalid/logo.png", "https://chengji.invalid/yyzz/1.png")
    assert licence_link(links, filed="chengji.invalid").url.endswith("yyzz/1.png")
