"""电子证据: E1 beside openssl, changes caught, false alarms, the log L1, kills, lies, and a fuzz.

Run: python benchmarks/evidence.py [--full] [--only speed,attacks,flips,…] [--size N]
Blocks: speed, attacks, flips, sound, log, kills, lies, audit, fuzz; --size: how many, or seconds.
The short run takes minutes; --full takes the numbers of the promise: 10,000 flips, 100 of each
way of changing a package, 5,000 sound packages, 200 kills, ten minutes of fuzz. All is generated.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.engine.forensics.office import Office, capture_of, right_now
from tests.engine.forensics.tampering import ATTACKS, Ground, flipped
from tests.engine.forensics.test_following import ENTRIES, Server
from tests.engine.forensics.test_log import acknowledged, lost
from tests.engine.forensics.verifiers import (
    LEFT_OPEN,
    NODE,
    Remembering,
    by_engine,
    by_page,
    by_script,
    held_by,
    shape,
)

from wangshi.engine.forensics.captures import Kept
from wangshi.engine.forensics.following import LogLies, View
from wangshi.engine.forensics.keys import Purpose
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.logcheck import check_tree
from wangshi.engine.forensics.merkle import leaf_hash, proves_inclusion
from wangshi.engine.forensics.package import Package
from wangshi.engine.forensics.sealing import seal
from wangshi.engine.forensics.verifying import verify_package

SEED = 20261123
TOKENS = {"times", "authorities"}


@dataclass(frozen=True)
class Size:
    """多少: of everything, short or full."""

    flips: int = 500
    attacks: int = 5
    agreed: int = 2
    sound: int = 100
    kills: int = 10
    entries: int = 40_000
    lies: int = 1_000
    fuzz: float = 20.0


FULL = Size(10_000, 100, 5, 5_000, 200, 200_000, 10_000, 600.0)


def main() -> None:
    """打印: one block a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the numbers of the promise")
    parser.add_argument("--only", default="", help="some of the blocks, with commas")
    parser.add_argument("--size", type=int, help="how many of each, or seconds of fuzz")
    options = parser.parse_args()
    blocks: dict[str, Callable[[Office, Ground, Size], None]] = {
        "speed": speed, "attacks": attacks, "flips": flips, "sound": sound, "log": log,
        "kills": kills, "lies": lies, "audit": audit, "fuzz": fuzz,
    }  # fmt: skip
    wanted = options.only.split(",") if options.only else list(blocks)
    size = FULL if options.full else Size()
    if options.size:
        size = Size(*[options.size] * 2, size.agreed, *[options.size] * 5)
    with tempfile.TemporaryDirectory(prefix="wangshi-evidence-") as folder:
        office = Office.open(Path(folder))
        made = [office.seal(capture_of(seed), f"{seed}.wacz") for seed in range(1, 7)]
        ground = Ground(office, [office.witness(one) for one in made])
        for name in wanted:
            started = time.perf_counter()
            blocks[name](office, ground, size)
            spent, load = time.perf_counter() - started, os.getloadavg()[0]
            print(f"  （{name} 用了 {spent:.0f} 秒，负载 {load:.1f}）\n", flush=True)
        office.log.close()


# ---- E1 ----


