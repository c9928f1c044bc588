"""包的外壳: one spelling, read by others too; whatever else a zip can be is refused by name."""

import io
import struct
import zipfile

import pytest

from wangshi.engine.forensics.shell import ShellRefused, ShellWriter, read_shell

from .tampering import raw_zip, zipped

FILES = {"archive/data.warc.gz": b"warc" * 50, "capture/a.txt": b"", "datapackage.json": b"{}"}
WHOLE = zipped(FILES)
BAD_NAMES = [
    "../a", "/etc/passwd", "a/../b", "C:/a", "a\\b", "a/b/c", "A.txt", "a b", "", "a/", ".a",
    "a\n", "а.txt", "a\u200b", "é", "x" * 101, "con\x00", "%2e%2e/a",
]  # fmt: skip


def codes(whole):
    return {fault.code for fault in read_shell(io.BytesIO(whole)).faults}


def made_by_others(**options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **options) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return target.getvalue()


def symlink():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("capture/a.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


def patched(at, value):
    return WHOLE[:at] + value + WHOLE[at + len(value) :]


def test_what_is_written_is_read_without_fault():
    shell = read_shell(io.BytesIO(WHOLE))
    assert shell.faults == ()
    assert [entry.name for entry in shell.entries] == list(FILES)
    for entry in shell.entries:
        assert WHOLE[entry.start : entry.start + entry.size] == FILES[entry.name]


def test_other_programs_read_it():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_the_same_files_give_the_same_bytes():
    assert zipped(FILES) == WHOLE


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_leads_elsewhere_is_neither_written_nor_accepted(name):
    with pytest.raises(ShellRefused):
        ShellWriter(io.BytesIO()).add(name, [b""])
    shell = read_shell(io.BytesIO(raw_zip([(name, b"x")])))
    assert "shell.name" in {fault.code for fault in shell.faults}
    assert shell.entries == ()
    assert all(fault.said.isprintable() for fault in shell.faults)


def test_a_name_is_written_once():
    shell = ShellWriter(io.BytesIO())
    shell.add("a.txt", [b""])
    with pytest.raises(ShellRefused):
        shell.add("a.txt", [b""])


END = len(WHOLE) - 22
CENTRAL = struct.unpack("<I", WHOLE[END + 16 : END + 20])[0]
STRANGE = {
    "empty": (b"", "shell.truncated"),
    "cut in the middle": (WHOLE[:100], "shell.truncated"),
    "its last byte gone": (WHOLE[:-1], "shell.truncated"),
    "something after it": (WHOLE + b"\0", "shell.trailing"),
    "something before it": (b"MZ" + WHOLE, "shell.gap"),
    "two of them": (WHOLE + WHOLE, "shell.gap"),
    "a comment": (patched(END + 20, b"\x05\x00") + b"hello", "shell.trailing"),
    "deflated": (made_by_others(compression=zipfile.ZIP_DEFLATED), "shell.header"),
    "zipped by another program": (made_by_others(), "shell.header"),
    "a symbolic link": (symlink(), "shell.header"),
    "the same name twice": (raw_zip([("a.txt", b"1"), ("a.txt", b"2")]), "shell.duplicate"),
    "encrypted, it says": (patched(6, b"\x01"), "shell.header"),
    "a descriptor, it says": (patched(6, b"\x08"), "shell.header"),
    "a file of 4 GB, it says": (patched(CENTRAL + 24, b"\xff\xff\xff\xff"), "shell.truncated"),
    "a file that begins elsewhere": (patched(CENTRAL + 42, b"\x07"), "shell.gap"),
    "more files, it says": (patched(END + 10, b"\xff\xff"), "shell.large"),
    "fewer files, it says": (patched(END + 10, b"\x01\x00"), "shell.gap"),
    "overlapping files": (patched(CENTRAL + 20, struct.pack("<II", 400, 400)), "shell.gap"),
    "a directory at the end of the world": (patched(END + 16, b"\xf0\xff\xff\x7f"), "shell.gap"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_any_other_zip_is_refused_by_name(name):
    whole, code = STRANGE[name]
    assert code in codes(whole), codes(whole)


def test_every_byte_of_the_shell_counts():
    """No bit outside the files' own content can differ unnoticed; the content has its digests."""
    shell = read_shell(io.BytesIO(WHOLE))
    content = {at for e in shell.entries for at in range(e.start, e.start + e.size)}
    unnoticed = [
        at
        for at in range(len(WHOLE))
        if at not in content and not codes(patched(at, bytes((WHOLE[at] ^ 0x10,))))
    ]
    crcs = {e.header + n for e in shell.entries for n in range(14, 18)}
    assert set(unnoticed) <= crcs  # a CRC is compared with the content, by whoever reads that
    assert unnoticed == []
