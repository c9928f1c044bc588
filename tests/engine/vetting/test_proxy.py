"""放行代理: more than a hundred and fifty ways in, and the canary hears none of them."""

import socket
import threading

import pytest

from .conftest import PAGE, ask, connect, get

# The far side that may be reached stands on an address of its own.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])

# Spellings of an address indoors; {port} is the canary's.
INDOORS = [
    "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "0.0.0.0", "10.0.0.1",
    "10.255.255.255", "100.64.0.1", "100.100.100.200", "169.254.169.254", "169.254.170.2",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
    "198.19.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]", "[::10.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[2002:a00:1::1]", "[2001::7f00:1]", "[2001:db8::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]", "[febf::1]", "[fec0::1]", "[ff02::1]",
    "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "0177.0.0.1", "127.1",
    "127.0.1", "127.0.0.01", "127.00.0.1", "127.0.0.1.", "0", "0.0", "0x0", "00000", "10.1",
    "3232235521", "0xc0a80001", "192.168.1", "1", "4294967295", "127.0.0.0x1", "0b1",
    "localhost", "LOCALHOST", "localhost.", "LocalHost.", "a.localhost", "x.y.localhost",
    "printer.local", "db.internal", "metadata.google.internal", "router.lan", "nas.home",
    "intranet.corp", "1.0.0.127.in-addr.arpa", "db", "wpad", "metadata", "kubernetes",
    "127。0。0。1", "１２７.0.0.1", "127.0.0.1\u200b", "ⓛocalhost", "loc\u00adalhost",
    "127.0.0.1%00", "%31%32%37.0.0.1", "127.0.0.1%2f", "%6cocalhost",
    "ok@127.0.0.1", "ok:pw@127.0.0.1", "127.0.0.1@", "good.example@127.0.0.1",
    "127.0.0.1#@good.example", "127.0.0.1\\@good.example", "127.0.0.1?@good.example",
    "good.example\t127.0.0.1", "127.0.0.1\t", "good.example\x00.127.0.0.1", "127.0.0.1/",
    "-bad.example", "bad-.example", "a..b.example", ".example", "[127.0.0.1]", "[::1", "::1",
    "[::1]]", "[]", "[::g]", "", "*", "good_example", "a" * 64 + ".example", "b" * 300,
]  # fmt: skip
# What a name answers, when its answer must spoil it.
ANSWERS = {
    "loop.example": ["127.0.0.1"],
    "loop6.example": ["::1"],
    "private.example": ["10.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "compatible.example": ["::127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::"],
    "teredo.example": ["2001::7f00:1"],
    "ula.example": ["fd00::1"],
    "link.example": ["fe80::1%lo"],
    "cloud.example": ["169.254.169.254"],
    "aliyun.example": ["100.100.100.200"],
    "mixed.example": ["127.0.0.9", "10.0.0.1"],
    "mixed-last.example": ["127.0.0.9"] * 1 + ["::1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "crowd.example": [f"127.0.0.{n}" for n in range(1, 100)],
    "empty.example": [],
    "nonsense.example": ["127.1"],
}
PORTS = [21, 22, 23, 25, 53, 110, 111, 135, 139, 389, 445, 512, 1433, 2049, 2375, 3306, 3389,
         5432, 5900, 6379, 9200, 10250, 11211, 27017, 0, 65535, 65536, 99999]  # fmt: skip
SCHEMES = ["file", "ftp", "gopher", "dict", "ldap", "jar", "data", "blob", "ws", "wss", "https",
           "view-source", "chrome", "HTTPX"]  # fmt: skip
BROKEN = [
    b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET http:///x HTTP/1.1\r\n\r\n",
    b"CONNECT HTTP/1.1\r\n\r\n", b"CONNECT  HTTP/1.1\r\n\r\n", b"GET http://h HTTP/2\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"A" * 70_000, b"GET http://a b HTTP/1.1\r\n\r\n",
]  # fmt: skip


def test_there_are_more_than_a_hundred_and_fifty_attacks():
    ways = 2 * len(INDOORS) + 2 * len(ANSWERS) + len(PORTS) + len(SCHEMES) + len(BROKEN)
    assert ways >= 150


@pytest.fixture
def guarded(open_proxy, canary):
    """A proxy with the answers above; afterwards the canary must have heard nothing."""
    proxy = open_proxy({name: [answer] for name, answer in ANSWERS.items()})
    yield proxy
    assert canary.visits == []
    assert all(passage.refused and not passage.dialled for passage in proxy.passages)


def test_no_spelling_of_an_inner_address_gets_through(guarded, canary):
    for host in INDOORS:
        for answer in (
            get(guarded, f"http://{host}:{canary.port}/"),
            connect(guarded, f"{host}:{canary.port}"),
        ):
            assert answer.startswith(b"HTTP/1.1 403"), host
    assert len(guarded.passages) == 2 * len(INDOORS)


def test_no_name_that_answers_with_an_inner_address_gets_through(guarded, canary):
    for name in ANSWERS:
        assert get(guarded, f"http://{name}:{canary.port}/").startswith(b"HTTP/1.1 403"), name
        assert connect(guarded, f"{name}:{canary.port}").startswith(b"HTTP/1.1 403"), name


def test_no_other_port_is_dialled(guarded):
    for port in PORTS:
        assert connect(guarded, f"loop.example:{port}").startswith(b"HTTP/1.1 403"), port


def test_no_other_scheme_is_carried(guarded, canary):
    for scheme in SCHEMES:
        answer = get(guarded, f"{scheme}://127.0.0.1:{canary.port}/")
        assert answer.startswith(b"HTTP/1.1 403"), scheme


@pytest.mark.parametrize("request_bytes", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_proxy_request_is_refused(guarded, request_bytes):
    assert ask(guarded, request_bytes).startswith(b"HTTP/1.1 403")


def test_a_refusal_says_why_and_what_the_name_answered(guarded, canary):
    get(guarded, f"http://private.example:{canary.port}/")
    [passage] = guarded.passages
    assert passage.answers == ("10.0.0.1",)
    assert passage.refused == "10.0.0.1：私有地址"


def test_the_allowed_page_loads_by_both_ways(open_proxy, canary):
    proxy = open_proxy({"good.example": [["127.0.0.2"]]}, allowed=["127.0.0.2"])
    assert get(proxy, f"http://good.example:{canary.port}/a?b=1#c").endswith(b"ok")
    assert connect_and_get(proxy, f"good.example:{canary.port}").endswith(b"ok")
    first = canary.visits[0].split(b"\r\n")
    assert first[0] == b"GET /a?b=1 HTTP/1.1"
    assert f"Host: good.example:{canary.port}".encode() in first
    assert [passage.dialled for passage in proxy.passages] == [f"127.0.0.2 {canary.port}"] * 2
    assert proxy.passages[0].received == len(PAGE)


def connect_and_get(proxy, authority: str) -> bytes:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as line:
        line.sendall(f"CONNECT {authority} HTTP/1.1\r\n\r\n".encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return b"".join(iter(lambda: line.recv(65_536), b""))


def test_a_name_that_changes_its_answer_is_checked_every_time(open_proxy, canary):
    answers = {"rebind.example": [["127.0.0.2"], ["127.0.0.1"]]}
    proxy = open_proxy(answers, allowed=["127.0.0.2"])
    assert get(proxy, f"http://rebind.example:{canary.port}/").endswith(b"ok")
    assert get(proxy, f"http://rebind.example:{canary.port}/").startswith(b"HTTP/1.1 403")
    assert len(canary.visits) == 1


def test_one_inner_answer_beside_an_allowed_one_spoils_the_name(open_proxy, canary):
    proxy = open_proxy({"two.example": [["127.0.0.2", "127.0.0.1"]]}, allowed=["127.0.0.2"])
    assert get(proxy, f"http://two.example:{canary.port}/").startswith(b"HTTP/1.1 403")
    assert canary.visits == []


def test_a_resolver_that_takes_too_long_is_not_waited_for(open_proxy, canary):
    proxy = open_proxy(
        {"slow.example": [["127.0.0.2"]]}, ["127.0.0.2"], seconds=30, resolve_seconds=0.2
    )
    assert get(proxy, f"http://slow.example:{canary.port}/").startswith(b"HTTP/1.1 403")
    assert proxy.passages[0].refused == "解析太慢"


def test_an_endless_answer_is_cut_at_the_limit(open_proxy, canary):
    canary.reply = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000
    proxy = open_proxy({"big.example": [["127.0.0.2"]]}, ["127.0.0.2"], most_bytes=500_000)
    assert len(get(proxy, f"http://big.example:{canary.port}/")) <= 500_000
    assert proxy.passages[0].ended == "超过大小上限"


def test_a_silent_far_side_is_given_up(open_proxy):
    with socket.create_server(("127.0.0.2", 0)) as mute:
        port = mute.getsockname()[1]
        proxy = open_proxy(
            {"mute.example": [["127.0.0.2"]]},
            ["127.0.0.2"],
            idle_seconds=0.2,
            ports=frozenset({port}),
        )
        assert get(proxy, f"http://mute.example:{port}/") == b""
    assert proxy.passages[0].ended == "太久没有声音"


def test_nobody_there_is_a_refusal_and_not_a_hang(open_proxy):
    with socket.create_server(("127.0.0.2", 0)) as gone:
        port = gone.getsockname()[1]
    proxy = open_proxy({"gone.example": [["127.0.0.2"]]}, ["127.0.0.2"], ports=frozenset({port}))
    assert get(proxy, f"http://gone.example:{port}/").startswith(b"HTTP/1.1 403")
    assert proxy.passages[0].refused == "连不上"


def test_many_at_once_are_all_answered(open_proxy, canary):
    proxy = open_proxy({"good.example": [["127.0.0.2"]]}, ["127.0.0.2"], connections=4)
    answers: list[bytes] = []
    callers = [
        threading.Thread(
            target=lambda: answers.append(get(proxy, f"http://good.example:{canary.port}/"))
        )
        for _ in range(20)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert [answer[-2:] for answer in answers] == [b"ok"] * 20
