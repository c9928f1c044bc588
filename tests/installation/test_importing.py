"""A command that was killed is run again: it goes on, and nothing is there twice."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.shared.test_imports import register
from wangshi.engine.cli_chinese import Refused
from wangshi.installation.importing import import_files
from wangshi.registry.importing import RegisterImporter
from wangshi.registry.models import Operator
from wangshi.shared.imports import importer_for, running
from wangshi.shared.models import ImportBatch

pytestmark = pytest.mark.django_db
ROWS, CHUNK, KILLED_AFTER = 45, 10, 2


class PowerCut(BaseException):
    """What kill -9 looks like from inside: no clean-up runs."""


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "名录.csv"
    path.write_bytes(register(ROWS))
    return path


def bring_in(file: Path) -> None:
    import_files("register", (file,), preset="", dry_run=False, in_json=False)


@pytest.fixture
def killed(file, monkeypatch) -> Callable[[], ImportBatch]:
    """The command, killed while it writes its third chunk."""

    def kill() -> ImportBatch:
        importer, written = importer_for("register"), []

        def until_the_third(batch, records):
            if len(written) == KILLED_AFTER:
                raise PowerCut
            written.append(records)
            return RegisterImporter.write(importer, batch, records)

        with monkeypatch.context() as patch:
            patch.setattr(running, "CHUNK", CHUNK)
            patch.setattr(importer, "write", until_the_third, raising=False)
            with pytest.raises(PowerCut):
                bring_in(file)
        return ImportBatch.objects.get()

    return kill


def silent(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(beat_at=timezone.now() - 2 * running.SILENCE)


def test_the_same_command_goes_on_with_the_batch_that_was_killed(killed, file, capsys):
    batch = killed()
    assert (batch.state, batch.rows_read) == ("running", KILLED_AFTER * CHUNK)
    silent(batch)
    bring_in(file)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_read, batch.rows_new) == ("done", ROWS, ROWS)
    assert (ImportBatch.objects.count(), Operator.objects.count()) == (1, ROWS)
    assert "接着导" in capsys.readouterr().err


def test_it_waits_until_nobody_can_be_at_it(killed, file, monkeypatch, capsys):
    batch = killed()
    monkeypatch.setattr(running, "SILENCE", timedelta(seconds=0.2))
    bring_in(file)
    batch.refresh_from_db()
    assert batch.state == "done"
    assert ImportBatch.objects.count() == 1


def test_a_batch_somebody_is_busy_with_is_left_to_them(killed, file, monkeypatch):
    batch = killed()
    steps = iter([timedelta(seconds=0.1), timedelta(seconds=0.1)])

    def another_beats(_seconds: float) -> None:
        ImportBatch.objects.filter(pk=batch.pk).update(beat_at=timezone.now() + next(steps))

    monkeypatch.setattr("wangshi.installation.importing.time.sleep", another_beats)
    with pytest.raises(Refused, match="另一个进程正在导这个文件"):
        bring_in(file)
    assert ImportBatch.objects.count() == 1


def test_a_finished_file_opens_a_batch_of_its_own(file):
    bring_in(file)
    bring_in(file)
    states = list(ImportBatch.objects.values_list("state", "rows_same").order_by("pk"))
    assert states == [("done", 0), ("done", ROWS)]


def test_another_file_does_not_go_on_with_it(killed, tmp_path):
    killed()
    other = tmp_path / "别的.csv"
    other.write_bytes(register(3))
    bring_in(other)
    assert ImportBatch.objects.count() == 2
