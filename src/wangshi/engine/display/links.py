"""亮照链接: does it lead to the official e-licence display, or to a place that looks like it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from wangshi.engine.identifiers import check_url

from .sheets import DisplayLaw, standing_display_law

_LICENCE_WORDS: Final = ("licence", "license", "yingyezhizhao", "yyzz", "verifkey", "zhizhao")


class LinkKind(StrEnum):
    """链接是哪一种."""

    OFFICIAL = "official"
    IMITATION = "imitation"
    OWN_PICTURE = "own_picture"
    ELSEWHERE = "elsewhere"
    BROKEN = "broken"


@dataclass(frozen=True)
class LinkReading:
    """读链接的结果: its host and, in Chinese, what to make of it."""

    url: str
    host: str
    kind: LinkKind
    why: str

    @property
    def shows_licence(self) -> bool:
        """可以算亮照."""
        return self.kind is LinkKind.OFFICIAL


def read_link(url: str, *, filed: str = "", law: DisplayLaw | None = None) -> LinkReading:
    """读亮照链接: by its host alone, never by what its text says; nothing is opened.

    `filed` is the domain filed for the place of business (of the platform, of the own site); a
    picture of the licence may lie there. Order 37 art. 12: the information or a link to it.
    """
    law = law or standing_display_law()
    checked = check_url(url)
    if not checked.ok:
        return LinkReading(url, "", LinkKind.BROKEN, checked.reason_zh)
    host = (urlsplit(checked.normalised).hostname or "").lower().rstrip(".")
    kind, why = _kind(host, filed.lower().strip().rstrip("."), law)
    return LinkReading(checked.normalised, host, kind, why)


def licence_link(
    links: tuple[str, ...], *, filed: str = "", law: DisplayLaw | None = None
) -> LinkReading | None:
    """页面上的亮照链接: the official one if there is one, else what imitates it; None for none."""
    read = [read_link(one, filed=filed, law=law) for one in links]
    official = [one for one in read if one.kind is LinkKind.OFFICIAL]
    alike = [one for one in read if one.kind is LinkKind.IMITATION]
    pictures = [
        one
        for one in read
        if one.kind is LinkKind.OWN_PICTURE and any(w in one.url.lower() for w in _LICENCE_WORDS)
    ]
    return next(iter((*official, *alike, *pictures)), None)


def _kind(host: str, filed: str, law: DisplayLaw) -> tuple[LinkKind, str]:
    hosts = law.e_licence.hosts
    if any(_under(host, one) for one in hosts):
        return LinkKind.OFFICIAL, f"是总局电子营业执照亮照系统的域名（{host}）"
    if filed and _under(host, filed):
        return LinkKind.OWN_PICTURE, f"在备案的域名 {filed} 下面：点开看是不是照"
    if _looks_alike(host, law):
        official = "、".join(hosts)
        return LinkKind.IMITATION, f"{host} 不是亮照系统的域名（{official}），只是写得像：不算亮照"
    return LinkKind.ELSEWHERE, f"{host} 不是亮照系统，也不是备案的域名"


def _under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _looks_alike(host: str, law: DisplayLaw) -> bool:
    """gsxt.gov.cn.evil.com holds the word; a real office (snamr.shaanxi.gov.cn) ends rightly."""
    if host.endswith(".gov.cn"):
        return False
    return any(word in host for word in law.e_licence.alike)
