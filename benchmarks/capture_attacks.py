"""取证够不到内网 (X1): attack addresses and pages are captured in a world where all of them answer.

Run: python benchmarks/capture_attacks.py [--few]
In a network namespace of its own every kind of forbidden address stands on the loopback, with a
canary on the ports that matter, and every route leads there too. A packet socket counts each IP
packet to a forbidden address and each that would have left. The browser sits in a cell of its own
inside that world, as far as the machine allows: how far is printed. PASS: none of either and no
visit, while the control page loads; before that, packets of our own show that the canary sings.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.engine.forensics.office import right_now
from tests.engine.vetting.test_proxy import INDOORS

from wangshi.engine.capture import (
    CHROMIUM,
    Caps,
    CaptureClock,
    CaptureFault,
    Observed,
    Studio,
    Wanted,
    plan_for,
    record,
)
from wangshi.engine.vetting import Allowance

INSIDE = "WANGSHI_ATTACKS_INSIDE"
# The one public address of this little world: where the attacker's pages are.
PUBLIC = "8.8.4.4"
FORBIDDEN = (
    "0.1.2.3", "10.0.0.1", "10.9.8.7", "100.64.0.1", "100.100.100.200", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.17.0.1", "172.31.255.254", "192.0.0.1", "192.0.2.1",
    "192.88.99.1", "192.168.0.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "240.0.0.1", "127.0.0.2", "127.1.2.3",
)  # fmt: skip
FORBIDDEN_6 = (
    "fc00::1", "fd00:ec2::254", "2001:db8::1", "2002:a00:1::1", "64:ff9b::a00:1", "64:ff9b:1::1",
    "3fff::1", "2001::1",
)  # fmt: skip
HERE = (ip_address("127.0.0.1"), ip_address("::1"))
PORTS = (80, 443, 22, 53, 3306, 5432, 6379, 8080, 9200, 11211)
CAPS = Caps(load_seconds=4, quiet_seconds=0.25, settle_seconds=1.5, look_seconds=3, screens=2)
# What a name answers the first time, and ever after.
NAMES = {
    "evil.example": ((PUBLIC,), (PUBLIC,)),
    "rebind.example": ((PUBLIC,), ("10.9.8.7",)),
    "loop.example": (("127.0.0.2",), ("127.0.0.2",)),
    "mixed.example": ((PUBLIC, "10.9.8.7"), (PUBLIC, "10.9.8.7")),
    "six.example": (("::ffff:10.9.8.7",), ("::ffff:10.9.8.7",)),
    "127.0.0.2.nip.example": (("127.0.0.2",), ("127.0.0.2",)),
}
TARGETS = ("10.9.8.7", "127.0.0.1:6379", "[::1]:8080", "169.254.169.254", "loop.example",
           "rebind.example", "0x0a090807", "mixed.example")  # fmt: skip
# {t} is the host and port to be reached; a line that begins with a name and a colon is a header.
VECTORS = {
    "redirect": "Location: http://{t}/x",
    "refresh-header": "Refresh: 0;url=http://{t}/x",
    "link-header": "Link: <http://{t}/x>; rel=preload; as=image",
    "alt-svc": 'Alt-Svc: h3="{t}", h2="{t}"\n<img src=/again>',
    "csp-report": "Content-Security-Policy: img-src 'none'; report-uri http://{t}/x\n<img src=/a>",
    "report-to": 'Reporting-Endpoints: default="http://{t}/x"\n<script>interventions</script>',
    "meta-refresh": "<meta http-equiv=refresh content='0;url=http://{t}/x'>",
    "location": "<script>location='http://{t}/x'</script>",
    "base": "<base href='http://{t}/'><img src=x>",
    "iframe": "<iframe src='http://{t}/x'></iframe>",
    "srcdoc": "<iframe srcdoc=\"<img src='http://{t}/x'>\"></iframe>",
    "data-frame": "<iframe src=\"data:text/html,<img src='http://{t}/x'>\"></iframe>",
    "frameset": "<frameset><frame src='http://{t}/x'></frameset>",
    "img": "<img src='http://{t}/x' srcset='http://{t}/y 2x'>",
    "css": "<style>@import 'http://{t}/x';body{{background:url(http://{t}/y)}}</style>",
    "font": "<style>@font-face{{font-family:f;src:url(http://{t}/x)}}p{{font-family:f}}</style><p>x",
    "media": "<video src='http://{t}/x' poster='http://{t}/p' autoplay></video><audio src='http://{t}/y'>",
    "track": "<video><track default src='http://{t}/x'></video>",
    "object": "<object data='http://{t}/x'></object><embed src='http://{t}/y'>",
    "hints": "<link rel=prefetch href='http://{t}/x'><link rel=preload as=image href='http://{t}/y'>",
    "preconnect": "<link rel=preconnect href='http://{t}'><link rel=dns-prefetch href='//{t}'>",
    "prerender": '<script type=speculationrules>{{"prerender":[{{"urls":["http://{t}/x"],"eagerness":'
                 '"immediate"}}],"prefetch":[{{"urls":["http://{t}/y"],"eagerness":"immediate"}}]}}'
                 "</script>",
    "icon": "<link rel=icon href='http://{t}/x'><link rel=manifest href='http://{t}/m'>",
    "script": "<script src='http://{t}/x'></script><script type=module src='http://{t}/y'></script>",
    "fetch": "<script>fetch('http://{t}/x',{{mode:'no-cors'}});fetch('http://{t}/y',{{keepalive:true}})"
             "</script>",
    "preflight": "<script>fetch('http://{t}/x',{{method:'PUT',headers:{{'x-a':'b'}}}})</script>",
    "xhr": "<script>x=new XMLHttpRequest;x.open('POST','http://{t}/x');x.send('a')</script>",
    "beacon": "<script>navigator.sendBeacon('http://{t}/x','a')</script>",
    "websocket": "<script>new WebSocket('ws://{t}/x');new WebSocket('wss://{t}/x')</script>",
    "eventsource": "<script>new EventSource('http://{t}/x')</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('http://{t}/x')\"])))</script>",
    "service-worker": "<script>navigator.serviceWorker?.register('/w')</script>",
    "webrtc": "<script>p=new RTCPeerConnection({{iceServers:[{{urls:['stun:{t}','turn:{t}'],"
              "username:'a',credential:'b'}}]}});p.createDataChannel('a');p.createOffer().then(o=>"
              "p.setLocalDescription(o))</script>",
    "webtransport": "<script>new WebTransport('https://{t}/x')</script>",
    "form": "<form id=f action='http://{t}/x' method=post></form><script>f.submit()</script>",
    "open": "<script>open('http://{t}/x')</script>",
    "ping": "<a id=a href='#' ping='http://{t}/x'>x</a><script>a.click()</script>",
    "svg": "<svg><image href='http://{t}/x'/><use href='http://{t}/y#a'/></svg>",
    "xslt": "Content-Type: text/xml\n<?xml-stylesheet type='text/xsl' href='http://{t}/x'?><a/>",
    "https": "<img src='https://{t}/x'>",
    "userinfo": "<img src='http://evil.example@{t}/x'><img src='http://{t}\\@evil.example/'>",
    "schemes": "<iframe src='ftp://{t}/x'></iframe><iframe src='file:///etc/passwd'></iframe>"
               "<iframe src='gopher://{t}/x'></iframe><iframe src='view-source:http://{t}/'></iframe>",
    "download": "<a id=a download href='http://{t}/x'>x</a><script>a.click()</script>",
    "late": "<script>setInterval(()=>fetch('http://{t}/x'+Math.random()),100)</script>",
}  # fmt: skip
# These take the page away or change what stands beside them.
LEAVING = frozenset(("meta-refresh", "location", "form", "frameset", "base", "download", "late"))


def main() -> int:
    """The namespace, then the attacks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", action="store_true", help="all vectors on a few pages: seconds")
    options = parser.parse_args()
    if os.environ.get(INSIDE):
        return attack(few=options.few)
    wrapper = namespace()
    if wrapper is None:
        print("跳过：要 root 或者允许用户命名空间，还要 unshare、ip 和 chromium")
        return 77
    command = [*wrapper, sys.executable, __file__, *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, INSIDE: "1"}, check=False).returncode