def speed(office: Office, _: Ground, size: Size) -> None:
    """核对的速度: beside `openssl dgst` over the same bytes, both digests, in the same run."""
    print("E1 核对速度（同一次运行，A-B-B-A；负载会影响两边）")
    for kind in ("录像", "图片", "网页"):
        package = _large(office, kind)
        megabytes = package.path.stat().st_size / 1e6
        ways: dict[str, Callable[[], object]] = {
            "openssl sha256": partial(_openssl, "-sha256", package),
            "openssl sm3": partial(_openssl, "-sm3", package),
            "wangshi verify": partial(_verified, package),
            "  --quick": partial(_verified, package, quick=True),
            "verify.py": partial(_by_script, package),
        }
        times = _alternate(ways, rounds=5)
        best = {name: min(runs, key=lambda run: run[0]) for name, runs in times.items()}
        both = best["openssl sha256"][0] + best["openssl sm3"][0]
        work = best["openssl sha256"][1] + best["openssl sm3"][1]
        print(f"  {kind} {megabytes:.0f} MB")
        for name, runs in times.items():
            wall, cpu = best[name]
            middle = statistics.median(run[0] for run in runs)
            print(
                f"    {name:<16} 最好 {wall:6.3f} 秒  中位 {middle:6.3f} 秒  处理器 {cpu:6.3f} 秒"
                f"  {megabytes / wall:7.1f} MB/s  为 openssl 两种摘要的 {both / wall:6.1%}"
                f"（按处理器时间 {work / max(cpu, 1e-9):6.1%}）"
            )
        package.path.unlink()
    small = office.folder / "1.wacz"
    runs = [_clocked(lambda: _cold("-m", "wangshi.cli", "verify", str(small)))[0] for _ in range(5)]
    alone = [_clocked(lambda: _cold("verify/verify.py", str(small)))[0] for _ in range(5)]
    print(f"  冷启动核对一个小包：wangshi verify {min(runs):.2f} 秒，verify.py {min(alone):.2f} 秒")


def _large(office: Office, kind: str) -> Package:
    draw = random.Random(SEED)
    capture = capture_of(900)
    page, _, picture, _ = capture.exchanges
    kept = list(capture.kept)
    if kind == "录像":
        exchanges = [page]
        kept.append(Kept("files/0001.mp4", draw.randbytes(150_000_000)))
    elif kind == "图片":
        exchanges = [
            page,
            *(
                replace(picture, url=f"{picture.url}?{n}", body=draw.randbytes(700_000))
                for n in range(200)
            ),
        ]
    else:
        words = "".join(
            draw.choices("<div class=item>价格茶叶蜂蜜核桃木耳0123456789</div>", k=90_000)
        )
        exchanges = [page] + [
            replace(page, url=f"{page.url}&n={n}", body=f"{n}{words[n:]}{draw.random()}".encode())
            for n in range(1_500)
        ]
    capture = replace(capture, exchanges=exchanges, kept=kept)
    target = office.folder / f"large-{kind}.wacz"
    return seal(capture, target, keyring=office.keyring, at=right_now(), log=office.log)


def _openssl(algorithm: str, package: Package) -> None:
    subprocess.run(["openssl", "dgst", algorithm, package.path], capture_output=True, check=True)


def _verified(package: Package, *, quick: bool = False) -> None:
    report = verify_package(package.path, quick=quick)
    assert report.is_sound, report.faults


def _by_script(package: Package) -> None:
    _cold("verify/verify.py", str(package.path))


