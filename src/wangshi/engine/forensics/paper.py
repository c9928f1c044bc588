"""纸上的存根: a day's checkpoint as a page to print, stamp and file, with a code to read it back.

Paper in another office's cabinet cannot be changed from here: whoever holds a page can later show
whether the log still begins with what was printed.
"""

import io
from datetime import date
from html import escape

import segno

from .notes import Checkpoint, NoteKey

_STYLE = """
@page { size: A4; margin: 25mm 20mm; }
body { font: 12pt/1.8 "SimSun", "Songti SC", "Noto Serif CJK SC", serif; color: #000; }
main { max-width: 40em; margin: 0 auto; }
h1 { font-size: 18pt; text-align: center; }
dt { font-weight: bold; } dd { margin: 0 0 8pt 0; overflow-wrap: anywhere; }
code, pre { font: 10.5pt/1.5 Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: 1px solid #000; padding: 8pt; }
svg { display: block; margin: 12pt auto; width: 60mm; height: 60mm; }
.signed { display: flex; justify-content: space-between; margin-top: 24pt; }
"""


def checkpoint_page(checkpoint: Checkpoint, key: NoteKey, office: str, on: date) -> str:
    """存根的打印页: one A4 sheet of HTML, whole in itself; the code holds the note as it stands."""
    note = str(checkpoint)
    rows = {
        "单位": office,
        "日期": f"{on.year} 年 {on.month} 月 {on.day} 日",
        "日志": checkpoint.origin,
        "条数": f"{checkpoint.size:,}".replace(",", " "),
        "树根（SHA-256）": grouped(checkpoint.root.hex()),
        "日志的公钥": str(key),
        "见证": "、".join(one.name for one in checkpoint.signatures[1:]) or "还没有",
    }
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows.items())
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>日志存根 {on.isoformat()}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>取证日志存根</h1><dl>{facts}</dl>{_code(note)}"
        f"<p>存根原文（扫码所得应当一字不差）：</p><pre>{escape(note)}</pre>"
        "<p>以后任何一天，都可以用它查日志有没有被改短、改写或者分成两份："
        "<code>wangshi log check 日志副本 --checkpoint 存根文件</code></p>"
        '<p class="signed"><span>保管人：</span><span>盖章：</span><span>收件日期：</span></p>'
        "</main></body></html>\n"
    )


def grouped(digits: str) -> str:
    """四位一组: as people compare long numbers."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _code(note: str) -> str:
    drawn = io.BytesIO()
    segno.make(note, error="m", encoding="utf-8").save(
        drawn, kind="svg", xmldecl=False, omitsize=True, title="存根原文"
    )
    return drawn.getvalue().decode("utf-8")
