"""同行: other engines on the same words and texts, each set up as its documents advise."""

import json
import platform
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import ahocorasick
import ahocorasick_rs
import daachorse
import hyperscan
from flashtext import KeywordProcessor

MINT = "mint-filter@4.0.3"
_MINT_SCRIPT = """
const fs = require('fs');
const {terms, texts, rounds} = JSON.parse(fs.readFileSync(0, 'utf8'));
let Mint = require('mint-filter'); Mint = Mint.Mint || Mint.default || Mint;
const filter = new Mint(terms);
let found = [], best = Infinity;
for (let round = 0; round < rounds; round++) {
  const started = process.hrtime.bigint();
  found = texts.map(text => filter.filter(text, {replace: false}).words || []);
  best = Math.min(best, Number(process.hrtime.bigint() - started) / 1e9);
}
process.stdout.write(JSON.stringify({found, best}));
"""
_DROPPED = dict.fromkeys(map(ord, " \t\u200b*._-|·~"))
Finder = Callable[[Sequence[str]], list[set[str]]]


@dataclass(frozen=True)
class Answer:
    """同行的答案: the words found in each text, and the seconds of the best round."""

    found: list[set[str]]
    seconds: float


def where() -> str:
    """在什么上量的: machine, interpreter and the versions of all peers."""
    names = ("hyperscan", "daachorse", "ahocorasick-rs", "pyahocorasick", "flashtext", "numpy")
    versions = " · ".join(f"{name} {version(name)}" for name in names)
    return f"{platform.machine()} · Python {platform.python_version()} · {versions}"


def finders(terms: Sequence[str]) -> Mapping[str, Finder]:
    """同行们: each a function from texts to the words found in each."""
    return {
        "hyperscan": _hyperscan(terms, str),
        "NFKC + hyperscan": _hyperscan(terms, careful),
        "daachorse": _daachorse(terms),
        "ahocorasick-rs": _rust(terms),
        "pyahocorasick": _pyahocorasick(terms),
        "flashtext": _flashtext(terms),
    }


def careful(text: str) -> str:
    """细心的作者这样归一: NFKC, case, and the usual separators dropped."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_DROPPED)


def compiled(terms: Sequence[str]) -> hyperscan.Database:
    """只有 Hyperscan: pure literals in UTF-8, block mode."""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[term.encode() for term in terms],
        ids=list(range(len(terms))),
        elements=len(terms),
        flags=0,
        literal=True,
    )
    return database


def mint_filter(terms: Sequence[str], texts: Sequence[str], rounds: int = 1) -> Answer | None:
    """mint-filter, where npm can bring it; else None."""
    folder = _mint_folder()
    if folder is None:
        return None
    task = json.dumps({"terms": list(terms), "texts": list(texts), "rounds": rounds})
    done = subprocess.run(
        ["node", "-e", _MINT_SCRIPT],
        input=task, capture_output=True, text=True, cwd=folder, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    return Answer([set(words) for words in answer["found"]], answer["best"])


@cache
def _mint_folder() -> Path | None:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="wangshi-mint-"))
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", MINT],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    return folder if done.returncode == 0 else None


def _hyperscan(terms: Sequence[str], fold: Callable[[str], str]) -> Finder:
    words = [fold(term) for term in terms]
    database = compiled(words)

    def find(texts: Sequence[str]) -> list[set[str]]:
        answers = []
        for text in texts:
            found: set[int] = set()

            def add(number: int, _start: int, _end: int, _flags: int, into: set[int]) -> None:
                into.add(number)

            database.scan(fold(text).encode(), match_event_handler=add, context=found)
            answers.append({terms[number] for number in found})
        return answers

    return find


def _daachorse(terms: Sequence[str]) -> Finder:
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(terms))
    return lambda texts: [
        {terms[number] for _, _, number in automaton.find_overlapping(text)} for text in texts
    ]


def _rust(terms: Sequence[str]) -> Finder:
    automaton = ahocorasick_rs.AhoCorasick(list(terms))
    return lambda texts: [
        set(automaton.find_matches_as_strings(text, overlapping=True)) for text in texts
    ]


def _pyahocorasick(terms: Sequence[str]) -> Finder:
    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(term, term)
    automaton.make_automaton()
    return lambda texts: [{term for _, term in automaton.iter(text)} for text in texts]


def _flashtext(terms: Sequence[str]) -> Finder:
    keywords = KeywordProcessor(case_sensitive=False)
    for term in terms:
        keywords.add_keyword(term)
    return lambda texts: [set(keywords.extract_keywords(text)) for text in texts]


def rows(answers: Sequence[set[str]]) -> Iterator[tuple[int, str]]:
    """逐行: text and word."""
    for number, words in enumerate(answers):
        for word in words:
            yield number, word