def namespace() -> list[str] | None:
    """unshare with what this user may: None where it cannot be done."""
    if not (shutil.which("unshare") and shutil.which("ip") and Path("/usr/bin/chromium").exists()):
        return None
    words = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-r", "-n"]
    made = subprocess.run([*words, "ip", "link", "set", "lo", "up"], check=False)
    return words if made.returncode == 0 else None


def attack(*, few: bool) -> int:
    """Every attack, and what the canary counted."""
    build()
    canary, cases = Canary(), addresses() + pages()
    site = Site()
    canary.proves_itself()
    if few:
        cases = together()
    started, seen = time.perf_counter(), Counter()
    with Studio() as studio:
        control = take(studio, f"http://{PUBLIC}/control", Caps())
        for name, url in cases:
            before = canary.count
            seen[take(studio, url)] += 1
            if canary.count > before:
                print(f"  够到了：{name} {url} {canary.heard[-3:]}")
        again = take(studio, f"http://{PUBLIC}/control", Caps())
    took = time.perf_counter() - started
    good = control == again == Observed.FULL.value and canary.count == 0
    held = sum(len(re.findall(r"\{t\}|/w'", one)) for one in VECTORS.values())
    print(f"X1：{len(cases)} 次取证（{len(VECTORS)} 种页面，{held} 处引用），{took:.0f} 秒")
    print(f"  {plan_for(CHROMIUM, []).isolation.told}")
    print(f"  结果：{dict(seen)}；对照页：{control}、{again}；攻击者的网站被访问 {site.count} 次")
    print(f"  到内网地址的包和出去的包：{canary.count}；{'通过' if good else '不通过'}")
    return 0 if good else 1


