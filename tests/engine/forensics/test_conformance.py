"""别人的文件: warcio's, pywb's and py-wacz's, read or refused as their own tests say."""

from pathlib import Path

import pytest

from wangshi.engine.forensics.arc import read_arc
from wangshi.engine.forensics.foreign import check_wacz
from wangshi.engine.forensics.records import RecordFault, read_records

FILES = Path(__file__).parents[4] / "shared" / "data" / "warc_conformance"
SIX = ["warcinfo", "warcinfo", "response", "request", "revisit", "request"]
READ = {
    "warcio/example.warc": SIX,
    "warcio/example.warc.gz": SIX,
    "warcio/example-iana.org-chunked.warc": ["warcinfo", "response", "request"],
    "warcio/example-resource.warc.gz": ["warcinfo", "warcinfo", "resource"],
    "warcio/example-space-in-target-uri.warc.gz": None,
    "warcio/example-wget-bad-target-uri.warc.gz": None,
    "warcio/example-wrong-chunks.warc.gz": None,
    "warcio/post-test.warc.gz": None,
    "py-wacz/example-collection.warc": None,
    "py-wacz/example-collection-with-lists.warc": None,
    "py-wacz/example-iana.warc": None,
    "py-wacz/example-resource.warc.gz": None,
    "py-wacz/example-warcinfo-metadata.warc": None,
    "pywb/warcs/dupes.warc.gz": None,
    "pywb/warcs/example-extra.warc": None,
    "pywb/warcs/example-url-agnostic-orig.warc.gz": None,
    "pywb/warcs/example-url-agnostic-revisit.warc.gz": None,
    "pywb/warcs/example-wget-1-14.warc.gz": None,
    "pywb/warcs/example-wpull.warc.gz": None,
    "pywb/warcs/example.warc": SIX,
    "pywb/warcs/example.warc.gz": SIX,
    "pywb/warcs/example2.warc.gz": None,
    "pywb/warcs/httpbin-resource.warc.gz": None,
    "pywb/warcs/iana.warc.gz": None,
    "pywb/warcs/missing-status-text.warc": None,
    "pywb/warcs/post-test.warc.gz": None,
}


def pieces(name):
    yield (FILES / name).read_bytes()


@pytest.mark.real_data
@pytest.mark.parametrize("name", READ)
def test_probe(name):
    records = list(read_records(pieces(name)))
    print(name, [r.kind for r in records][:8], [r.mismatched for r in records if r.mismatched])
