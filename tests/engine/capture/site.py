"""一个试填的网站: pages of every kind a capture meets, on the loopback."""

import contextlib
import gzip
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "试填的商品说明，写得很长，为了让页面像一个页面。" * 20
HTML = "text/html; charset=utf-8"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)

BOMB = gzip.compress(b" " * (8 << 20))


@dataclass
class Answer:
    """一个响应."""

    body: str | bytes = ""
    status: int = 200
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


def page(title: str, body: str = "") -> Answer:
    return Answer(f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{WORDS}</p>{body}")


def moved(target: str, status: int = 302) -> Answer:
    return Answer("", status, headers={"Location": target})


PAGES = {
    "/plain": page("普通的页面", "<img src=/dot.png><link rel=stylesheet href=/a.css>"),
    "/dot.png": Answer(DOT, kind="image/png"),
    "/a.css": Answer("h1{color:red}" * 50, kind="text/css"),
    "/favicon.ico": Answer(DOT, kind="image/png"),
    "/moved": moved("/moved-again", 301),
    "/moved-again": moved("/by-script"),
    "/by-script": Answer("<script>location='/plain'</script>"),
    "/swallowed": page("脚本取走的", "<script>fetch('/words').then(r=>r.blob());"
                       "new Worker('/w.js')</script>"),
    "/words": Answer("字" * 100_000, kind="text/plain; charset=utf-8"),
    "/w.js": Answer("fetch('/late')", kind="text/javascript"),
    "/lazy": page(
        "懒加载的",
        "<div style='height:3000px'></div><p id=late></p><script>new IntersectionObserver(e=>{"
        "if(e[0].isIntersecting&&!late.textContent)fetch('/late').then(r=>r.text())"
        ".then(t=>late.textContent=t)}).observe(late)</script>",
    ),
    "/late": Answer("往下看才有的字", kind="text/plain; charset=utf-8"),
    "/dialogs": page("弹窗的", "<script>alert('您中奖了');confirm('要走吗');"
                     "window.open('/plain')</script>"),
    "/advert": page("有广告的", "<a href=/landing target=_blank>立即领取</a>"),
    "/landing": page("落地页"),
    "/file": Answer(b"PK\3\4" + bytes(5000), kind="application/zip",
                    headers={"Content-Disposition": 'attachment; filename="../../ziliao.zip"'}),
    "/login": Answer("<title>登录</title><form>账号<input>密码<input type=password></form>"),
    "/to-login": moved("/passport/signin?back=1"),
    "/passport/signin?back=1": page("欢迎回来"),
    "/with-login": page("有登录框的", "<form>请登录<input type=password></form>"),
    "/challenge": Answer("<title>安全验证</title>请拖动滑块", 403),
    "/soft-challenge": Answer("<title>稍等</title>访问频繁，请输入验证码"),
    "/stub": Answer("<title>商品</title>请下载APP查看全部内容"),
    "/bomb": page("有炸弹的", "<script src=/bomb.js></script>"),
    "/bomb.js": Answer(BOMB, kind="text/javascript", headers={"Content-Encoding": "gzip"}),
    "/gone": Answer("<title>没有了</title>商品已下架", 404),
    "/broken": page("缺一块的", "<img src=http://10.9.8.7/x.png>"),
    "/to-private": moved("http://10.9.8.7/"),
    "/loop": Answer("<meta http-equiv=refresh content='0;url=/loop'>转"),
    "/hostile": Answer("<title>\u202e</title><script>document.title='\\ud800\\u0007</title>'"
                       f"</script><p>{WORDS}"),
}  # fmt: skip


class Site:
    """网站: `asked` lists the paths as they came."""

    def __init__(self, wrap=None) -> None:
        self.asked: list[str] = []
        site = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                with contextlib.suppress(OSError):
                    site.answer(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.server.daemon_threads = True
        if wrap is not None:
            self.server.socket = wrap(self.server.socket)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, door: BaseHTTPRequestHandler) -> None:
        if door.path in ("/endless", "/huge"):
            self._pour(door, declared=door.path == "/huge")
            return
        answer = PAGES.get(door.path, Answer("没有", 404))
        door.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
            door.send_header(name, value)
        door.send_header("Content-Length", str(len(answer.content)))
        door.end_headers()
        door.wfile.write(answer.content)

    def _pour(self, door: BaseHTTPRequestHandler, *, declared: bool) -> None:
        door.send_response(200)
        door.send_header("Content-Type", HTML)
        if declared:
            door.send_header("Content-Length", str(4 << 30))
        door.end_headers()
        while True:
            door.wfile.write("<p>没有完</p>".encode() * 50)
            time.sleep(0.05)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