def addresses() -> list[tuple[str, str]]:
    """Every spelling of an address indoors, asked for directly."""
    return [("direct", f"http://{host}/") for host in (*INDOORS, *FORBIDDEN)]


def pages() -> list[tuple[str, str]]:
    """Every kind of page with every third target, so that each meets each."""
    found = []
    for number, name in enumerate(VECTORS):
        targets = (TARGETS[(number + step) % 8] for step in (0, 3, 5))
        found += [(name, f"http://{PUBLIC}/{name}?t={target}") for target in targets]
    found += [
        (f"redirect-{code}", f"http://{PUBLIC}/redirect?code={code}&t={target}")
        for code in (301, 303, 307, 308)
        for target in TARGETS[:3]
    ]
    return [*found, ("rebind", "http://rebind.example/rebinding")]


def together() -> list[tuple[str, str]]:
    """All that can stand on one page, on one page; and what cannot."""
    words = ("all?t=10.9.8.7", "redirect?t=127.0.0.1:6379")
    return [(word, f"http://{PUBLIC}/{word}") for word in words]


def take(studio: Studio, url: str, caps: Caps = CAPS) -> str:
    """What came of it."""
    turns: Counter[str] = Counter()

    async def resolve(name: str, _: int) -> Sequence[str]:
        if name not in NAMES:
            raise OSError(name)
        turns[name] += 1
        return NAMES[name][min(turns[name], 2) - 1]

    try:
        wanted = Wanted(url, number="1", allowance=Allowance.of(PUBLIC), caps=caps)
        made = record(wanted, studio=studio, clock=CaptureClock(right_now), resolve=resolve)
    except CaptureFault as fault:
        return fault.fate.value
    return made.observed.value


