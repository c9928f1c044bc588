#!/usr/bin/env python3
"""校验网市的证据包。只有这一个文件；只用 Python 3.8 以上的标准库和 openssl 命令（OpenSSL 3）。

    python verify.py 证据包.wacz
    python verify.py 证据包.wacz --keys keys.json --roots tsa-roots.pem --log 日志副本/

不联网，不改动任何文件。每一项检查都写结果：通过、不通过、没有查（写明原因）。
退出码：0 没有发现改动；1 发现改动；2 文件打不开或者参数不对；3 用了 --strict 而有一项没有查。

This file shares no code with the programme that seals packages: it was written from the description
of the format (docs/explanation/evidence-format.md), so that the two check each other.
"""

from __future__ import annotations

import argparse
import base64
import bisect
import hashlib
import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

MANIFEST, SEALS = "datapackage.json", "datapackage-digest.json"
WARC, INDEX = "archive/data.warc.gz", "indexes/index.cdx"
PAGES, FACTS = "pages/pages.jsonl", "capture/facts.json"
TITLES = {
    "shell": "包的外壳", "manifest": "清单的写法", "files": "文件齐全",
    "digests": "每个文件都没变", "signatures": "清单上的签名", "signer": "签名的是谁",
    "seals": "封签没变", "times": "时间戳", "authorities": "时间戳是谁的",
    "log": "登记在日志里", "keeper": "日志是谁的", "witnesses": "见证",
    "records": "网页能还原", "clock": "取证时的钟",
}  # fmt: skip
SAID = {"passed": "通过", "failed": "不通过", "skipped": "没有查"}
MOST_BYTES, MOST_ENTRIES, SMALL, STEP = 2**31 - 1, 10_000, 64 << 20, 1 << 20
TOLERANCE, MOMENT_STEP = timedelta(minutes=10), timedelta(seconds=2)
NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,31}/)?[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
ED25519 = bytes.fromhex("302a300506032b6570032100")
SM2 = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
UTC = timezone.utc


class Wrong(ValueError):
    """读不下去：说明哪里不对。"""


def fault(code, said, file="", offset=None, record=None):
    return {"code": code, "said": said, "file": file, "offset": offset, "record": record}


# ---- 规范写法的 JSON：一个值只有一种写法 ----


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_canonical(raw):
    """值；写法不同、有小数、数字太大、键不是 ASCII、嵌套太深的都不收。"""

    def refuse(text):
        raise Wrong("只能写整数，不能写 " + text[:20])

    if len(raw) > SMALL:
        raise Wrong("太长")
    try:
        value = json.loads(raw.decode(), parse_float=refuse, parse_constant=refuse)
        look_into(value, 0)
        again = canonical(value)
    except Wrong:
        raise
    except (ValueError, RecursionError):
        raise Wrong("不是 UTF-8 的 JSON") from None
    if again != raw:
        raise Wrong("不是规范写法")
    return value


def look_into(value, depth):
    if depth > 32:
        raise Wrong("嵌套太深")
    if isinstance(value, dict):
        if not all(key.isascii() for key in value):
            raise Wrong("键只能用 ASCII")
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            look_into(one, depth + 1)
    elif isinstance(value, int) and abs(value) > 2**53 - 1:
        raise Wrong("数字太大")


def want(value, kind, keys=None):
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Wrong("有一处应当是 " + kind.__name__)
    if keys is not None and set(value) != set(keys.split()):
        raise Wrong("应当正好有 " + keys)
    return value


def unbase64(text):
    try:
        raw = base64.b64decode(want(text, str), validate=True)
    except ValueError:
        raise Wrong("不是 base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Wrong("base64 不是规定的写法")
    return raw


def moment(text):
    """2026-11-19T06:02:31Z 或者 …31.123Z。"""
    if not isinstance(text, str) or not re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", text, re.ASCII
    ):
        raise Wrong("不是规定写法的时刻")
    shape = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ"
    try:
        return datetime.strptime(text, shape).replace(tzinfo=UTC)
    except ValueError:
        raise Wrong("不是规定写法的时刻") from None


def told(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken(at):
    """北京时间。"""
    return (at + timedelta(hours=8)).strftime("北京时间 %Y-%m-%d %H:%M:%S")


# ---- 外壳：只有一种写法的 zip ----


def local_header(name, crc, size):
    head = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, crc, size, size, len(name), 0)
    return b"PK\3\4" + head + name


def central_header(name, crc, size, at):
    head = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0x21, crc, size, size, len(name),
                       0, 0, 0, 0, 0, at)  # fmt: skip
    return b"PK\1\2" + head + name


def end_record(count, length, at):
    return b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, length, at, 0)


def differ(found, right, at, name, faults):
    if found != right:
        first = 0
        while first < min(len(found), len(right)) and found[first] == right[first]:
            first += 1
        said = "%s 的外壳和规定的写法不同" % (name or "目录")
        faults.append(fault("shell.header", said, name, at + first))


def safe(name):
    return "".join(c if " " <= c <= "~" else "?" for c in name[:100])


def read_shell(file):
    """(文件的列表，毛病)；列表里每项是 name header start size crc。"""
    faults, size = [], file.seek(0, 2)
    if size > MOST_BYTES:
        return [], [fault("shell.large", "超过 2 GB，不是我们的证据包")]
    first = max(0, size - (1 << 20))
    file.seek(first)
    tail = file.read()
    found = tail.rfind(b"PK\5\6", 0, max(len(tail) - 18, 0))
    if found < 0:
        return [], [fault("shell.truncated", "找不到目录的结尾：文件不完整或者不是证据包")]
    end = first + found
    if end + 22 != size:
        said = "包的后面多出 %d 个字节" % (size - end - 22)
        faults.append(fault("shell.trailing", said, "", end + 22))
    count, length, at = struct.unpack("<10xHII2x", tail[found : found + 22])
    differ(tail[found : found + 22], end_record(count, length, at), end, "", faults)
    if count > MOST_ENTRIES:
        return [], [*faults, fault("shell.large", "目录写着 %d 个文件，超过上限" % count)]
    if at + length != end:
        faults.append(fault("shell.gap", "目录不在它该在的地方", "", end))
    file.seek(min(at, end))
    entries = read_directory(file.read(max(end - at, 0)), at, count, faults)
    compare_locals(file, entries, at, faults)
    return [
        e for e in entries if e["start"] + e["size"] <= at and NAME.fullmatch(e["name"])
    ], faults


def read_directory(raw, at, count, faults):
    entries, seen, place = [], set(), 0
    for _ in range(count):
        if raw[place : place + 4] != b"PK\1\2" or len(raw) < place + 46:
            faults.append(fault("shell.header", "目录读不下去", "", at + place))
            return entries
        crc, size, length, extra, comment, header = struct.unpack_from("<16xI4xIHHH8xI", raw, place)
        whole = raw[place : place + 46 + length + extra + comment]
        octets = whole[46 : 46 + length]
        name = octets.decode("latin-1")
        right = central_header(octets, crc, size, header)
        differ(whole, right, at + place, safe(name), faults)
        if not NAME.fullmatch(name):
            said = "不许用的文件名：" + safe(name)
            faults.append(fault("shell.name", said, "", at + place))
        elif name in seen:
            said = "有两个文件叫 " + name
            faults.append(fault("shell.duplicate", said, name, at + place))
        seen.add(name)
        start = header + 30 + length
        entries.append({"name": name, "header": header, "start": start, "size": size, "crc": crc})
        place += len(whole)
    if place != len(raw):
        faults.append(fault("shell.gap", "目录里多出内容", "", at + place))
    return entries


