"""手边的规则包: a small sound folder of packs, so that a test may spoil one thing in it."""

from pathlib import Path

WORDS = """\
cure: [治疗, 根治]
illness: [肺病, "[一-龥]炎"]
claim: ["<cure>过", 见效]
"""
KINDS = """\
kinds:
  - {key: tea, title: 茶, named: [茶], titled: [茶]}
  - {key: book, title: 图书, named: [图书], titled: [出版社]}
media:
  - {key: review, title: 评价, named: [评价]}
"""
EXCEPTIONS = """\
exceptions:
  - {key: denial, reason: 否认, before: [不能, 不会], within: 4}
"""
PACK = """\
family: sample
title: 试填
defaults:
  violation: V14
  level: fail
  exceptions: [denial]
  evidence: [页面]
  source: AD
  article: 第二十八条第一款
  words: 虚假或者引人误解的内容
  certainty: verified
  harm: 2
rules:
  - id: sample-01
    title: 神水
    elements: [说是神水]
    detect:
      - {terms: [神水, 圣水]}
      - {near: [<cure>, <illness>], within: 4}
    examples:
      positive: [一瓶神水, 圣水真好, 神水到了, 治疗肺病, 根治肠炎]
      negative: [不能治疗肺病, 一瓶水, 清水, 矿泉水, 神气]
  - id: sample-02
    title: 仙丹
    violation: V12
    level: review
    fact_to_check: 有没有批准
    elements: [说是仙丹]
    applies_to: {kinds: [tea]}
    detect:
      - {pattern: "仙丹|灵丹<cure>"}
    examples:
      product: 茶
      positive: [仙丹一粒, 仙丹茶, 吃仙丹, 灵丹治疗, 灵丹根治]
      negative: [不会是仙丹, 丹参, 牡丹, 山丹, {text: 仙丹, product: 图书}]
"""


def write_packs(folder: Path, pack: str = PACK, **shared: str) -> Path:
    """写一套规则包 into the folder: PACK as it is, or as the test has spoilt it."""
    folder.mkdir(exist_ok=True)
    texts = {"words": WORDS, "kinds": KINDS, "exceptions": EXCEPTIONS, "sample": pack}
    for name, text in (texts | shared).items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def changed(right: str, wrong: str, text: str = PACK) -> str:
    """改一处: the first place only; the place must be there."""
    assert right in text
    return text.replace(right, wrong, 1)
