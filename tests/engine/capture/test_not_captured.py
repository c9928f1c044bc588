"""没有取成: the package is whole or absent, and the reason has a name."""

import contextlib
import errno
import os
import signal
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.engine.forensics.office import right_now
from wangshi.engine.capture import (
    Caps,
    CaptureClock,
    CaptureFault,
    Fate,
    Observed,
    Office,
    Studio,
    Wanted,
    capture,
    record,
)
from wangshi.engine.capture.browser import full_or_unwritable

from .conftest import facts_of, wanted
from .site import Site

pytestmark = pytest.mark.journey
CLOCK = CaptureClock(right_now)
BAD = [
    "", "shop.example", "file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "http://",
    "data:text/html,x", "chrome://settings", "view-source:http://a.example/", "http://u:p@a.example/",
    "http://[::1", "http://a.example/\x07", "http://a.example/" + "a" * 9000, "about:blank",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_only_plain_web_addresses_are_taken(url):
    with pytest.raises(CaptureFault) as fault:
        Wanted(url, number="1")
    assert fault.value.fate is Fate.REFUSED


SHUT = ["http://127.0.0.1:{}/plain", "http://10.0.0.1/", "http://2130706433:{}/", "http://[::1]:{}/",
        "http://localhost:{}/plain", "https://169.254.169.254/latest/"]  # fmt: skip


@pytest.mark.parametrize("url", SHUT)
def test_an_address_indoors_is_refused_and_nobody_is_asked(studio, site, url):
    site.asked.clear()
    with pytest.raises(CaptureFault) as fault:
        record(Wanted(url.format(site.port), number="1"), studio=studio, clock=CLOCK)
    assert fault.value.fate is Fate.REFUSED
    assert "--allow" not in str(fault.value)
    assert site.asked == []


def test_a_site_that_is_gone_is_a_finding_of_its_own(studio):
    made = Site()
    made.close()
    taken = record(wanted(made.port, "/plain"), studio=studio, clock=CLOCK)
    assert taken.observed is Observed.ERROR
    assert "连不上" in taken.because[0]
    (passage,) = taken.capture.facts["passages"]
    assert passage["refused"] == "连不上"


def test_without_a_browser_the_package_to_install_is_named(site):
    with Studio(Path("/nowhere/chromium")) as none, pytest.raises(CaptureFault) as fault:
        record(wanted(site.port, "/plain"), studio=none, clock=CLOCK)
    assert fault.value.fate is Fate.BROWSER_MISSING
    assert "apt-get install chromium" in str(fault.value)


def test_a_page_that_never_answers_is_given_up(studio, site, tmp_path, county):
    caps = Caps(load_seconds=0.6, settle_seconds=0.3, total_seconds=-29.5)
    with pytest.raises(CaptureFault) as fault:
        capture(
            wanted(site.port, "/endless", caps=caps), tmp_path / "x.wacz", studio=studio,
            clock=CLOCK, office=Office(county.keyring),
        )  # fmt: skip
    assert fault.value.fate is Fate.TOO_LONG
    assert list(tmp_path.glob("*.wacz*")) + list(tmp_path.glob(".*")) == []


def test_a_killed_browser_leaves_nothing_and_the_next_capture_has_a_new_one(
    studio, site, tmp_path, county
):
    async def kill():
        browser = await studio.browser()
        line = await browser.new_browser_cdp_session()
        info = await line.send("SystemInfo.getProcessInfo")
        return next(one["id"] for one in info["processInfo"] if one["type"] == "browser")

    process = studio.run(kill(), 10)
    killer = threading.Timer(0.7, os.kill, (process, 9))
    killer.start()
    with pytest.raises(CaptureFault) as fault:
        capture(
            wanted(site.port, "/lazy"), tmp_path / "x.wacz", studio=studio, clock=CLOCK,
            office=Office(county.keyring),
        )  # fmt: skip
    killer.join()
    assert fault.value.fate is Fate.BROWSER_GONE
    assert list(tmp_path.glob("*.wacz*")) + list(tmp_path.glob(".*")) == []
    assert record(wanted(site.port, "/plain"), studio=studio, clock=CLOCK).text


def driver_of_this_process() -> int:
    """The program between us and the browser: a child of ours that drives."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = (status.parent / "cmdline").read_bytes()
            if parent == os.getpid() and b"run-driver" in words:
                return int(status.parent.name)
    raise AssertionError("no driver")


def test_a_driver_that_was_broken_is_left_and_the_next_capture_has_a_new_one(studio, site):
    record(wanted(site.port, "/plain"), studio=studio, clock=CLOCK)
    os.kill(driver_of_this_process(), signal.SIGKILL)
    with contextlib.suppress(CaptureFault):
        record(wanted(site.port, "/plain"), studio=studio, clock=CLOCK)
    assert record(wanted(site.port, "/plain"), studio=studio, clock=CLOCK).text


def test_a_full_disk_leaves_nothing(studio, site, county):
    full = Path("/dev/full/x.wacz")
    with pytest.raises(CaptureFault) as fault:
        capture(
            wanted(site.port, "/plain"), full, studio=studio, clock=CLOCK,
            office=Office(county.keyring),
        )  # fmt: skip
    assert fault.value.fate is Fate.NOT_WRITTEN


def test_a_full_disk_is_told_apart():
    assert full_or_unwritable(OSError(errno.ENOSPC, "x")).fate is Fate.DISK_FULL
    assert full_or_unwritable(OSError(errno.EACCES, "x")).fate is Fate.NOT_WRITTEN


@pytest.fixture(scope="module")
def shabby(tmp_path_factory):
    """A site whose certificate nobody vouches for."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shabby.example")])
    now = datetime.fromtimestamp(time.time(), UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "both.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    site = Site(lambda socket: context.wrap_socket(socket, server_side=True))
    yield site
    site.close()


def test_a_bad_certificate_is_recorded_and_not_fatal(take, shabby):
    taken = take("/plain", port=shabby.port, scheme="https")
    facts = facts_of(taken)
    assert taken.observed is Observed.FULL
    assert facts["certificate_error"].startswith("net::ERR_CERT_")
    [chain] = facts["certificates"]
    assert len(chain["sha256"]) == 1
    assert b"BEGIN CERTIFICATE" in taken.package.read("capture/certificates.pem")
    assert any(one["asked"].startswith("CONNECT ") for one in facts["passages"])
