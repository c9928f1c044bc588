"""商品信息: long listings out of common words, from a seed, and terms that are in none of them."""

import itertools
import random
from collections.abc import Iterator, Sequence

import daachorse
from pypinyin.constants import PHRASES_DICT

from wangshi.engine.screening.vocabulary import ORDINARY_WORDS

from .sentences import GOODS, TRAITS, brand
from .terms import TERMS

RARE_WORDS = 2_000
SHORTEST, LONGEST = 40, 110
_JOINTS = ("，", "，", "，", " ", "。", "！", "、", "（", "）", "【", "】", " Pro", " ABC", "¥")
_LEVEL_ONE = range(0xB0, 0xD7)


def listings(count: int, seed: int) -> list[str]:
    """商品信息: about two hundred characters each; the commoner a word, the oftener it stands."""
    chance = random.Random(seed)
    words = _vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    return [_listing(chance, words, weights) for _ in range(count)]


def planted(texts: Sequence[str], terms: Sequence[str], share: float, seed: int) -> list[str]:
    """带命中的: a term put into that share of the texts."""
    chance = random.Random(seed)
    rows = []
    for text in texts:
        if chance.random() < share:
            at = chance.randrange(len(text))
            rows.append(f"{text[:at]}{chance.choice(terms)}{text[at:]}")
        else:
            rows.append(text)
    return rows


def absent_terms(count: int, texts: Sequence[str], seed: int) -> list[str]:
    """这些文本里没有的词: prohibited wordings, rare words, then words of random characters."""
    chance = random.Random(seed)
    candidates = list(dict.fromkeys(itertools.chain(TERMS, _rare(chance), _random(chance, count))))
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(candidates)
    there = {found[2] for text in texts for found in automaton.find_overlapping(text)}
    return [term for place, term in enumerate(candidates) if place not in there][:count]


def _vocabulary() -> list[str]:
    chance = random.Random("vocabulary")
    phrases = sorted(word for word in PHRASES_DICT if 2 <= len(word) <= 4)
    common = [*GOODS, *TRAITS, *ORDINARY_WORDS.split(), *(brand(chance) for _ in range(300))]
    chance.shuffle(common)
    return [*common, *chance.sample(phrases, RARE_WORDS)]


def _listing(chance: random.Random, words: Sequence[str], weights: Sequence[float]) -> str:
    count = chance.randint(SHORTEST, LONGEST)
    chosen = chance.choices(words, cum_weights=weights, k=count)
    for place in range(0, count, chance.randint(6, 12)):
        chosen[place] += chance.choice(_JOINTS)
    chosen.insert(chance.randrange(count), f" {chance.randint(1, 999)}")
    return "".join(chosen)


def _rare(chance: random.Random) -> list[str]:
    common = set(_vocabulary())
    words = sorted(word for word in PHRASES_DICT if 2 <= len(word) <= 6 and word not in common)
    chance.shuffle(words)
    return words


def _random(chance: random.Random, count: int) -> Iterator[str]:
    characters = [
        bytes((high, low)).decode("gb2312") for high in _LEVEL_ONE for low in range(0xA1, 0xFF)
    ]
    for _ in range(count):
        yield "".join(chance.choices(characters, k=chance.randint(3, 5)))