def build() -> None:
    """The little world: every way leads to the loopback, where everything is counted."""
    ip("link", "set", "lo", "up")
    for address in (PUBLIC, *FORBIDDEN):
        ip("addr", "add", f"{address}/32", "dev", "lo")
    ip("route", "add", "default", "dev", "lo")
    ip("-6", "route", "add", "default", "dev", "lo")
    for address in FORBIDDEN_6:
        ip("-6", "addr", "add", f"{address}/128", "dev", "lo", "nodad")


def ip(*words: str) -> None:
    """One step of building."""
    subprocess.run(["ip", *words], check=False, stderr=subprocess.DEVNULL)


@dataclass
class Canary:
    """金丝雀: counts packets to forbidden addresses, packets that leave, and visits."""

    count: int = 0
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._shut = frozenset(map(ip_address, (*FORBIDDEN, *FORBIDDEN_6)))
        self._wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        threading.Thread(target=self._listen, daemon=True).start()
        for port in PORTS:
            self._open(port)

    def proves_itself(self) -> None:
        """A packet and a visit of our own are counted; then the count begins."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"x", ("10.9.8.7", 53))
        with socket.create_connection(("127.0.0.1", 6379)) as line:
            line.sendall(b"x")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"x", ("1.2.3.4", 53))
        time.sleep(0.3)
        kinds = {one.partition(" ")[0] for one in self.heard}
        if kinds != {"packet", "visit", "left"}:
            raise SystemExit(f"金丝雀没有响：{kinds}")
        self.count, self.heard = 0, []

    def _open(self, port: int) -> None:
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            listener = socket.create_server((address, port), family=family)
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            caller, _ = listener.accept()
            caller.close()
            self._hear(f"visit {listener.getsockname()[:2]}")

    def _listen(self) -> None:
        while True:
            packet, (_, protocol, *_) = self._wire.recvfrom(65_535)
            to, port = _destination(packet, protocol)
            if to in self._shut or (to in HERE and port in PORTS):
                self._hear(f"packet {to} {port}")
            elif to is not None and to not in HERE and to != ip_address(PUBLIC):
                self._hear(f"left {to} {port}")

    def _hear(self, what: str) -> None:
        self.count += 1
        self.heard.append(what)


def _destination(packet: bytes, protocol: int) -> tuple[object, int]:
    """Where an IP packet goes, and to which port; the kernel's own ICMPv6 goes nowhere."""
    if protocol == 0x0800:
        head = 4 * (packet[0] & 15)
        return ip_address(packet[16:20]), int.from_bytes(packet[head + 2 : head + 4])
    if protocol == 0x86DD and packet[6] != 58:
        return ip_address(packet[24:40]), int.from_bytes(packet[42:44])
    return None, 0


class Site:
    """攻击者的网站: one page a vector."""

    def __init__(self) -> None:
        self.count = 0
        site = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.count += 1
                answer(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer((PUBLIC, 80), Door)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()


def answer(door: BaseHTTPRequestHandler) -> None:
    """The page of a vector, with its target written in."""
    parts = urlsplit(door.path)
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    name, target = parts.path.strip("/"), asked.get("t", "")
    if name == "rebinding":
        text = "<script>setInterval(()=>fetch('/secret'),150)</script><iframe src=/x></iframe>"
    elif name == "all":
        inside = [one for key, one in VECTORS.items() if one[0] == "<" and key not in LEAVING]
        text = "".join(inside).format(t=target)
    else:
        text = VECTORS.get(name, "<title>对照</title>" + "对照的文字" * 40).format(t=target)
    headers, body = _parted(text)
    code = int(asked.get("code", "302")) if "Location" in headers else 200
    content = (body + "<p>" + "攻击的页面" * 40).encode()
    door.send_response(code)
    for key, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
        door.send_header(key, value)
    door.send_header("Content-Length", str(len(content)))
    door.end_headers()
    door.wfile.write(content)


def _parted(text: str) -> tuple[dict[str, str], str]:
    first, _, rest = text.partition("\n")
    found = re.match(r"([A-Z][A-Za-z-]+): (.*)", first)
    return ({found[1]: found[2]}, rest) if found else ({}, text)


if __name__ == "__main__":
    sys.exit(main())
