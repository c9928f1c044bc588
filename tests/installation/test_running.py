"""`wangshi run`: a stranger starts it with one command, and it stays up."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.engine.screening.packs_at_hand import PACK, write_packs
from wangshi.engine.display.rapid import has_recogniser
from wangshi.engine.screening import load_rules

WAIT = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wangshi(*words: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wangshi.cli", *words],
        env=_env(home, **env),
        capture_output=True,
        check=False,
        text=True,
        timeout=WAIT * 2,
    )


def _env(home: Path, **env: str) -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL"}},
        "DJANGO_SETTINGS_MODULE": "wangshi.settings",
        "WANGSHI_HOME": str(home),
        **env,
    }


def offspring(parent: int) -> dict[int, str]:
    """The processes a process has started, and the words they were started with."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            words = (status.parent / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if int(fields[1]) == parent:
            found[int(status.parent.name)] = words
    return found


class Running:
    def __init__(self, home: Path, **env: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wangshi.cli", "run", "--no-demo", "--port", str(self.port)],
            env=_env(home, **env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def page(self, path: str = "/") -> int:
        until = time.monotonic() + WAIT
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                assert self.process.poll() is None, self.process.stdout.read()
                assert time.monotonic() < until, "the site did not answer"
                time.sleep(0.2)

    def rules(self) -> str:
        """The rules that a check is answered with; a check that is not answered fails."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/screen",
            json.dumps({"items": [{"text": "一瓶神水"}]}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)["rules"]["fingerprint"]

    def children(self) -> dict[int, str]:
        return offspring(self.process.pid)

    def worker(self, named: str = " worker", *, but: int = 0) -> int:
        """The process of the worker, which comes a little after the site; another than `but`."""
        until = time.monotonic() + WAIT
        while True:
            for pid, words in self.children().items():
                if words.rstrip().endswith(named) and pid != but:
                    return pid
            assert time.monotonic() < until, "no worker came"
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=WAIT)


@pytest.fixture(scope="session")
def founded(tmp_path_factory) -> tuple[Path, dict[str, Any]]:
    """A county founded once, and the passwords it showed."""
    home = tmp_path_factory.mktemp("founded")
    return home, json.loads(wangshi("init", "--json", home=home).stdout)


@pytest.fixture
def home(founded, tmp_path) -> Path:
    """A copy of it, to do with as one likes."""
    return shutil.copytree(founded[0], tmp_path / "county")


@pytest.fixture
def running():
    started = []

    def start(home: Path, **env: str) -> Running:
        started.append(Running(home, **env))
        return started[-1]

    yield start
    for site in started:
        if site.process.poll() is None:
            site.stop()
        site.process.stdout.close()


def test_the_site_answers_with_new_rules_outlives_its_worker_and_stops(running, tmp_path):
    """One start for all of it, from an empty folder: starting is what takes the time."""
    site = running(tmp_path / "county", WANGSHI_RULES=str(write_packs(tmp_path / "packs")))
    assert site.page("/login/") == 200
    assert site.page("/desk/") == 200  # urllib follows to the login page
    assert site.page("/static/house.css") == 200
    new_rules_are_used_by_every_process_and_nobody_is_turned_away(site, tmp_path / "packs")
    a_worker_that_falls_over_is_started_again(site)
    a_site_that_falls_over_is_started_again_and_leaves_nobody_behind(site)
    stopping_leaves_no_child_behind(site)


def new_rules_are_used_by_every_process_and_nobody_is_turned_away(
    site: Running, packs: Path
) -> None:
    assert site.rules() == load_rules(packs).fingerprint
    write_packs(packs, PACK.replace("神水", "甘露"))
    new, answered = load_rules(packs).fingerprint, []
    # A visitor may ask some forty times; two processes take turns.
    while answered[-3:] != [new] * 3:
        assert len(answered) < 35, answered
        answered.append(site.rules())
        time.sleep(0.4)


def a_worker_that_falls_over_is_started_again(site: Running) -> None:
    worker = site.worker()
    os.kill(worker, signal.SIGKILL)
    assert site.worker(but=worker)


def a_site_that_falls_over_is_started_again_and_leaves_nobody_behind(site: Running) -> None:
    (door,) = (pid for pid, words in site.children().items() if "granian" in words)
    answering = offspring(door)
    assert answering
    os.kill(door, signal.SIGKILL)
    until = time.monotonic() + WAIT
    while any(Path(f"/proc/{pid}").exists() for pid in answering):
        assert time.monotonic() < until, "a process of the fallen site goes on"
        time.sleep(0.2)
    assert site.page("/login/") == 200


def stopping_leaves_no_child_behind(site: Running) -> None:
    assert site.worker()
    assert site.worker(" --captures")
    children = site.children()
    # The site and two workers, and a third that reads pictures where the recogniser is installed.
    assert len(children) == 3 + has_recogniser()
    site.stop()
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_a_taken_port_is_said_at_once_with_a_way_out(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        again = wangshi("run", "--no-demo", "--port", str(port), home=home)
    assert again.returncode != 0
    assert "换一个端口" in again.stderr


def test_an_unreachable_database_is_said_in_chinese(tmp_path):
    url = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    answer = wangshi("run", "--no-demo", home=tmp_path, DATABASE_URL=url)
    assert answer.returncode != 0
    assert "连不上数据库" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_county_is_founded_once_with_passwords_shown_once(founded, home):
    first = founded[1]
    assert first["towns"] == 17
    assert set(first["passwords"]) == {"xitong", "anquan", "shenji"}
    second = json.loads(wangshi("init", "--json", home=home).stdout)
    assert second["passwords"] == {}


def test_check_names_each_thing_it_looked_at_and_the_end_of_the_calendar(home, tmp_path):
    packs = write_packs(tmp_path / "packs")
    answer = wangshi("check", "--audit", "--json", home=home, WANGSHI_RULES=str(packs))
    findings = {f["subject"]: f for f in json.loads(answer.stdout)["findings"]}
    looked_at = "设置 数据库 工作日历 法规数据 筛查规则 法规全文 网页取证 审计链"
    assert set(findings) == set(looked_at.split())
    # Once a year the calendar is behind, until the next holidays are announced.
    assert all(one["passed"] for name, one in findings.items() if name != "工作日历")
    assert "2026-12-31" in findings["工作日历"]["message"]


def test_check_fails_before_the_database_is_prepared(tmp_path):
    packs = write_packs(tmp_path / "packs")
    answer = wangshi("check", "--json", home=tmp_path / "county", WANGSHI_RULES=str(packs))
    assert answer.returncode == 1
    assert not json.loads(answer.stdout)["passed"]


def test_the_engine_answers_where_django_is_not_installed(tmp_path):
    script = (
        "import sys\n"
        "class NoDjango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'django':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, NoDjango())\n"
        "import importlib.util\n"
        "importlib.util.find_spec = lambda name: None\n"
        "from wangshi.cli import main\n"
        "main(['due', 'clue_check', '--from', '2026-09-24', '--json'])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env=_env(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(answer.stdout)["due_on"] == "2026-10-22", answer.stderr