def _cold(*words: str) -> None:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def _alternate(
    ways: dict[str, Callable[[], object]], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    order = list(ways)
    for turn in range(rounds):
        for name in order if turn % 2 == 0 else reversed(order):
            times[name].append(_clocked(ways[name]))
    return times


def _clocked(act: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds, children included."""
    before, started = os.times(), time.perf_counter()
    act()
    wall, after = time.perf_counter() - started, os.times()
    return wall, sum(after[:4]) - sum(before[:4])


# ---- what is caught, and what is not cried over ----


def attacks(office: Office, ground: Ground, size: Size) -> None:
    """三十种改法: each caught by name, and the three programs agree on some of each."""
    print(f"改法：每种 {size.attacks} 次（T28、T29 在 audit 一段）")
    draw, missed, disagreed = random.Random(SEED), Counter[str](), Counter[str]()
    held, openssl = held_by(office), Remembering(office.folder / "keys")
    path = office.folder / "attacked.wacz"
    for name, act in ATTACKS.items():
        codes, asked = Counter[str](), []
        for turn in range(size.attacks):
            attack = act(ground, draw)
            path.write_bytes(attack.whole)
            own = held.but(attack.held)
            report = by_engine(path, own)
            found = {fault.code for fault in report.faults}
            codes.update(found & attack.named)
            missed[name] += not found & attack.named
            if turn < size.agreed:
                ours = report.as_json()["checks"]
                theirs = by_script(path, own, openssl)["checks"]
                disagreed[f"{name} verify.py"] += shape(theirs) != shape(ours)
                copy = office.folder / f"asked-{name}-{turn}.wacz"
                copy.write_bytes(attack.whole)
                asked.append((copy, own, ours))
        if NODE and asked:
            reports = by_page([(one, own) for one, own, _ in asked])
            for (_, _, ours), theirs in zip(asked, reports, strict=True):
                same = shape(theirs["checks"], without=LEFT_OPEN) == shape(ours, without=LEFT_OPEN)
                disagreed[f"{name} verify.html"] += not same
        told = "，".join(f"{code} {count}" for code, count in codes.most_common())
        print(f"  {name} {size.attacks - missed[name]}/{size.attacks} 查出  {told}", flush=True)
    print(f"  没有查出 {missed.total()}；三个程序不一致 {+disagreed or 0}")
    assert not missed.total()
    assert not disagreed.total()


def flips(office: Office, ground: Ground, size: Size) -> None:
    """翻一位: anywhere in the file; nothing is believed to be unimportant."""
    draw, checks, missed = random.Random(SEED), Counter[str](), 0
    path, held = office.folder / "flipped.wacz", held_by(office)
    for _ in range(size.flips):
        _, whole = ground.pick(draw)
        path.write_bytes(flipped(whole, draw.randrange(len(whole)), draw))
        report = by_engine(path, held)
        missed += report.is_sound
        checks.update(check.key for check in report.checks if check.faults)
    print(
        f"翻一位：{size.flips} 次，没有查出 {missed}；由这些检查说出：{dict(checks.most_common())}"
    )
    assert not missed


def sound(office: Office, _: Ground, size: Size) -> None:
    """误报: sound packages of every size, each with another capture; none may be accused."""
    alarms, held = 0, replace(held_by(office), witnesses=())
    draw = random.Random(SEED)
    for seed in range(size.sound):
        capture = capture_of(10_000 + seed, size=draw.choice([1, 50, 300, 5_000]))
        asked = office.authorities if seed % 10 == 0 else ()
        package = office.seal(capture, f"sound{seed}.wacz", authorities=asked)
        report = by_engine(package.path, held)
        alarms += not report.is_sound
        package.path.unlink()
    print(f"误报：{size.sound} 个没有动过的包，误报 {alarms}")
    assert not alarms


# ---- L1 ----


def log(office: Office, _: Ground, size: Size) -> None:
    """日志: durable entries a second while checkpoints go out, and the time of a proof."""
    folder = office.folder / "speed-log"
    key = office.keyring.public.current("ed25519", Purpose.LOG, right_now())
    private = office.keyring.ed25519(key)
    entry = b"x" * 180
    with Log(folder, "speed.example/log", private, memory=office.folder / "speed-head") as one:
        for callers in (1, 16, 64):
            _race(one, callers, size.entries // 40, entry)
        started = time.perf_counter()
        for _ in range(size.entries // 500):
            one.append_many([entry] * 500)
        rate = size.entries / (time.perf_counter() - started)
        print(f"  成批登记（500 条一批）{rate:>10,.0f} 条/秒")
        started = time.perf_counter()
        latest = one.publish()
        print(f"  公布 {latest.size:,} 条用 {time.perf_counter() - started:.2f} 秒")
        draw = random.Random(SEED)
        times = []
        for _ in range(2_000):
            index = draw.randrange(latest.size)
            started = time.perf_counter()
            proof = one.prove(index)
            times.append(time.perf_counter() - started)
            assert proves_inclusion(leaf_hash(entry), index, latest.size, proof.hashes, latest.root)
        times.sort()
        print(
            f"  一个证明：中位 {times[1_000] * 1e3:.3f} 毫秒，p99 {times[1_980] * 1e3:.3f} 毫秒，"
            f"最慢 {times[-1] * 1e3:.2f} 毫秒"
        )
    started = time.perf_counter()
    assert check_tree(folder, None).is_sound
    print(f"  从瓦片全部重算一遍：{time.perf_counter() - started:.2f} 秒")


def _race(one: Log, callers: int, each: int, entry: bytes) -> None:
    """Many callers, one entry at a time, while another publishes every second."""
    done = threading.Event()

    def publish() -> None:
        while not done.wait(1.0):
            one.publish()

    def write() -> None:
        for _ in range(each):
            one.append(entry)

    threads = [threading.Thread(target=write) for _ in range(callers)]
    publisher = threading.Thread(target=publish)
    publisher.start()
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = callers * each / (time.perf_counter() - started)
    done.set()
    publisher.join()
    print(f"L1 {callers:>3} 个一起登记：{rate:>10,.0f} 条/秒，每条都已落盘才答复")


def kills(office: Office, _: Ground, size: Size) -> None:
    """杀掉写的人: kill -9 at any moment; what was acknowledged is there, at its number."""
    folder, told, gone = office.folder / "killed", {}, 0
    folder.mkdir()
    draw = random.Random(SEED)
    for _ in range(size.kills):
        told |= acknowledged(folder, 0.25 + draw.random() * 0.5)
        gone += len(lost(folder, told))
    whole = check_tree(folder / "log", None).is_sound
    print(f"kill -9：{size.kills} 次，答复过 {len(told):,} 条，丢 {gone}；日志完好：{whole}")
    assert not gone
    assert whole


def lies(office: Office, _: Ground, size: Size) -> None:
    """说谎的服务器: forks, rollbacks, split views, renamed logs and wrong proofs, all refused."""
    folder = office.folder / "liars"
    folder.mkdir()
    draw, accepted, refused = random.Random(SEED), 0, Counter[str]()
    honest = [Server(folder / f"honest{n}", ENTRIES[:n]) for n in (150, 200, 300)]
    liars = [
        Server(folder / f"fork{n}", [*ENTRIES[:n], b"another", *ENTRIES[n + 1 : 250]])
        for n in (0, 99, 149, 199)
    ]
    liars.append(Server(folder / "renamed", ENTRIES, origin="elsewhere.example/log"))
    start = View(honest[1].key).follow(honest[1].checkpoint)
    for _ in range(size.lies):
        liar, older = draw.choice(liars), honest[0]
        proof = draw.choice([liar.since(200), honest[2].since(200), [], [draw.randbytes(32)] * 5])
        question = draw.choice(
            [
                partial(start.follow, liar.checkpoint, proof),
                partial(start.follow, older.checkpoint, proof),
                partial(start.confirm, b"another", liar.prove(draw.randrange(200))),
                partial(start.confirm, ENTRIES[5], honest[2].prove(5)),
                partial(start.confirm, b"another", honest[1].prove(draw.randrange(200))),
            ]
        )
        try:
            question()
            accepted += 1
        except LogLies as lie:
            refused[lie.code] += 1
    print(f"说谎的日志：{size.lies} 次，信了 {accepted}；拒绝的理由 {dict(refused.most_common())}")
    assert not accepted


def audit(_: Office, __: Ground, size: Size) -> None:
    """T28、T29: rows of the audit chain changed or deleted and numbered anew, in a database."""
    done = subprocess.run(
        [sys.executable, "-c", _AUDIT, str(size.attacks)], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    print(done.stdout.rstrip() or done.stderr[-2_000:])
    assert done.returncode == 0


_AUDIT = """
import atexit, os, random, shutil, sys, tempfile
os.environ["WANGSHI_HOME"] = tempfile.mkdtemp(prefix="wangshi-evidence-")
atexit.register(shutil.rmtree, os.environ["WANGSHI_HOME"])
os.environ["DJANGO_SETTINGS_MODULE"] = "wangshi.settings"
sys.path.insert(0, "src")
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from wangshi.shared.audit import check_chain
from wangshi.shared.models import AuditHead, AuditRecord
from wangshi.shared.services import record
call_command("migrate", verbosity=0)
for n in range(60):
    record(None, "bench.written", f"row {n}", number=n)
assert check_chain() == ()
table, head = AuditRecord._meta.db_table, AuditHead._meta.db_table
draw, times = random.Random(20261123), int(sys.argv[1])
def edited(run):
    column = draw.choice(["actor_name", "verb", "subject", "sha256", "sm3"])
    run(f"UPDATE {table} SET {column} = {column} || 'x' WHERE sequence = {draw.randint(1, 60)}")
def repacked(run):
    gone = draw.randint(1, 60)
    run(f"DELETE FROM {table} WHERE sequence = {gone}")
    for n in range(gone + 1, 61):
        run(f"UPDATE {table} SET sequence = {n - 1} WHERE sequence = {n}")
    if draw.random() < 0.5:
        last = f"(SELECT sha256 FROM {table} WHERE sequence = 59)"
        run(f"UPDATE {head} SET sequence = 59, sha256 = {last}")
for name, change in (("T28", edited), ("T29", repacked)):
    caught = 0
    for _ in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            change(cursor.execute)
            caught += bool(check_chain())
            transaction.set_rollback(True)
    print(f"  {name} {caught}/{times} 查出（审计链，SQL 直接改库）")
    assert caught == times
assert check_chain() == ()
"""


def fuzz(office: Office, ground: Ground, size: Size) -> None:
    """乱改: bytes anyhow, for a bounded time; every answer is a report and none is a crash.

    A token that was itself spoilt is read by openssl in one program and by our own reader in the
    other: of what is wrong in it they may think differently, never of whether something is.
    """
    seed = random.randrange(1 << 32)
    draw, path, until = (
        random.Random(seed), office.folder / "fuzzed.wacz", time.monotonic() + size.fuzz,
    )  # fmt: skip
    counts: Counter[str] = Counter()
    for whole in _spoilt(ground, draw):
        if time.monotonic() >= until:
            break
        path.write_bytes(whole)
        report = verify_package(path)
        counts["核对"] += 1
        counts["没有毛病"] += report.is_sound and whole not in ground.wholes
        if counts["核对"] % 50 == 0:
            theirs = by_script(path, held_by(office), Remembering(office.folder / "keys"))
            ours = by_engine(path, held_by(office)).as_json()["checks"]
            counts["和 verify.py 比"] += 1
            counts["令牌的说法不同"] += shape(theirs["checks"]) != shape(ours)
            counts["不一致"] += shape(theirs["checks"], without=TOKENS) != shape(
                ours, without=TOKENS
            )
    print(f"乱改 {size.fuzz:.0f} 秒（种子 {seed}）：{dict(counts)}，崩溃 0")
    assert not counts["没有毛病"]
    assert not counts["不一致"]


def _spoilt(ground: Ground, draw: random.Random) -> Iterator[bytes]:
    while True:
        _, whole = ground.pick(draw)
        _, other = ground.pick(draw)
        changed = bytearray(whole)
        for _ in range(draw.randint(1, 6)):
            at, length = draw.randrange(len(changed)), draw.choice([1, 2, 4, 30, 400])
            kind = draw.randrange(5)
            if kind == 0:
                changed[at] ^= 1 << draw.randrange(8)
            elif kind == 1:
                changed[at : at + length] = draw.randbytes(length)
            elif kind == 2:
                del changed[at : at + length]
            elif kind == 3:
                changed[at:at] = changed[draw.randrange(len(changed)) :][:length]
            else:
                start = draw.randrange(len(other))
                changed[at : at + length] = other[start : start + length]
        yield bytes(changed)


if __name__ == "__main__":
    main()
