"""The lawbook: which version stood, what is refused on loading, and the folder's fingerprint."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from wangshi.engine.lawbook import NotInForce, UnknownTerm, fingerprint, load_lawbook
from wangshi.engine.lawfiles import LAW_DIR, LawFault

BOOK = load_lawbook()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "law"
    copy.mkdir()
    for name in ("sources.yaml", "terms.yaml"):
        shutil.copy(LAW_DIR / name, copy / name)
    shutil.copytree(LAW_DIR / "workdays", copy / "workdays")
    return copy


def change(folder: Path, old: str, new: str) -> int:
    """Changes the first occurrence in terms.yaml and gives the number of its line."""
    path = folder / "terms.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("on", "source"),
    [
        (date(2020, 1, 1), "samr-complaints-2020"),
        (date(2026, 4, 14), "samr-complaints-2020"),
        (date(2026, 4, 15), "samr-complaints"),
        (date(2030, 1, 1), "samr-complaints"),
    ],
)
def test_the_version_of_the_day_is_found(on: date, source: str) -> None:
    assert BOOK.term("complaint_accept", on=on).citation.source.key == source


@pytest.mark.parametrize(
    ("key", "on", "message"),
    [
        ("complaint_accept", date(2019, 12, 31), "最早的版本自 2020-01-01 起"),
        ("report_file_notice", date(2026, 4, 15), "2026-04-14 后不再施行"),
        ("recall_start_level1", date(2026, 11, 30), "最早的版本自 2026-12-01 起"),
    ],
)
def test_a_day_without_a_rule_is_told_when_there_was_one(key: str, on: date, message: str) -> None:
    with pytest.raises(NotInForce, match=message):
        BOOK.term(key, on=on)


def test_an_unknown_key_gets_its_nearest() -> None:
    with pytest.raises(UnknownTerm, match="clue_check") as unknown:
        BOOK.term("clue_chek", on=date(2026, 1, 1))
    assert unknown.value.nearest[0] == "clue_check"


def test_no_version_is_older_than_its_instrument() -> None:
    for versions in BOOK.terms.values():
        for term in versions:
            source = term.citation.source
            assert source.since <= term.since
            assert source.until is None or (term.until and term.until <= source.until)


FAULTS = (
    ("  clue_check:", "  complaint_accept:", 0, "键 complaint_accept 重复"),
    ("    title: 线索核查期限", "    titel: 线索核查期限", 0, "不认识的键 titel"),
    (
        "      - from: 2026-04-15",
        "      - from: 2026-04-14",
        0,
        "不在《市场监督管理投诉举报处理办法》",
    ),
    ("        to: 2026-04-14", "        to: 2026-04-15", -1, "2026-04-14 之后已不施行"),
    ("        article: 第十四条\n", "", -5, "缺少 article"),
    ("length: 7 working_days", "length: 7 weeks", 0, "length 应当写作 15 working_days"),
    ("length: 7 working_days", "length: 0 working_days", 0, "length 的数量不对"),
    ("pauses: [test, identify]", "pauses: [test, lunch]", 0, "pauses 里没有 lunch"),
    ("on_expiry: must_terminate", "on_expiry: shrug", 0, "on_expiry 里没有 shrug"),
    ("approved_by: bureau_head,", "approved_by: nobody,", 0, "approved_by 里没有 nobody"),
    ("{length: 15 working_days,", "{length: 15 calendar_days,", -1, "延长的单位要和 length 相同"),
    ("{open: true,", "{length: 1 working_days, open: true,", 0, "要写且只写一个"),
    ("    anchor: 06-30", "    anchor: 6月30日", 0, "anchor 应当写作 06-30"),
    ("    months: [1, 7]", "    months: [1, 13]", 0, "months 只能是 1 到 12"),
    ("    default: true\n", "", None, "应当恰有一条 default 期间规则"),
)


@pytest.mark.parametrize(("old", "new", "offset", "message"), FAULTS)
def test_a_wrong_term_is_refused_with_its_file_and_line(
    folder: Path, old: str, new: str, offset: int | None, message: str
) -> None:
    line = change(folder, old, new)
    with pytest.raises(LawFault, match=message) as fault:
        load_lawbook(folder)
    assert fault.value.path.name == "terms.yaml"
    if offset is not None:
        assert fault.value.line == line + offset


def test_two_versions_that_overlap_are_refused_with_their_line(folder: Path) -> None:
    line = change(folder, "        to: 2021-04-30\n", "        to: 2021-05-01\n")
    with pytest.raises(LawFault, match="stop_business_notice 的两个版本重叠") as fault:
        load_lawbook(folder)
    assert fault.value.line == line + 8


def test_the_fingerprint_changes_with_any_byte_and_with_nothing_else(folder: Path) -> None:
    before = fingerprint(folder)
    assert before == fingerprint(folder)
    assert load_lawbook(folder).fingerprint == before
    (folder / "__init__.py").write_text("", "utf-8")
    assert fingerprint(folder) == before
    change(folder, "title: 线索核查期限", "title: 线索核查时限")
    assert fingerprint(folder) != before
