"""写 PDF: the paper as one sheet of HTML, printed by Debian's Chromium, which embeds the fonts.

The browser gets a file of our own making, no script, no network; it is killed when it is slow.
"""

import subprocess
import tempfile
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from .content import Bar, Chart, Paper, Row, Table

CHROMIUM: Final = Path("/usr/bin/chromium")
PATIENCE: Final = 40
FONTS: Final = ("/usr/bin/fc-list", ":lang=zh-cn", "family")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",  # nothing of anybody else's is opened
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
STYLE: Final = """
@page { size: A4; margin: 22mm 20mm;
  @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; } }
body { font: 10.5pt/1.7 "Noto Serif CJK SC", "SimSun", "Noto Sans CJK SC", serif; color: #000; }
h1 { font-size: 18pt; text-align: center; margin: 4pt 0; }
h2 { font-size: 11pt; margin: 12pt 0 4pt; }
.office, .number { text-align: center; margin: 0; } .number { text-align: right; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { border: .5pt solid #000; padding: 4pt 6pt; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-line; }
.facts th { width: 26%; }
.small { font-size: 8.5pt; }
.prose { font-size: 14pt; line-height: 1.9; text-indent: 2em; margin: 0; }
.prose.to { text-indent: 0; }
.bars td { border: 0; padding: 1pt 4pt; vertical-align: middle; break-inside: avoid; }
.bars td:first-child { width: 26%; } .bars td:last-child { width: 16%; }
.bars svg { display: block; } .note { font-size: 8.5pt; margin: 0; }
.sign { margin: 18pt 0; }
"""


class PrinterMissing(RuntimeError):
    """这台机器打不出 PDF: the message says what to do instead."""


def write_pdf(paper: Paper) -> bytes:
    """一份 PDF; PrinterMissing without Chromium, or when it fails."""
    if not CHROMIUM.exists():
        raise PrinterMissing(
            "这台服务器没有装 Chromium，出不了 PDF：下载 Word 版，或者打开后用浏览器打印成 PDF"
        )
    if not _has_chinese():
        raise PrinterMissing(
            "这台服务器没有中文字体，打出来会是方框：装 fonts-noto-cjk，或者下载 Word 版"
        )
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "paper.html", Path(folder) / "paper.pdf"
        page.write_text(sheet(paper), "utf-8")
        _print(page, out, Path(folder))
        return out.read_bytes()


@cache
def _has_chinese() -> bool:
    """有没有中文字体: asked of fontconfig, which comes with Chromium."""
    try:
        found = subprocess.run(
            FONTS, check=True, capture_output=True, timeout=PATIENCE, env={"PATH": "/usr/bin:/bin"}
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return bool(found.stdout.strip())


def _print(page: Path, out: Path, folder: Path) -> None:
    words = [
        str(CHROMIUM),
        *FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={out}",
        page.as_uri(),
    ]
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    try:
        subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE, env=environment)
    except (subprocess.SubprocessError, OSError):
        out.unlink(missing_ok=True)
    if not out.exists():
        raise PrinterMissing("这一次没有打出 PDF：再试一次，或者下载 Word 版")


def sheet(paper: Paper) -> str:
    """一页打印稿: whole in itself, never served to anybody."""
    rows = "".join(map(_row, paper.rows))
    facts = f'<table class="facts">{rows}</table>' if rows else ""
    prose = "".join(_prose(words, to) for words, to in paper.addressed)
    tables = "".join(map(_table, paper.tables))
    charts = "".join(map(_chart, paper.charts))
    signs = "".join(f'<p class="sign">{escape(sign)}：</p>' for sign in paper.signs)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(paper.title)} {escape(paper.number)}</title><style>{STYLE}</style></head>"
        f'<body><p class="office">{escape(paper.office)}</p><h1>{escape(paper.title)}</h1>'
        f'<p class="number">{escape(paper.number)}</p>{prose}{facts}'
        f"{charts}{tables}{signs}</body></html>\n"
    )


def _prose(words: str, to: bool) -> str:
    return f'<p class="prose{" to" if to else ""}">{escape(words)}</p>'


def _row(row: Row) -> str:
    words = escape(row.words) or "<br>" * row.lines
    return f"<tr><th>{escape(row.name)}</th><td>{words}</td></tr>"


def _chart(chart: Chart) -> str:
    bars = "".join(map(_bar, chart.bars))
    return (
        f'<h2>{escape(chart.title)}</h2><p class="note">{escape(chart.note)}</p>'
        f'<table class="small bars"><tbody>{bars}</tbody></table>'
    )


def _bar(bar: Bar) -> str:
    look = 'fill="#fff" stroke="#1a56b8"' if bar.hollow else 'fill="#1a56b8"'
    drawn = f'<rect x="1" y="1" width="{bar.share:.1f}%" height="8" {look}/>' if bar.share else ""
    return (
        f'<tr><td>{escape(bar.word)}</td><td><svg width="99%" height="10">{drawn}</svg></td>'
        f"<td>{escape(bar.figure)}</td></tr>"
    )


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(word)}</td>' for word in row)}</tr>" for row in table.rows
    )
    return (
        f'<h2>{escape(table.title)}</h2><table class="small"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
