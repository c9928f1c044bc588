"""取证够不到内网: where every forbidden address answers, the canary hears nothing."""

import subprocess
import sys

import pytest
from benchmarks.capture_attacks import ROOT, VECTORS, addresses, namespace, pages

SCRIPT = ROOT / "benchmarks" / "capture_attacks.py"


def test_there_are_more_than_a_hundred_and_fifty_attacks():
    assert len(addresses() + pages()) >= 150
    assert len(VECTORS) >= 40


@pytest.mark.journey
@pytest.mark.skipif(namespace() is None, reason="要 root 或者用户命名空间才能另开一个网络")
def test_no_packet_reaches_an_address_indoors():
    done = subprocess.run(
        [sys.executable, SCRIPT, "--few"], capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert "出去的包：0；通过" in done.stdout.decode()
