"""隔离: in the cell nothing is but the door; keys are out of sight; what held is on record."""

import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.conftest import CHROMIUM
from wangshi.engine.capture import Isolation, plan_for
from wangshi.engine.capture.isolation import Cell

from .conftest import facts_of

SHELL = Path("/bin/bash")
PLAN = plan_for(CHROMIUM, [])
shut_in = pytest.mark.skipif(not PLAN.network, reason=f"这台机器不能另开网络：{PLAN.why}")
pytestmark = pytest.mark.once


class Canary:
    """Whoever comes to this machine's own address, by TCP or UDP, is counted."""

    def __init__(self) -> None:
        self.visits = 0
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        for line in (self._answer, self._hear):
            threading.Thread(target=line, daemon=True).start()

    def _answer(self) -> None:
        while True:
            caller, _ = self.tcp.accept()
            self.visits += 1
            caller.close()

    def _hear(self) -> None:
        while self.udp.recv(2048):
            self.visits += 1


@pytest.fixture(scope="module")
def canary() -> Canary:
    return Canary()


def said_inside(script: str, *hidden: Path) -> str:
    """What a shell says in the cell a browser would be put in."""
    with Cell(plan_for(CHROMIUM, hidden), SHELL) as cell:
        words = [cell.launcher, "-c", script]
        return subprocess.run(words, capture_output=True, timeout=20, check=False).stdout.decode()


@shut_in
def test_in_the_cell_no_address_answers_and_no_route_leads_out(canary):
    tries = [f"127.0.0.1/{canary.port}", "169.254.169.254/80", "10.0.0.1/443", "8.8.8.8/53"]
    reached = "; ".join(f"(exec 3<>/dev/tcp/{one}) 2>&- && echo reached" for one in tries)
    sent = "; ".join(f"(echo x >/dev/udp/{one}) 2>&-" for one in tries)
    said = said_inside(f"{reached}; {sent}; tail -n +2 /proc/net/route; echo done")
    assert (said, canary.visits) == ("done\n", 0)


@shut_in
def test_in_the_cell_keys_and_sockets_of_services_are_out_of_sight(tmp_path):
    (tmp_path / "signing.pem").touch()
    said = said_inside(f"ls {tmp_path} /run ~root 2>&1; echo done", tmp_path)
    assert "signing.pem" not in said
    assert said.endswith("done\n")


@shut_in
def test_a_door_leads_from_the_cell_to_whoever_holds_it():
    script = "read port; exec 3<>/dev/tcp/127.0.0.1/$port; echo from inside >&3"
    with (
        Cell(PLAN, SHELL) as cell,
        subprocess.Popen([cell.launcher, "-c", script], stdin=subprocess.PIPE) as inside,
    ):
        assert cell.joined() == ""
        with cell.door() as door:
            inside.communicate(f"{door.getsockname()[1]}\n".encode())
            caller, _ = door.accept()
            with caller, caller.makefile() as heard:
                assert heard.readline() == "from inside\n"
        with pytest.raises(OSError, match=r"没有人了|Broken pipe|reset"):
            cell.door()  # the porter went with the one he kept the door for


PAGE = """<script>
for (const host of ['127.0.0.1:%(port)s', 'localhost:%(port)s', '169.254.169.254', '10.0.0.1'])
  { fetch('http://' + host + '/', {mode: 'no-cors'}); new WebSocket('ws://' + host + '/'); }
const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:%(port)s'}]});
peer.createDataChannel('x'); peer.createOffer().then(one => peer.setLocalDescription(one));
setTimeout(() => document.title = 'tried', 600);
</script>"""


@shut_in
@pytest.mark.journey
def test_a_page_that_needs_no_proxy_still_reaches_nothing(studio, canary):
    """As if the browser had been taken over: the flags are gone, the network is what holds."""

    async def visit() -> str:
        browser = await studio.browser()
        context = await browser.new_context(proxy={"server": "direct://"})
        page = await context.new_page()
        await page.set_content(PAGE % {"port": canary.port})
        await page.wait_for_function("document.title === 'tried'")
        title = await page.title()
        await context.close()
        return title

    assert studio.run(visit(), 30) == "tried"
    assert canary.visits == 0
    with socket.create_connection(("127.0.0.1", canary.port)) as out_here:
        out_here.recv(1)
    assert canary.visits == 1


@pytest.mark.journey
def test_the_package_says_how_the_browser_was_shut_in(take):
    told = facts_of(take("/plain"))["environment"]
    held = PLAN.isolation
    network = "own" if held.network else "shared"
    assert told["isolation"] == {"network": network, "user": held.user, "why": held.why}
    assert told["tools"]["sandbox"] is held.sandbox


# In a user namespace of its own a process may forbid itself all others.
FORBIDDING = "cd /proc/sys/user && echo 0 > max_net_namespaces && echo 0 > max_user_namespaces"
ASKING = """from wangshi.engine.capture import CHROMIUM, plan_for
print(plan_for(CHROMIUM, []).isolation.told)"""


def in_a_user_namespace(script: str, *words: str) -> list[str]:
    return ["unshare", "--user", "--map-root-user", "sh", "-c", script, *words]


def may_be_forbidden() -> bool:
    return bool(shutil.which("unshare")) and not subprocess.call(in_a_user_namespace(FORBIDDING))


@pytest.mark.skipif(not may_be_forbidden(), reason="这台机器不许建用户命名空间，或者没有 unshare")
def test_where_nothing_can_be_shut_in_it_is_said_and_nothing_breaks():
    words = in_a_user_namespace(f'{FORBIDDING} && exec "$0" -c "$1"', sys.executable, ASKING)
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "靠放行代理挡：系统不许另开网络" in done.stdout.decode(), done.stderr.decode()


TOLD = [
    (Isolation(why="不许建命名空间"), "没有自己的网络，靠放行代理挡：不许建命名空间"),
    (Isolation(network=True), "和取证的程序同一个用户；自己的沙箱"),
    (Isolation(network=True, user="wangshi-browser"), "自己的用户 wangshi-browser"),
    (Isolation(network=True, sandbox=False), "没有沙箱"),
]


@pytest.mark.parametrize(("held", "words"), TOLD, ids=range(len(TOLD)))
def test_what_held_is_said_in_a_sentence(held, words):
    assert words in held.told