def compare_locals(file, entries, at, faults):
    place = 0
    for entry in entries:
        name = safe(entry["name"])
        if entry["header"] != place:
            faults.append(fault("shell.gap", name + " 的前面多出或者少了内容", name, place))
        if entry["start"] + entry["size"] > at:
            faults.append(fault("shell.truncated", name + " 不完整", name, entry["header"]))
        file.seek(entry["header"])
        found = file.read(entry["start"] - entry["header"])
        right = local_header(entry["name"].encode("latin-1"), entry["crc"], entry["size"])
        differ(found, right, entry["header"], name, faults)
        place = entry["start"] + entry["size"]
    if place != at:
        faults.append(fault("shell.gap", "文件和目录之间多出或者少了内容", "", place))


# ---- 摘要：SHA-256 和 SM3 ----


class OpensslSm3:
    """这个 Python 没有 SM3 时，用 openssl 命令算。"""

    def __init__(self):
        self.child = subprocess.Popen(
            ["openssl", "dgst", "-sm3", "-binary"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def update(self, piece):
        self.child.stdin.write(piece)

    def hexdigest(self):
        return self.child.communicate()[0].hex()


def new_sm3():
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3")
    return OpensslSm3() if shutil.which("openssl") else None


def sm3(content):
    running = new_sm3()
    if running is None:
        return ""
    running.update(content)
    return running.hexdigest()


def pieces_of(file, entry):
    file.seek(entry["start"])
    left = entry["size"]
    while left:
        piece = file.read(min(left, STEP))
        if not piece:
            return
        left -= len(piece)
        yield piece


def read_contents(file, entries):
    """每个文件读一遍：摘要、CRC、小文件的内容、网页记录。"""
    found = {}
    for entry in entries:
        name = entry["name"]
        if name in found:
            continue
        plain, national, crc, size, kept = hashlib.sha256(), new_sm3(), 0, 0, []
        for piece in pieces_of(file, entry):
            plain.update(piece)
            if national is not None:
                national.update(piece)
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            if name in (INDEX, PAGES, FACTS) and entry["size"] <= SMALL:
                kept.append(piece)
        found[name] = {
            "sha256": plain.hexdigest(), "sm3": national and national.hexdigest(),
            "crc": crc, "size": size, "content": b"".join(kept), "records": [], "broken": None,
        }  # fmt: skip
        if name.endswith(".warc.gz"):
            reader = Records(pieces_of(file, entry))
            found[name]["records"], found[name]["broken"] = reader.read()
    return found


# ---- WARC：一条记录一个 gzip ----


class Records:
    """一条一条读；读不下去时给出第几条、从哪里开始、为什么。"""

    def __init__(self, pieces):
        self.pieces, self.waiting, self.taken, self.out = pieces, b"", 0, 0

    def read(self):
        records = []
        while True:
            start, number = self.taken, len(records) + 1
            try:
                if not self.more():
                    if not records:
                        raise Wrong("是空的")
                    return records, None
                record = self.record()
                if number > 1_000_000:
                    raise Wrong("之后还有：记录太多")
            except Wrong as wrong:
                return records, (number, start, str(wrong))
            record.update(number=number, offset=start, length=self.taken - start)
            records.append(record)

    def more(self):
        if not self.waiting:
            self.waiting = next(self.pieces, b"")
        return bool(self.waiting)

    def member(self):
        """这一个 gzip 解开的内容，一段一段。"""
        unpack = zlib.decompressobj(31)
        while not unpack.eof:
            if not self.more():
                raise Wrong("没有写完")
            given = len(self.waiting)
            try:
                plain = unpack.decompress(self.waiting, STEP)
            except zlib.error:
                raise Wrong("解压不了：内容被改过或者不完整") from None
            self.waiting = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            self.taken += given - len(self.waiting)
            self.out += len(plain)
            if self.out > 4 << 30:
                raise Wrong("解压出来超过 4 GB")
            yield plain

    def record(self):
        pieces, head = self.member(), b""
        while b"\r\n\r\n" not in head:
            if len(head) > 64 << 10 or not any(
                v.startswith(head[: len(v)]) for v in (b"WARC/1.0\r\n", b"WARC/1.1\r\n")
            ):
                raise Wrong("不是 WARC 记录")
            piece = next(pieces, None)
            if piece is None:
                raise Wrong("没有写完")
            head += piece
        head, _, rest = head.partition(b"\r\n\r\n")
        if len(head) > 64 << 10:
            raise Wrong("不是 WARC 记录")
        headers = read_warc_head(head)
        size = int(headers["content-length"])
        is_http = headers["warc-type"] in ("request", "response", "revisit") and (
            headers.get("content-type", "").lower().startswith("application/http")
        )
        block, payload, http, tail = Field(headers, "warc-block-digest"), None, b"", b""
        if headers["warc-type"] != "revisit":
            payload = Field(headers, "warc-payload-digest")
        parted, left = not is_http, size
        while True:
            piece, over = rest[:left], rest[left:]
            left -= len(piece)
            block.update(piece)
            if not parted:
                http = (http + piece)[: (1 << 20) + len(piece)]
                end = http.find(b"\r\n\r\n", 0, 1 << 20)
                parted, piece = end >= 0, http[end + 4 :] if end >= 0 else b""
            if payload is not None:
                payload.update(piece)
            if left == 0:
                tail += over
                if not b"\r\n\r\n".startswith(tail[:4]):
                    raise Wrong("长度和写的不一样")
                if len(tail) > 4:
                    raise Wrong("后面多出内容")
            rest = next(pieces, None)
            if rest is None:
                break
        if left or tail != b"\r\n\r\n":
            raise Wrong("没有写完")
        wrong = [f.name for f in (block, payload) if f is not None and not f.is_right()]
        return {"headers": headers, "wrong": wrong}


class Field:
    """记录里写的一个摘要，和边读边算的。"""

    def __init__(self, headers, name):
        self.name, self.stated = name, headers.get(name, "")
        algorithm = self.stated.partition(":")[0].strip().lower().replace("sha-", "sha")
        known = algorithm in ("sha1", "sha256", "sha512", "md5")
        self.running = hashlib.new(algorithm) if known else None

    def update(self, piece):
        if self.running is not None:
            self.running.update(piece)

    def is_right(self):
        if not self.stated:
            return True
        if self.running is None:
            return False
        raw = self.running.digest()
        base32 = base64.b32encode(raw).decode()
        return self.stated.partition(":")[2].strip() in (
            base32, base32.rstrip("="), base32.lower(), raw.hex(),
            base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(),
        )  # fmt: skip


def read_warc_head(head):
    first, *lines = head.split(b"\r\n")
    if first not in (b"WARC/1.0", b"WARC/1.1"):
        raise Wrong("不是 WARC 1.0 或者 1.1 的记录")
    found = []
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], found[-1][1] + " " + text.strip())
            continue
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise Wrong("头部有一行读不懂")
        found.append((name.strip().lower(), value.strip()))
    names = [name for name, _ in found]
    for name in ("warc-type", "warc-record-id", "warc-date", "content-length"):
        if names.count(name) != 1:
            raise Wrong("头部的 %s 要写一次" % name)
    headers = {}
    for name, value in found:
        headers.setdefault(name, value)
    if headers["warc-type"] not in ("warcinfo", "response", "resource", "request", "metadata",
                                    "revisit", "conversion", "continuation"):  # fmt: skip
        raise Wrong("种类不是 WARC 规定的")
    if not re.fullmatch(r"[0-9]{1,15}", headers["content-length"], re.ASCII):
        raise Wrong("Content-Length 不是数字")
    return headers


