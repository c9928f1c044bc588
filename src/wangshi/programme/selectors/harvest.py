"""取数: what a saved query counts over a period, with the hash of question and answer.

A query's `query_sha256` names what is asked (its key, version and period); the `digest` names
what was found: change one row, and the digests of exactly the queries that count it change.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from .queries import QUERIES, Line, Period, Query

VERSION: Final = 1
SEPARATOR: Final = "\x1f"


@dataclass(frozen=True)
class Harvested:
    """取到的数: with the hash of the question and the digest of the answer."""

    query: Query
    period: Period
    count: int
    query_sha256: str
    digest: str

    @property
    def href(self) -> str:
        """打开明细."""
        day = f"since={self.period.since.isoformat()}&until={self.period.until.isoformat()}"
        return f"{reverse('harvest', args=[self.query.key])}?{day}"


def question_hash(query: Query, period: Period) -> str:
    """取数的校验值: SHA-256 of the key, the version and the period in one fixed spelling."""
    asked = {
        "query": query.key,
        "version": VERSION,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def lines_of(query: Query, period: Period) -> Iterator[Line]:
    """全部明细: in the order of their keys."""
    for row in query.rows(period).order_by("pk").iterator(chunk_size=2000):
        yield query.line(row)


def digest_of(lines: Iterable[Line]) -> tuple[int, str]:
    """几行、校验值: SHA-256 over key, day and words of each row, a line a row."""
    digest, count = hashlib.sha256(), 0
    for line in lines:
        written = SEPARATOR.join((str(line.key), line.on.isoformat(), line.words))
        digest.update(f"{written}\n".encode())
        count += 1
    return count, digest.hexdigest()


def harvest(query: Query, period: Period) -> Harvested:
    """取一个数."""
    count, digest = digest_of(lines_of(query, period))
    return Harvested(query, period, count, question_hash(query, period), digest)


def harvested(keys: Iterable[str], period: Period) -> Mapping[str, Harvested]:
    """取几个数: each query once, however many items use it."""
    known = (QUERIES[key] for key in dict.fromkeys(keys) if key in QUERIES)
    return {query.key: harvest(query, period) for query in known}
