"""HAR 1.2: the same exchanges as browsers' own tools list them; the bytes stand in the WARC."""

import json
from collections.abc import Sequence
from importlib.metadata import version

from wangshi.engine.forensics.captures import Headers
from wangshi.engine.forensics.moments import to_millisecond

from .recording import Seen


def write_har(rows: Sequence[Seen], title: str, browser: str) -> bytes:
    """写 HAR: one entry a response, those without a body too, with the reason as a comment."""
    entries = [_entry(row) for row in rows]
    page = {
        "startedDateTime": entries[0]["startedDateTime"] if entries else "",
        "id": "page-1",
        "title": title,
        "pageTimings": {"onContentLoad": -1, "onLoad": -1},
    }
    log = {
        "version": "1.2",
        "creator": {"name": "wangshi", "version": version("wangshi")},
        "browser": {"name": "Chromium", "version": browser},
        "pages": [page] if entries else [],
        "entries": entries,
    }
    return json.dumps({"log": log}, ensure_ascii=True, indent=1).encode()


def _entry(row: Seen) -> dict[str, object]:
    size = len(row.body) if row.body is not None else -1
    return {
        "pageref": "page-1",
        "startedDateTime": to_millisecond(row.at),
        "time": row.took_ms,
        "request": {
            **_message(row.request_headers),
            "method": row.method,
            "url": row.url,
            "httpVersion": "",
            "queryString": [],
            "bodySize": len(row.request_body),
        },
        "response": {
            **_message(row.headers),
            "status": row.status,
            "statusText": row.reason,
            "httpVersion": "",
            "content": {"size": size, "mimeType": row.header("content-type")},
            "redirectURL": row.header("location") if row.is_redirect else "",
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": -1, "wait": row.took_ms, "receive": -1},
        "comment": row.missing,
    }


def _message(headers: Headers) -> dict[str, object]:
    named = [{"name": name, "value": value} for name, value in headers]
    return {"cookies": [], "headers": named, "headersSize": -1}