# ---- openssl 命令：签名和时间戳 ----


class Openssl:
    """在临时目录里运行 openssl；没有这个命令时 `there` 为假，要它的检查就写没有查。"""

    def __init__(self, folder):
        self.folder, self.there = Path(folder), shutil.which("openssl") is not None

    def run(self, *words, **files):
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        return subprocess.run(
            ["openssl", *words], cwd=str(self.folder), capture_output=True, timeout=60, check=False
        )

    def signed(self, spki, message, signature):
        """Ed25519 或者 SM2 的签名对不对。"""
        options = []
        if spki.startswith(SM2) and len(spki) == len(SM2) + 64:
            options = ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
        elif not spki.startswith(ED25519) or len(spki) != len(ED25519) + 32:
            return False
        done = self.run(
            "pkeyutl", "-verify", "-rawin", *options, "-pubin", "-keyform", "DER", "-inkey", "key",
            "-in", "message", "-sigfile", "signature",
            key=spki, message=message, signature=signature,
        )  # fmt: skip
        return done.returncode == 0

    def token(self, answer):
        """时间戳说了什么：时刻、盖在哪个摘要上、签名对不对、签发的证书。"""
        done = self.run(
            "ts", "-reply", "-in", "answer", "-token_out", "-out", "token", answer=answer
        )
        if done.returncode != 0:
            raise Wrong("令牌读不懂")
        given = self.run(
            "cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-out", "info",
            "-signer", "signer", "-certsout", "beside", signer=b"", beside=b"", info=b"",
        )  # fmt: skip
        is_signed = given.returncode == 0
        info = self.folder / "info"
        if not is_signed:
            self.run("cms", "-verify", "-noverify", "-nosigs", "-inform", "DER", "-in", "token",
                     "-out", "info", info=b"")  # fmt: skip
        at, algorithm, imprint = read_info(info.read_bytes())
        certificates = [(self.folder / name).read_bytes() for name in ("signer", "beside")]
        return {"at": at, "algorithm": algorithm, "imprint": imprint, "is_signed": is_signed,
                "signer": certificates[0], "beside": certificates[1]}  # fmt: skip

    def chain(self, token, roots):
        """证书链的毛病：代码的列表。"""
        lists = b"-----BEGIN X509 CRL-----" in roots
        done = self.run(
            "verify", "-CAfile", "roots", "-untrusted", "beside", "-purpose", "timestampsign",
            "-attime", str(int(token["at"].timestamp())), *(["-crl_check"] if lists else []),
            "signer", roots=roots, signer=token["signer"], beside=token["beside"],
        )  # fmt: skip
        if done.returncode == 0:
            return []
        numbers = set(re.findall(rb"error (\d+) at", done.stdout + done.stderr))
        if numbers == {b"3"}:  # no revocation list of that issuer among those given
            return self.chain(token, re.sub(
                rb"-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", b"", roots, flags=re.S
            ))  # fmt: skip
        codes = {b"9": "expired", b"10": "expired", b"23": "revoked", b"26": "purpose"}
        found = sorted({"authority." + codes.get(n, "chain") for n in numbers - {b"3"}})
        if found == ["authority.revoked"] and self.still_good(token, roots):
            return []
        return found or ["authority.chain"]

    def still_good(self, token, roots):
        """RFC 3161 第 4 节：停用一类的吊销，不影响吊销以前盖的时间戳。"""
        serial = self.run("x509", "-in", "signer", "-noout", "-serial").stdout
        number = serial.partition(b"=")[2].strip().lstrip(b"0")
        for block in re.findall(rb"-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", roots, re.S):
            text = self.run("crl", "-in", "crl", "-noout", "-text", crl=block).stdout.decode()
            for entry in text.split("Serial Number:")[1:]:
                if entry.split()[0].lstrip("0").encode() != number:
                    continue
                date = re.search(r"Revocation Date: (.+) GMT", entry)
                mild = re.search(
                    "Unspecified|Affiliation Changed|Superseded|Cessation Of Operation", entry
                )
                at = datetime.strptime(date[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
                return mild is not None and at > token["at"]
        return False


def der(raw, at=0):
    """一个 DER 元素：(标签，内容，它后面的位置)。"""
    if at + 2 > len(raw):
        raise Wrong("令牌不完整")
    size, start = raw[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, start = int.from_bytes(raw[start : start + count], "big"), start + count
    if start + size > len(raw):
        raise Wrong("令牌不完整")
    return raw[at], raw[start : start + size], start + size


def read_info(raw):
    """TSTInfo：时刻、摘要算法、摘要。"""
    _, body, _ = der(raw)
    fields, at = [], 0
    while at < len(body):
        tag, content, at = der(body, at)
        fields.append((tag, content))
    if len(fields) < 5 or fields[4][0] != 0x18:
        raise Wrong("令牌读不懂")
    _, algorithm, after = der(fields[2][1])
    _, imprint, _ = der(fields[2][1], after)
    text = fields[4][1].decode("ascii", "replace")
    if not re.fullmatch(r"\d{14}(\.\d+)?Z", text, re.ASCII):
        raise Wrong("令牌的时刻读不懂")
    at = datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    micro = int(text[15:-1][:6].ljust(6, "0")) if "." in text else 0
    names = {"608648016503040201": "sha256", "608648016503040202": "sha384",
             "608648016503040203": "sha512", "2a811ccf55018311": "sm3"}  # fmt: skip
    oid = der(algorithm)[1].hex()
    return at.replace(microsecond=micro), names.get(oid, ""), imprint


# ---- 日志：RFC 6962 的树，C2SP 的存根和瓦片 ----


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def included(hashed, index, size, path, root):
    """RFC 9162 2.1.3.2。"""
    if not 0 <= index < size:
        return False
    place, last = index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node(sibling, hashed)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hashed = node(hashed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def read_note(note):
    """存根：origin size root text signatures。"""
    if len(note) > 64 << 10 or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise Wrong("存根太长或者有控制字符")
    text, blank, rest = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) < 3 or not all(lines) or not rest.endswith("\n"):
        raise Wrong("存根不完整")
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1], re.ASCII):
        raise Wrong("存根的大小不是数字")
    signatures = []
    for line in rest[:-1].split("\n"):
        found = re.fullmatch(r"— ([^\s+]{1,200}) ([A-Za-z0-9+/]+={0,2})", line)
        value = unbase64(found[2]) if found else b""
        if len(value) <= 4:
            raise Wrong("签名那一行读不懂")
        signatures.append((found[1], value[:4], value[4:]))
    return {"origin": lines[0], "size": int(lines[1]), "root": unhash(lines[2]),
            "text": text + "\n", "signatures": signatures}  # fmt: skip


def unhash(text):
    raw = unbase64(text)
    if len(raw) != 32:
        raise Wrong("摘要不是 32 字节")
    return raw


def read_proof(text):
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2 or len(lines) > 66:
        raise Wrong("不是日志证明")
    if not re.fullmatch(r"index (0|[1-9][0-9]{0,15})", lines[1], re.ASCII):
        raise Wrong("日志证明的序号不对")
    return {"index": int(lines[1][6:]), "path": [unhash(line) for line in lines[2:]],
            "checkpoint": read_note(note)}  # fmt: skip


def read_vkey(text):
    """名称+编号+公钥 → (名称，编号，类型，公钥)。"""
    name, _, rest = text.strip().partition("+")
    number, _, encoded = rest.partition("+")
    material = unbase64(encoded)
    own = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if not re.fullmatch(r"[^\s+\x00-\x1f]{1,200}", name) or len(material) != 33:
        raise Wrong("公钥应当写作 名称+编号+公钥")
    if own.hex() != number or material[0] not in (1, 4):
        raise Wrong("公钥的编号不对")
    return name, own, material[0], material[1:]


def signed_note(openssl, note, key):
    lines = [s for s in note["signatures"] if s[:2] == key[:2]]
    message = note["text"].encode()
    return bool(lines) and all(openssl.signed(ED25519 + key[3], message, s[2]) for s in lines)


def cosigned(openssl, note, key):
    """见证签于何时；没有签或者签得不对是 None。"""
    moments = []
    for _, _, value in [s for s in note["signatures"] if s[:2] == key[:2]]:
        seconds = int.from_bytes(value[:8], "big")
        text = "cosignature/v1\ntime %d\n%s" % (seconds, note["text"])
        if seconds > 253402300799 or not openssl.signed(ED25519 + key[3], text.encode(), value[8:]):
            return None
        moments.append(datetime.fromtimestamp(seconds, UTC))
    return max(moments, default=None)


class Tiles:
    """日志的副本：一个文件夹。"""

    def __init__(self, folder, size):
        self.folder, self.size, self.cache = Path(folder), size, {}

    @staticmethod
    def path(level, number, width):
        digits = "%03d" % (number % 1000)
        while number >= 1000:
            number //= 1000
            digits = "x%03d/%s" % (number % 1000, digits)
        return "tile/%s/%s%s" % (level, digits, ".p/%d" % width if width < 256 else "")

    def fetch(self, level, number, height):
        width = max(0, min(256, (self.size >> 8 * height) - number * 256))
        for wide in (width, 256):
            try:
                return width, (self.folder / self.path(level, number, wide)).read_bytes()
            except OSError:
                continue
        raise Wrong("缺少 " + self.path(level, number, width))

    def hashes(self, level, number):
        if (level, number) not in self.cache:
            width, raw = self.fetch(level, number, level)
            if len(raw) % 32 or len(raw) < width * 32:
                raise Wrong(self.path(level, number, width) + " 的长度不对")
            self.cache[level, number] = [raw[at : at + 32] for at in range(0, width * 32, 32)]
        return self.cache[level, number]

    def subtree(self, first, last):
        span = last - first
        if span & (span - 1) or first % span:
            middle = first + (1 << (span - 1).bit_length() - 1)
            return node(self.subtree(first, middle), self.subtree(middle, last))
        level = (span.bit_length() - 1) // 8
        below, at = span >> 8 * level, first >> 8 * level
        row = self.hashes(level, at // 256)[at % 256 : at % 256 + below]
        if len(row) != below:
            raise Wrong("瓦片里少了摘要")
        while len(row) > 1:
            row = [node(row[n], row[n + 1]) for n in range(0, len(row), 2)]
        return row[0]

    def root(self, size):
        return self.subtree(0, size) if size else hashlib.sha256(b"").digest()

    def entry(self, index):
        width, raw = self.fetch("entries", index // 256, 0)
        entries, at = [], 0
        while at < len(raw):
            size = int.from_bytes(raw[at : at + 2], "big")
            if at + 2 + size > len(raw):
                raise Wrong("条目不完整")
            entries.append(raw[at + 2 : at + 2 + size])
            at += 2 + size
        if len(entries) < width:
            raise Wrong("少了条目")
        return entries[index % 256]


# ---- 清单、封签、公钥名单 ----


def read_manifest(raw):
    top = want(read_canonical(raw), dict)
    ours = want(top.get("wangshi"), dict)
    if ours.get("format") != 1:
        raise Wrong("不是第 1 版的格式，请用新版的校验程序")
    keys = want(ours.get("keys"), dict, "ed25519 sm2")
    files = []
    for one in want(top.get("resources"), list):
        row = want(one, dict)
        path, size = want(row.get("path"), str), want(row.get("bytes"), int)
        algorithm, _, plain = want(row.get("hash"), str).partition(":")
        if not NAME.fullmatch(path) or path in (MANIFEST, SEALS) or algorithm != "sha256":
            raise Wrong("清单里有不许用的文件名或者摘要")
        files.append((path, size, plain, want(row.get("sm3"), str)))
    if len({path for path, *_ in files}) != len(files):
        raise Wrong("清单里有重复的文件")
    authorities = {}
    for one in want(ours.get("authorities"), list):
        row = want(one, dict)
        authorities[want(row.get("name"), str)] = row.get("legal_force") is True
    return {
        "title": want(top.get("title"), str), "software": want(top.get("software"), str),
        "sealed_at": moment(top.get("created")), "files": files, "authorities": authorities,
        "number": want(ours.get("number"), str), "office": want(ours.get("office"), str),
        "keys": {name: want(key, str) for name, key in keys.items()},
        "log": want(ours.get("log"), str),
    }  # fmt: skip


def read_seals(raw):
    top = want(read_canonical(raw), dict, "hash path wangshi")
    ours = want(top["wangshi"], dict, "closure log manifest revised_at signatures stamps")
    digests = want(ours["manifest"], dict, "sha256 sm3")
    for one in [*digests.values(), *want(ours["log"], dict, "key proof").values()]:
        want(one, str)
    moment(ours["revised_at"])
    signatures = {}
    for name, one in want(ours["signatures"], dict, "ed25519 sm2").items():
        row = want(one, dict, "key public_key value")
        pair = unbase64(row["public_key"]), unbase64(row["value"])
        signatures[name] = {"key": want(row["key"], str), "spki": pair[0], "value": pair[1]}
    stamps = []
    for one in want(ours["stamps"], list):
        row = want(one, dict, "answer attempts authority state")
        if row["state"] not in ("pending", "confirmed", "failed"):
            raise Wrong("时间戳的状态读不懂")
        for each in want(row["attempts"], list):
            moment(want(each, dict, "at outcome")["at"])
            want(each["outcome"], str)
        name, answer = want(row["authority"], str), unbase64(row["answer"])
        tries = len(row["attempts"])
        stamps.append({"authority": name, "state": row["state"], "answer": answer, "tries": tries})
    if (top["path"], top["hash"]) != (MANIFEST, "sha256:" + digests["sha256"]):
        raise Wrong("前后写的清单摘要不一样")
    inside = {key: value for key, value in ours.items() if key != "closure"}
    statement = {key: ours[key] for key in ("manifest", "signatures")}
    return {
        "digests": digests, "signatures": signatures, "stamps": stamps, "log": ours["log"],
        "closed": b"wangshi seals v1\n" + canonical(inside), "closure": unbase64(ours["closure"]),
        "statement": canonical(statement),
    }  # fmt: skip


def key_id(algorithm, spki):
    return "%s-%s" % (algorithm, hashlib.sha256(spki).hexdigest()[:16])


def read_keys(raw):
    top = want(read_canonical(raw), dict)
    if top.get("format") != "wangshi-keys/1":
        raise Wrong("不是公钥名单（wangshi-keys/1）")
    keys = {}
    for row in want(top.get("keys"), list):
        row = want(row, dict, "id algorithm purpose public_key since until revoked_at reason")
        spki = unbase64(row["public_key"])
        if row["id"] != key_id(row["algorithm"], spki) or row["id"] in keys:
            raise Wrong("公钥名单里有一把的编号不对")
        ends = {name: row[name] and moment(row[name]) for name in ("until", "revoked_at")}
        keys[row["id"]] = {**row, **ends, "spki": spki, "since": moment(row["since"])}
    return {"office": want(top.get("office"), str), "log": want(top.get("log"), str), "keys": keys}


# ---- 逐项检查 ----


class Verifier:
    """一个包的全部检查；`trust` 是校验的人手里已有的东西。"""

    def __init__(self, path, trust, openssl):
        self.path, self.trust, self.openssl = Path(path), trust, openssl
        self.checks, self.facts = {}, {}

    def verify(self):
        with self.path.open("rb") as file:
            self.entries, faults = read_shell(file)
            self.judge("shell", faults, "外壳和规定的写法一个字节也不差")
            faults = []
            raw, sealed = self.whole(file, MANIFEST), self.whole(file, SEALS)
            self.raw, self.manifest, self.seals = raw, None, None
            try:
                self.manifest = read_manifest(raw)
            except Wrong as wrong:
                faults.append(fault("manifest.spelling", "清单读不懂：%s" % wrong, MANIFEST))
            try:
                self.seals = read_seals(sealed)
            except Wrong as wrong:
                faults.append(fault("seals.spelling", "封签读不懂：%s" % wrong, SEALS))
            self.judge("manifest", faults, "清单和封签都是规定的写法，格式是第 1 版")
            if faults:
                for key in TITLES:
                    if key not in self.checks:
                        self.skip(key, "清单或者封签读不出来")
                return self.report()
            self.contents = read_contents(file, self.entries)
        self.tell_facts()
        self.read_seals_inside()
        for key in TITLES:
            if key not in self.checks:
                getattr(self, "check_" + key)()
        return self.report()

    def report(self):
        checks = [{"key": key, "title": TITLES[key], **self.checks[key]} for key in TITLES]
        verdicts = [check["verdict"] for check in checks]
        return {"path": self.path.name, "sound": "failed" not in verdicts,
                "complete": set(verdicts) == {"passed"}, "facts": self.facts,
                "checks": checks}  # fmt: skip

    def judge(self, key, faults, said):
        if faults:
            more = "；另有 %d 处" % (len(faults) - 1) if len(faults) > 1 else ""
            said = faults[0]["said"] + more
        verdict = "failed" if faults else "passed"
        self.checks[key] = {"verdict": verdict, "said": said, "faults": faults}

    def skip(self, key, why):
        self.checks[key] = {"verdict": "skipped", "said": "没有查：" + why, "faults": []}

    def whole(self, file, name):
        for entry in self.entries:
            if entry["name"] == name:
                return b"".join(pieces_of(file, entry)) if entry["size"] <= SMALL else b""
        return b""

    def tell_facts(self):
        m = self.manifest
        self.facts = {
            "number": m["number"], "title": m["title"], "office": m["office"],
            "sealed_at": told(m["sealed_at"]), "software": m["software"],
            "files": str(len(m["files"])), "manifest_sha256": self.seals["digests"]["sha256"],
            "manifest_sm3": self.seals["digests"]["sm3"], "log_index": "",
        }  # fmt: skip

    def read_seals_inside(self):
        """时间戳和日志证明先读出来，几项检查都要用。"""
        self.tokens = {}
        for stamp in self.seals["stamps"]:
            if stamp["state"] == "confirmed" and self.openssl.there:
                try:
                    self.tokens[stamp["authority"]] = self.openssl.token(stamp["answer"])
                except (Wrong, ValueError) as wrong:
                    self.tokens[stamp["authority"]] = str(wrong)
        self.proof, self.log_key = None, None
        try:
            self.proof = read_proof(self.seals["log"]["proof"])
            self.facts["log_index"] = str(self.proof["index"])
        except Wrong as wrong:
            self.proof_wrong = str(wrong)
        try:
            key = read_vkey(self.seals["log"]["key"])
            self.log_key = key if key[2] == 1 else None
        except Wrong:
            pass

    def check_files(self):
        listed = [path for path, *_ in self.manifest["files"]]
        there = [entry["name"] for entry in self.entries]
        wanted = [*listed, MANIFEST, SEALS]
        faults = [fault("files.missing", "清单上有，包里没有：" + n, n)
                  for n in wanted if n not in there]  # fmt: skip
        faults += [fault("files.extra", "包里有，清单上没有：" + n, n)
                   for n in there if n not in wanted]  # fmt: skip
        faults += [fault("files.missing", "清单上没有写 " + n, n)
                   for n in (WARC, INDEX, PAGES, FACTS) if n not in listed]  # fmt: skip
        if not faults and there != wanted:
            faults.append(fault("files.order", "文件的次序和清单不同"))
        said = "清单写了 %d 个文件，包里正好是这些，不多不少" % len(listed)
        self.judge("files", faults, said)

    def check_digests(self):
        faults, without = [], False
        for path, size, plain, national in self.manifest["files"]:
            found = self.contents.get(path)
            if found is None:
                continue
            if found["size"] != size:
                faults.append(fault("digest.size", path + " 的长度和封存时不同", path))
            if found["sha256"] != plain:
                faults.append(fault("digest.sha256", path + " 和封存时不同（SHA-256）", path))
            if found["sm3"] is None:
                without = True
            elif found["sm3"] != national:
                faults.append(fault("digest.sm3", path + " 和封存时不同（SM3）", path))
        for entry in self.entries:
            if self.contents[entry["name"]]["crc"] != entry["crc"]:
                said = entry["name"] + " 和外壳写的 CRC 不同"
                faults.append(fault("digest.crc", said, entry["name"], entry["header"]))
        if without and not faults:
            return self.skip("digests", "SHA-256 全部相同；这台机器算不了 SM3，请安装 openssl")
        count = len(self.manifest["files"])
        self.judge("digests", faults, "重新计算 %d 个文件的 SHA-256 和 SM3，与清单全部相同" % count)

    def check_signatures(self):
        faults, stated = [], self.seals["digests"]
        national = sm3(self.raw)
        if stated["sha256"] != hashlib.sha256(self.raw).hexdigest() or (
            national and stated["sm3"] != national
        ):
            faults.append(fault("signature.manifest", "封签写的清单摘要和清单不同", SEALS))
        if not self.openssl.there and not faults:
            return self.skip("signatures", "没有 openssl 命令")
        for name, title in (("ed25519", "Ed25519"), ("sm2", "SM2")):
            one, promised = self.seals["signatures"][name], self.manifest["keys"][name]
            if one["key"] != promised or key_id(name, one["spki"]) != promised:
                said = title + " 签名用的不是清单写的钥匙"
                faults.append(fault("signature.key", said, SEALS))
            fits = one["spki"].startswith(ED25519 if name == "ed25519" else SM2)
            if not fits or not self.openssl.signed(one["spki"], self.raw, one["value"]):
                faults.append(fault("signature." + name, "清单的 %s 签名不对" % title, SEALS))
        self.judge("signatures", faults, "清单上的 Ed25519 和 SM2 两个签名都有效")

    def check_signer(self):
        keys, office = self.trust["keys"], self.manifest["office"]
        if keys is None:
            return self.skip("signer", "没有给出公钥名单；包里自称是 " + office)
        faults = []
        if keys["office"] != office:
            said = "包里自称 %s，名单是 %s 的" % (office, keys["office"])
            faults.append(fault("signer.office", said))
        for one in self.seals["signatures"].values():
            key = keys["keys"].get(one["key"])
            if key is None or key["purpose"] != "seal" or key["spki"] != one["spki"]:
                faults.append(fault("signer.unknown", "公钥名单里没有 " + one["key"], SEALS))
                continue
            sealed_at = self.manifest["sealed_at"]
            if sealed_at < key["since"] or (key["until"] and sealed_at >= key["until"]):
                said = "封存那时 %s 不在有效期内" % one["key"]
                faults.append(fault("signer.period", said, SEALS))
            if key["revoked_at"]:
                proven = self.proven_by()
                if proven is None or proven >= key["revoked_at"]:
                    said = "%s 已在 %s 吊销，没有时间戳证明封存在那以前"
                    faults.append(fault(
                        "signer.revoked", said % (one["key"], spoken(key["revoked_at"])), SEALS
                    ))  # fmt: skip
        self.judge("signer", faults, "两把钥匙都在 %s 的名单上，封存那时有效" % office)

    def proven_by(self):
        """根证书认的、没有毛病的时间戳里最早的一个。"""
        if self.trust["roots"] is None:
            return None
        return min(
            (token["at"] for name, token in self.tokens.items()
             if not self.token_faults(name) and not self.openssl.chain(token, self.trust["roots"])),
            default=None,
        )  # fmt: skip

    def check_seals(self):
        if not self.openssl.there:
            return self.skip("seals", "没有 openssl 命令")
        one = self.seals["signatures"]["ed25519"]
        faults = []
        fits = one["spki"].startswith(ED25519)
        closed, closure = self.seals["closed"], self.seals["closure"]
        if not fits or not self.openssl.signed(one["spki"], closed, closure):
            faults.append(fault("seals.closure", "封签被改过：封口的签名不对", SEALS))
        named = [stamp["authority"] for stamp in self.seals["stamps"]]
        if named != list(self.manifest["authorities"]):
            said = "封签里的时间戳和清单承诺的不是同一些"
            faults.append(fault("seals.stamps", said, SEALS))
        self.judge("seals", faults, "封签自最后一次补签以来没有变")

    def token_faults(self, name):
        token, sealed_at = self.tokens[name], self.manifest["sealed_at"]
        if isinstance(token, str):
            return [fault("time.unreadable", "%s：%s" % (name, token), SEALS)]
        faults, statement = [], self.seals["statement"]
        known = token["algorithm"]
        found = bytes.fromhex(sm3(statement)) if known == "sm3" else (
            hashlib.new(known, statement).digest() if known else None
        )  # fmt: skip
        if found != token["imprint"]:
            faults.append(fault("time.imprint", name + " 的时间戳盖的不是这个包", SEALS))
        if not token["is_signed"]:
            faults.append(fault("time.signature", name + " 的时间戳签名不对", SEALS))
        tries = next(s["tries"] for s in self.seals["stamps"] if s["authority"] == name)
        if token["at"] < sealed_at - TOLERANCE:
            faults.append(fault("time.early", name + " 的时间戳早于封存，封存时的钟快了", SEALS))
        elif token["at"] > sealed_at + TOLERANCE and tries <= 1:
            said = name + " 的时间戳比封存晚了很多，封存时的钟慢了或者被往回拨过"
            faults.append(fault("time.late", said, SEALS))
        return faults

    def check_times(self):
        if not self.manifest["authorities"]:
            return self.skip("times", "封存时没有要求时间戳，封存的时刻只是单位自己说的")
        if not self.openssl.there:
            return self.skip("times", "没有 openssl 命令")
        faults = [one for name in self.tokens for one in self.token_faults(name)]
        pending = [s["authority"] for s in self.seals["stamps"] if s["state"] != "confirmed"]
        words = []
        for name, token in self.tokens.items():
            if not isinstance(token, str):
                seconds = int((token["at"] - self.manifest["sealed_at"]).total_seconds())
                force = "" if self.manifest["authorities"].get(name) else "，自称无法律效力"
                words.append(
                    "%s：%s，比封存晚 %d 秒%s" % (name, spoken(token["at"]), seconds, force)
                )
        if pending and not faults:
            return self.skip(
                "times", "；".join(["、".join(pending) + " 的时间戳还没有取到", *words])
            )
        self.judge("times", faults, "；".join(words))

    def check_authorities(self):
        roots, faults = self.trust["roots"], []
        if not self.tokens:
            return self.skip("authorities", "包里还没有时间戳，或者没有 openssl 命令")
        if roots is None:
            return self.skip("authorities", "没有给出时间戳服务的根证书")
        said = {"expired": "盖章那时证书不在有效期内", "revoked": "证书已被吊销",
                "purpose": "签发时间戳的证书没有时间戳用途",
                "chain": "时间戳的证书连不到给出的根证书"}  # fmt: skip
        for name, token in self.tokens.items():
            unsigned = isinstance(token, str) or not token["signer"]
            codes = ["authority.chain"] if unsigned else self.openssl.chain(token, roots)
            words = ["%s：%s" % (name, said[code.split(".")[1]]) for code in codes]
            faults += [fault(code, word, SEALS) for code, word in zip(codes, words)]
        lists = b"-----BEGIN X509 CRL-----" in roots
        checked = "也查了吊销列表" if lists else "没有给吊销列表，没有查是否吊销"
        said = "证书都连到给出的根证书，盖章那时有效；" + checked
        self.judge("authorities", faults, said)

    def log_entry(self):
        statement = self.seals["statement"]
        digest = hashlib.sha256(statement).hexdigest()
        return canonical({"kind": "evidence", "sha256": digest, "sm3": sm3(statement)})

    def check_log(self):
        origin, proof, faults = self.manifest["log"], self.proof, []
        if not origin:
            return self.skip("log", "封存时没有登记日志")
        if proof is None:
            said = "日志证明读不懂：" + self.proof_wrong
            return self.judge("log", [fault("log.unreadable", said, SEALS)], "")
        if not self.openssl.there:
            return self.skip("log", "没有 openssl 命令")
        checkpoint, key = proof["checkpoint"], self.log_key
        if checkpoint["origin"] != origin or key is None or key[0] != origin:
            faults.append(fault("log.origin", "登记的日志不是清单写的 " + origin, SEALS))
        if key is None or not signed_note(self.openssl, checkpoint, key):
            faults.append(fault("log.signature", "日志存根的签名不对", SEALS))
        arguments = proof["index"], checkpoint["size"], proof["path"], checkpoint["root"]
        if not included(leaf(self.log_entry()), *arguments):
            faults.append(fault("log.inclusion", "日志证明和这个包对不上", SEALS))
        said = "日志 %s 第 %d 条就是它，存根有 %d 条"
        self.judge("log", faults, said % (origin, proof["index"], checkpoint["size"]))

    def check_keeper(self):
        trust, proof, key = self.trust, self.proof, self.log_key
        if not self.manifest["log"] or proof is None:
            return self.skip("keeper", "没有可以查的日志证明")
        if trust["keys"] is None and trust["checkpoint"] is None and trust["log"] is None:
            return self.skip("keeper", "没有给出公钥名单、以前的存根或者日志的副本")
        if not self.openssl.there:
            return self.skip("keeper", "没有 openssl 命令")
        faults = []
        if trust["keys"] is not None:
            known = [k["spki"] for k in trust["keys"]["keys"].values()
                     if k["purpose"] == "log" and not k["revoked_at"]]  # fmt: skip
            if key is None or key[0] != trust["keys"]["log"] or ED25519 + key[3] not in known:
                faults.append(fault("keeper.unknown", "公钥名单里没有这份日志的钥匙", SEALS))
        said, still_open = self.look_back(faults)
        if still_open and not faults:
            return self.skip("keeper", said)
        self.judge("keeper", faults, said)

    def look_back(self, faults):
        """和手里的存根、日志的副本比；返回说明，和是不是还有没查的。"""
        held, own, key = self.trust["checkpoint"], self.proof["checkpoint"], self.log_key
        if held is not None and (
            key is None
            or held["origin"] != own["origin"]
            or not signed_note(self.openssl, held, key)
        ):
            faults.append(fault("keeper.origin", "手里的存根不是这份日志签的"))
            return "", False
        if self.trust["log"] is not None and key is not None:
            return self.look_at_copy(faults), False
        if held is None:
            return "没有给出以前的存根或者日志的副本，没有查有没有分叉", True
        if held["size"] == own["size"]:
            if held["root"] != own["root"]:
                said = "日志分叉：同是 %d 条，树根和手里的存根不同" % held["size"]
                faults.append(fault("keeper.fork", said))
            return "和手里的存根一样", False
        said = "手里的存根有 %d 条，包里的有 %d 条，要有日志的副本才能比"
        return said % (held["size"], own["size"]), True

    def look_at_copy(self, faults):
        folder, proof = Path(self.trust["log"]), self.proof
        try:
            latest = read_note((folder / "checkpoint").read_bytes().decode())
        except (OSError, ValueError) as wrong:
            said = "日志副本的存根读不懂：%s" % wrong
            faults.append(fault("keeper.tiles", said, "checkpoint"))
            return ""
        if latest["origin"] != proof["checkpoint"]["origin"] or not signed_note(
            self.openssl, latest, self.log_key
        ):
            faults.append(fault("keeper.origin", "日志副本不是这份日志签的", "checkpoint"))
            return ""
        try:
            self.compare_trees(Tiles(folder, latest["size"]), latest, faults)
        except Wrong as wrong:
            faults.append(fault("keeper.tiles", "日志副本不完整：%s" % wrong))
        return "日志副本有 %d 条，和包里的存根接得上" % latest["size"]

    def compare_trees(self, tiles, latest, faults):
        if tiles.root(latest["size"]) != latest["root"]:
            said = "日志副本的瓦片和它的存根对不上"
            faults.append(fault("keeper.tiles", said, "checkpoint"))
            return
        before = len(faults)
        for older in (self.proof["checkpoint"], self.trust["checkpoint"]):
            if older is None:
                continue
            if older["size"] > latest["size"]:
                said = "日志退回去了：见过 %d 条，现在只有 %d 条" % (older["size"], latest["size"])
                faults.append(fault("keeper.rollback", said, "checkpoint"))
            elif tiles.root(older["size"]) != older["root"]:
                said = "日志分叉：第 %d 条以前和见过的不同" % older["size"]
                faults.append(fault("keeper.fork", said, "checkpoint"))
        index = self.proof["index"]
        if len(faults) == before and tiles.entry(index) != self.log_entry():
            said = "日志副本第 %d 条不是这个包" % index
            place = tiles.path("entries", index // 256, 256)
            faults.append(fault("keeper.entry", said, place))

    def check_witnesses(self):
        witnesses = self.trust["witnesses"]
        if not witnesses:
            return self.skip("witnesses", "没有给出见证方的公钥")
        if not self.manifest["log"] or self.proof is None:
            return self.skip("witnesses", "没有可以查的日志证明")
        if not self.openssl.there:
            return self.skip("witnesses", "没有 openssl 命令")
        checkpoint = self.proof["checkpoint"]
        moments = {key[0]: cosigned(self.openssl, checkpoint, key) for key in witnesses}
        signed = ["%s（%s）" % (name, spoken(at)) for name, at in moments.items() if at]
        quorum, faults = self.trust["quorum"] or len(witnesses), []
        if len(signed) < quorum:
            lacking = "、".join(name for name, at in moments.items() if not at)
            said = "要 %d 家见证，只有 %d 家签得对；缺 %s" % (quorum, len(signed), lacking)
            faults.append(fault("witness.missing", said, SEALS))
        self.judge("witnesses", faults, "存根由 %s 见证" % "、".join(signed))

    def check_records(self):
        faults, count = [], 0
        for name, found in self.contents.items():
            if found["broken"]:
                number, start, said = found["broken"]
                words = "%s 第 %d 条记录%s" % (name, number, said)
                faults.append(fault("record.unreadable", words, name, start, number))
        for name, found in self.contents.items():
            records = found["records"]
            count += len(records)
            named = [record["headers"]["warc-record-id"] for record in records]
            ordered = sorted(named)
            for record, own in zip(records, named):
                where = (name, record["offset"], record["number"])
                if record["wrong"]:
                    said = "%s 第 %d 条记录的校验值不对" % (name, record["number"])
                    faults.append(fault("record.digest", said, *where))
                if bisect.bisect(ordered, own) - bisect.bisect_left(ordered, own) > 1:
                    said = "%s 第 %d 条记录的编号重复" % (name, record["number"])
                    faults.append(fault("record.duplicate", said, *where))
        if not faults and WARC in self.contents:
            responses = [r for r in self.contents[WARC]["records"]
                         if r["headers"]["warc-type"] == "response"]  # fmt: skip
            self.compare_index(responses, faults)
            if not faults:
                self.compare_pages({address(r) for r in responses}, faults)
        self.judge("records", faults, "%d 条网页记录完整，校验值、索引和页面都对得上" % count)

    def content(self, name):
        return self.contents[name]["content"] if name in self.contents else b""

    def compare_index(self, responses, faults):
        lines, found = self.content(INDEX).split(b"\n"), []

        def wrong(said, number=None):
            words = "索引第 %d 行%s" % (number, said) if number else said
            faults.append(fault("record.index", words, INDEX, None, number))

        if lines.pop() != b"":
            return wrong("没有写完", len(lines) + 1)
        for number, (one, other) in enumerate(zip(lines, sorted(lines)), 1):
            if one != other:
                return wrong("没有按次序排", number)
        for number, line in enumerate(lines, 1):
            parts = line.split(b" ", 2)
            try:
                row = want(read_canonical(parts[2]), dict)
                texts = [want(row.get(n, ""), str) for n in ("offset", "length")]
                if not all(re.fullmatch("[0-9]+", text, re.ASCII) for text in texts):
                    raise Wrong("的偏移或者长度不是数字")
            except (IndexError, Wrong):
                return wrong("读不懂", number)
            place = [row[n] if isinstance(row.get(n), str) else "" for n in ("url", "digest")]
            found.append((place[0], int(texts[0]), int(texts[1]), place[1]))
        there = [(address(r), r["offset"], r["length"],
                  r["headers"].get("warc-payload-digest", "")) for r in responses]  # fmt: skip
        if sorted(found) != sorted(there):
            wrong("索引和记录对不上")
        return None

    def compare_pages(self, addresses, faults):
        rows = self.content(PAGES).split(b"\n")
        for number, row in enumerate(rows[:-1], 1):
            try:
                page = read_canonical(row)
            except Wrong as wrong:
                said = "页面第 %d 行%s" % (number, wrong)
                faults.append(fault("record.pages", said, PAGES, None, number))
                return
            url = page.get("url") if isinstance(page, dict) else None
            if number > 1 and url not in addresses:
                said = "页面第 %d 行的网址没有记录" % number
                faults.append(fault("record.pages", said, PAGES, None, number))
                return
        if rows[-1] != b"" or len(rows) == 1:
            faults.append(fault("record.pages", "页面的清单没有写完", PAGES))

    def check_clock(self):
        try:
            clock = want(want(read_canonical(self.content(FACTS)), dict).get("clock"), dict)
            started, ended = moment(clock.get("started_at")), moment(clock.get("ended_at"))
        except Wrong as wrong:
            said = "%s 读不懂：%s" % (FACTS, wrong)
            return self.judge("clock", [fault("clock.unreadable", said, FACTS)], "")
        elapsed, offset, faults = clock.get("elapsed_ms"), clock.get("offset_ms"), []
        if ended < started:
            faults.append(fault("clock.backwards", "取证结束早于开始，钟被往回拨过", FACTS))
        elif not isinstance(elapsed, int) or (
            abs((ended - started) - timedelta(milliseconds=elapsed)) > MOMENT_STEP
        ):
            said = "取证经过的时间和钟走的时间不同，中间拨过钟"
            faults.append(fault("clock.stepped", said, FACTS))
        if ended - MOMENT_STEP > self.manifest["sealed_at"]:
            faults.append(fault("clock.backwards", "封存早于取证结束，钟被往回拨过", FACTS))
        records = self.contents[WARC]["records"] if WARC in self.contents else []
        for record in records:
            if record["headers"]["warc-type"] == "warcinfo":
                continue
            try:
                at = moment(record["headers"]["warc-date"])
                inside = started - MOMENT_STEP <= at <= ended + MOMENT_STEP
            except Wrong:
                inside = False
            if not inside:
                said = "第 %d 条记录的时刻不在取证期间" % record["number"]
                where = (WARC, record["offset"], record["number"])
                faults.append(fault("clock.outside", said, *where))
                break
        if isinstance(offset, int) and abs(timedelta(milliseconds=offset)) > TOLERANCE:
            faults.append(fault("clock.offset", "取证时的钟偏了 %d 毫秒" % offset, FACTS))
        if offset is None and not faults:
            why = "取证时没有对过钟；开始、结束、记录和封存的先后没有矛盾"
            return self.skip("clock", why)
        source = str(clock.get("offset_source"))[:80]
        self.judge("clock", faults, "先后没有矛盾；取证时与 %s 相差 %s 毫秒" % (source, offset))


def address(record):
    url = record["headers"].get("warc-target-uri", "")
    url = url[1:] if url.startswith("<") else url
    return url[:-1] if url.endswith(">") else url


# ---- 命令行 ----


def extract(path, folder):
    """把封签拆成文件，好用 openssl 命令逐个再查。"""
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        whole = {e["name"]: e for e in read_shell(file)[0]}
        raw = b"".join(pieces_of(file, whole[MANIFEST]))
        seals = read_seals(b"".join(pieces_of(file, whole[SEALS])))
    (folder / MANIFEST).write_bytes(raw)
    (folder / "statement.json").write_bytes(seals["statement"])
    for name, one in seals["signatures"].items():
        (folder / (name + ".pub.der")).write_bytes(one["spki"])
        (folder / (name + ".sig")).write_bytes(one["value"])
    for number, stamp in enumerate(seals["stamps"], 1):
        if stamp["answer"]:
            (folder / ("time-%d.tsr" % number)).write_bytes(stamp["answer"])
    (folder / "log.tlog-proof").write_text(seals["log"]["proof"], encoding="utf-8")


def visible(text):
    """终端上只显示看得见的字。"""
    return "".join(c if c.isprintable() else "?" for c in str(text))


def show(report):
    names = {"number": "编号", "title": "标题", "office": "单位", "sealed_at": "封存于"}
    print(visible(report["path"]))
    for key, name in names.items():
        if report["facts"].get(key):
            said = report["facts"][key]
            said = spoken(moment(said)) if key == "sealed_at" else visible(said)
            print("  %s：%s" % (name, said))
    for check in report["checks"]:
        print("  [%s] %s：%s" % (SAID[check["verdict"]], check["title"], visible(check["said"])))
        for one in check["faults"]:
            places = [("文件", one["file"]), ("偏移", one["offset"]), ("记录", one["record"])]
            where = "，".join("%s %s" % (n, v) for n, v in places if v not in ("", None))
            print("        %s %s%s" % (one["code"], visible(one["said"]),
                                       "（%s）" % visible(where) if where else ""))  # fmt: skip
    verdicts = [check["verdict"] for check in report["checks"]]
    counts = "%d 项通过，%d 项没有查" % (verdicts.count("passed"), verdicts.count("skipped"))
    if report["sound"]:
        print("从封存到现在，没有发现改动。%s。" % counts)
    else:
        print("发现改动：%d 项不通过，%s。不要使用这份包，请向提供人索要原始包。"
              % (verdicts.count("failed"), counts))  # fmt: skip


def read_trust(options):
    witnesses = []
    for text in options.witness:
        text = Path(text).read_text("utf-8") if Path(text).is_file() else text
        witnesses += [read_vkey(line) for line in text.split("\n") if line.strip()]
    if any(key[2] != 4 for key in witnesses):
        raise Wrong("见证方的公钥应当是见证用的（类型 4）")
    return {
        "keys": read_keys(Path(options.keys).read_bytes()) if options.keys else None,
        "roots": Path(options.roots).read_bytes() if options.roots else None,
        "log": options.log, "witnesses": witnesses, "quorum": options.quorum,
        "checkpoint": read_note(Path(options.checkpoint).read_bytes().decode())
        if options.checkpoint else None,
    }  # fmt: skip


def main(words=None):
    parser = argparse.ArgumentParser(description="校验网市的证据包。", add_help=True)
    parser.add_argument("packages", nargs="+", metavar="证据包", help="一个或者几个 .wacz 文件")
    parser.add_argument("--keys", help="单位的公钥名单 keys.json")
    parser.add_argument("--roots", help="时间戳服务的根证书，PEM；里面有吊销列表就一起查")
    parser.add_argument("--log", help="日志副本的文件夹")
    parser.add_argument("--checkpoint", help="您以前留下的日志存根")
    parser.add_argument("--witness", action="append", default=[], help="见证方的公钥，或者它的文件")
    parser.add_argument("--quorum", type=int, default=0, help="至少几家见证；不写就要全部")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--strict", action="store_true", help="有一项没有查也算不行（退出码 3）")
    parser.add_argument("--extract", metavar="文件夹", help="把第一个包的封签拆到这里")
    options = parser.parse_args(words)
    try:
        trust = read_trust(options)
        if options.extract:
            extract(Path(options.packages[0]), Path(options.extract))
        with tempfile.TemporaryDirectory() as folder:
            reports = [Verifier(p, trust, Openssl(folder)).verify() for p in options.packages]
    except (OSError, Wrong, KeyError) as wrong:
        print("错误：%s" % visible(wrong), file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))
    else:
        for report in reports:
            show(report)
    if not all(report["sound"] for report in reports):
        return 1
    return 3 if options.strict and not all(report["complete"] for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
