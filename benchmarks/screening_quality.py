"""筛查质量: recall by class and false alarms by kind, on every set of texts at hand.

Run: python benchmarks/screening_quality.py (what needs ../shared/data is left out without it).
Recall wants the right class from a fail or a review; a note never counts. The sets were written
before the rules had seen them and measured at once; those first figures stand in FIRST_LOOK. Since
then the rules have been mended by class, so what is printed now is no longer unseen.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.quality_kit.counting import Quality, measure, naive, naive_words
from benchmarks.quality_kit.county import county_score
from benchmarks.quality_kit.look_alikes import look_alikes
from benchmarks.quality_kit.shops import SHOPS, shop_result
from benchmarks.quality_kit.texts import DEV, TextSet, held_out, published

from wangshi.engine.screening import Screener, load_rules

SEED = 20261124
OWN = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
EACH = 250
# Text-alone recall with the right class, and false alarms, before the rules were mended by it.
FIRST_LOOK = {
    "first": "文字本身就够 65/137，误报 24/150（123 条旧规则）",
    "second": "文字本身就够 36/99，误报 10/115（照第一套修补之后）",
    "third": "文字本身就够 61/94，误报 5/64（照第二套修补之后）",
    "fourth": "文字本身就够 77/94，误报 6/42（照第三套修补之后）",
    "fifth": "文字本身就够 103/121，误报 14/119，标题 3/36（照第四套修补之后）",
    "sixth": "文字本身就够 91/121，误报 12/115，标题 1/36（照第五套修补之后）",
    "seventh": "文字本身就够 69/115，误报 10/98，标题 3/34（照第六套修补之后）",
    "eighth": "文字本身就够 67/98，误报 3/61，标题 2/32（照第七套修补之后）",
    "ninth": "文字本身就够 118/127（种类未知 99/127），误报 10/103，标题 2/37（照第八套修补之后）",
    "tenth": "文字本身就够 58/88（种类未知 41/88），误报 9/70，标题 1/30（照第九套修补之后）",
    "eleventh": "文字本身就够 58/66（种类未知 46/66），误报 2/42，标题 1/21（照第十套修补之后）",
    "造的合法文字": "误报 59/1639，标题 0/203（照第三套修补之后）",
}


def main() -> int:
    """打印: set by set, with product and place known and withheld, beside the naive list."""
    screener = Screener(load_rules())
    print(f"规则 {len(screener.rulebook.rules)} 条，版本 {screener.rulebook.version}")
    for texts in _sets():
        _print_set(screener, texts)
    print(f"\n== 演示县的真相 ==\n{county_score(screener).as_table()}")
    if SHOPS.exists():
        _print_shops(screener)
    return 0


def _sets() -> list[TextSet]:
    made = TextSet("造的合法文字", (), look_alikes(EACH, SEED))
    own = [held_out(name) for name in OWN]
    return [*([published()] if DEV.exists() else []), *own, made]


def _print_set(screener: Screener, texts: TextSet) -> None:
    for told in (True, False):
        print(f"\n== {texts.name}：种类和位置{'已知' if told else '未知'} ==")
        _print(measure(screener, texts, told=told))
    if texts.name in FIRST_LOOK:
        print(f"写好第一次量：{FIRST_LOOK[texts.name]}")
    if words := naive_words():
        print(f"-- 对照：简单词表 {len(words)} 词（不分类别，命中就算对）")
        rival = naive(texts, words)
        print(f"{'召回':<42}{rival.recall}\n{'误报':<42}{rival.false_alarms}")


def _print(quality: Quality) -> None:
    for line in quality.lines():
        print(line)


def _print_shops(screener: Screener) -> None:
    result = shop_result(screener)
    print("\n== 三家真店 ==")
    print(f"{'标出（fail、review）的商品':<36}{result.raised}")
    print(f"{'人读过的 fail，对的':<38}{result.fails}")
    print(f"{'人读过的 review，该查的':<36}{result.reviews}")
    print(f"还没有人读过的：{len(result.unread)}")


if __name__ == "__main__":
    sys.exit(main())
