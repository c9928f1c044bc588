"""A worker killed in the middle, twice over: while it writes, and while it screens."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.shared import imports
from wangshi.shared.models import ImportBatch

from .conftest import CLAIM

ROWS = 600
WORKER = """
import sys, time, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[2]
from wangshi.monitoring.services import screening
from wangshi.shared.imports import run, running
running.CHUNK = screening.CHUNK = 100
slow = {"write": (running, "_take"), "screen": (screening, "_screen_chunk")}
place, name = slow[sys.argv[3]]
before = getattr(place, name)
def slowly(*args, **kwargs):
    answer = before(*args, **kwargs)
    print("chunk", flush=True)
    time.sleep(0.15)
    return answer
setattr(place, name, slowly)
run(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["write", "screen"])
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    officer, settings, tmp_path, stage
):
    batch = received(officer)
    kill_after(3, stage, batch, settings, tmp_path)
    batch.refresh_from_db()
    assert batch.state == "running"
    if stage == "write":
        assert Listing.objects.count() == batch.rows_new
        assert batch.rows_new in (300, 400)
        assert Hit.objects.count() == 0
    else:
        assert batch.rows_new == ROWS
        assert Hit.objects.count() in (300, 400)
    ImportBatch.objects.update(beat_at=timezone.now() - 2 * imports.running.SILENCE)
    assert imports.resume_stalled(timezone.now()) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.rows_new, batch.rows_same) == ("done", ROWS, 0)
    assert (Listing.objects.count(), Sighting.objects.count()) == (ROWS, ROWS)
    assert Hit.objects.count() == ROWS


def received(officer) -> ImportBatch:
    rows = [f"橙集商城,样例山货铺,{number},{CLAIM},10" for number in range(ROWS)]
    content = "\n".join(["平台,店铺名称,商品编号,商品名称,价格", *rows]).encode()
    options = {"platform": "", "shop": "", "seen_on": "2026-03-02", "sweep": ""}
    batch = imports.open_batch(
        "listings", [content], file_name="样例.csv", options=options, by=officer, at=timezone.now()
    )
    return imports.begin(batch, by=officer, enqueue=lambda _: None)


def kill_after(chunks: int, stage: str, batch: ImportBatch, settings, tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wangshi.settings",
        "WANGSHI_HOME": str(settings.WANGSHI_HOME),
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }
    database = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen(
        [sys.executable, str(script), str(batch.pk), database, stage],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(chunks):
        assert worker.stdout.readline() == "chunk\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
