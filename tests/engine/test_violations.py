"""违法行为库: the law of the day, its words, and what the loader refuses."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from wangshi.engine.lawfiles import LAW_DIR, Certainty, LawFault, load_sources
from wangshi.engine.numerals import int_to_numeral, numeral_to_int
from wangshi.engine.statutes import load_library
from wangshi.engine.violations import (
    Authority,
    Penalty,
    PenaltyKind,
    ViolationNotInForce,
    Violations,
    ViolationUnknown,
    money,
    penalty_text,
)

SHARED = Path(__file__).parents[3] / "shared"
LAW_TEXTS = SHARED / "law-texts"
REFERENCE = SHARED / "domain" / "law.md"
CASES = SHARED / "data" / "screening_dev" / "cases.jsonl"
TODAY = date(2026, 11, 23)
AFTER_EVERY_START = date(2026, 12, 1)
real_data = pytest.mark.real_data


@pytest.fixture(scope="module")
def violations() -> Violations:
    return Violations.load()


# 依日期 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "on", "breach", "penalty", "lowest"),
    [
        ("V05", date(2024, 5, 1), "第八条第一款", "第二十条第一款", 200_000),  # before the revision
        ("V05", date(2025, 10, 14), "第八条第一款", "第二十条第一款", 200_000),  # its last day
        ("V05", date(2025, 10, 15), "第九条第一款", "第二十五条第一款", None),  # 反法 2025 修订
        ("V05", TODAY, "第九条第一款", "第二十五条第一款", None),
        ("V07", date(2024, 5, 1), "第六条", "第十八条第一款", None),
        ("V07", TODAY, "第七条第一款", "第二十三条第一款", None),
        ("V08", date(2024, 5, 1), "第十一条", "第二十三条", 100_000),
        ("V08", TODAY, "第十二条", "第二十八条", 100_000),
        ("V09", TODAY, "第十一条", "第二十七条", 50_000),
        ("V10", TODAY, "第十三条", "第二十九条", 100_000),
    ],
)
def test_a_record_finds_the_article_of_its_own_day(
    violations: Violations, code: str, on: date, breach: str, penalty: str, lowest: int | None
) -> None:
    violation = violations.get(code, on)
    fines = [each for each in violation.penalties if each.kind is PenaltyKind.FINE]
    assert violation.breaches[0].citation.article == breach
    assert {each.citation.article for each in violation.penalties} == {penalty}
    assert fines[0].minimum == lowest


def test_an_offence_not_yet_in_force_is_not_found(violations: Violations) -> None:
    with pytest.raises(ViolationNotInForce, match="V43"):
        violations.get("V43", TODAY)
    assert violations.get("V43", AFTER_EVERY_START).penalties
    assert "V43" not in {each.code for each in violations.in_force(TODAY)}


def test_an_unknown_code_is_named(violations: Violations) -> None:
    with pytest.raises(ViolationUnknown, match="V99"):
        violations.get("V99", TODAY)
    with pytest.raises(ViolationUnknown, match="no_such_name"):
        violations.named("no_such_name", TODAY)


def test_an_offence_is_found_by_its_name(violations: Violations) -> None:
    assert violations.named("absolute_claim", TODAY).code == "V12"


def test_every_standing_offence_has_a_standing_penalty(violations: Violations) -> None:
    for on in (date(2024, 9, 1), TODAY, AFTER_EVERY_START):
        for violation in violations.in_force(on):
            assert violation.penalties, (violation.code, on)


# 写法 -----------------------------------------------------------------------------------------


def test_the_penalty_sentence_reads_as_chinese(violations: Violations) -> None:
    assert penalty_text(violations.get("V44", TODAY), TODAY) == (
        "《食品经营许可和备案管理办法》第五十六条：责令限期改正；"
        "罚款 1000 元以上 1 万元以下（逾期不改正）。"
    )
    assert "罚款为货值金额的 10 倍以上 20 倍以下（货值金额一万元以上）" in penalty_text(
        violations.get("V28", TODAY), TODAY
    )
    assert "罚款 10 万元。" in penalty_text(violations.get("V46", TODAY), TODAY)


@pytest.mark.parametrize(
    ("amount", "text"), [(2000, "2000 元"), (10_000, "1 万元"), (2_000_000, "200 万元")]
)
def test_money_is_written_as_officers_write_it(amount: int, text: str) -> None:
    assert money(amount) == text


def test_first_minor_offences_are_always_weighed(violations: Violations) -> None:
    for violation in violations:
        assert {"minor-corrected", "first-minor", "no-fault"} <= {
            reason.key for reason in violation.discretion
        }
    absolute = violations.get("V12", TODAY)
    assert "absolute-own-shop" in {reason.key for reason in absolute.discretion}


def test_tours_belong_to_the_tourism_department(violations: Violations) -> None:
    (authority,) = violations.get("V41", TODAY).authority
    assert authority is Authority.TOURISM
    assert authority.office == "文化和旅游部门"
    assert Authority.TOURISM in violations.get("V42", TODAY).authority


def test_each_offence_says_why_it_harms(violations: Violations) -> None:
    for violation in violations:
        assert violation.harm in {1, 2, 3}
        assert violation.harm_reason
        assert violation.elements


# 对照原文 -------------------------------------------------------------------------------------


@real_data
@pytest.mark.skipif(not LAW_TEXTS.is_dir(), reason="没有法规全文")
def test_the_words_stand_in_the_cited_article(violations: Violations) -> None:
    library = load_library(LAW_TEXTS)
    wrong, unread = [], set()
    for violation in violations:
        citations = (
            *(each.citation for each in violation.breaches),
            *(each.citation for each in violation.penalties),
            *(each.citation for each in violation.discretion),
        )
        for citation in citations:
            if citation.source.title not in library:
                unread.add(citation.source.key)
                assert citation.certainty is not Certainty.VERIFIED
                continue
            statute = library.statute(citation.source.title)
            if citation.words not in statute.find(citation.article.split("条")[0] + "条").text:
                wrong.append((violation.code, str(citation), citation.words))
            statute.find(citation.article)  # the paragraph and item exist too
    assert wrong == []
    assert unread == {
        "advertising-law-2015",
        "anti-unfair-competition-law-2019",
        "cosmetics-regulations",
        "drug-law",
        "online-tourism-rules",
        "samr-food-permits",
    }


AMOUNT = re.compile(r"(\d+|[一二三四五六七八九十百]+)(千|万)?元")
TIMES = re.compile(r"(\d+|[一二三四五六七八九十]+)倍")


def _amounts_in(penalty: Penalty) -> set[int]:
    if penalty.kind is PenaltyKind.MULTIPLE:
        # “等值以下” is once the value.
        words = penalty.citation.words.replace("等值", "一倍")
        return {numeral_to_int(number) for number in TIMES.findall(words)}
    return {_amount(*found) for found in AMOUNT.findall(penalty.citation.words)}


def _amount(number: str, unit: str) -> int:
    if number.isdecimal():
        return int(number) * {"": 1, "千": 1000, "万": 10_000}[unit]
    return numeral_to_int(number) * {"": 1, "千": 1000, "万": 10_000}[unit]


def test_each_amount_is_the_one_in_its_words(violations: Violations) -> None:
    """法定幅度 is never typed from memory beside other words."""
    for violation in violations:
        for penalty in violation.penalties:
            if penalty.kind in {PenaltyKind.FINE, PenaltyKind.MULTIPLE}:
                bounds = {penalty.minimum, penalty.maximum} - {None}
                assert _amounts_in(penalty) == bounds, (violation.code, penalty.citation.words)


# 对照领域参考 2.1 ------------------------------------------------------------------------------

ROW = re.compile(r"^\| (V\d\d) ([^|]+?) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|", re.M)
NUMBER = r"(\d+(?:\.\d+)?)( ?万)?"
RANGE = re.compile(rf"(?:{NUMBER}—{NUMBER}|≤{NUMBER})( ?倍)?")
CITED = re.compile(
    r"(ECL|AUCL|AD|TM|CPLR|CPL|FSL|R444|TL|O37|O110|价格法|处罚规定|登记条例) ?(\d+)"
)
CODES = {"价格法": "price-law", "处罚规定": "price-penalties", "登记条例": "market-registration"}


def _rows() -> list[tuple[str, ...]]:
    return ROW.findall(REFERENCE.read_text("utf-8")) if REFERENCE.is_file() else []


def _bounds(text: str) -> set[int]:
    """20—100 万 -> {200000, 1000000}; 5000—3 万 -> {5000, 30000}; ≤5 倍 -> {5}."""
    found: set[int] = set()
    for low, low_unit, high, high_unit, most, most_unit, _times in RANGE.findall(text):
        if most:
            found.add(int(most) * (10_000 if most_unit else 1))
            continue
        large = bool(high_unit)
        small_in_yuan = large and int(low) >= 1000
        found.add(int(low) * (10_000 if low_unit or (large and not small_in_yuan) else 1))
        found.add(int(high) * (10_000 if large else 1))
    return found


@real_data
@pytest.mark.skipif(not REFERENCE.is_file(), reason="没有领域参考")
def test_the_reference_table_has_forty_four_rows() -> None:
    assert [row[0] for row in _rows()] == [f"V{number:02d}" for number in range(1, 45)]


@real_data
@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_every_row_of_the_reference_is_here_with_the_same_numbers(
    violations: Violations, row: tuple[str, ...]
) -> None:
    code, title, _, _, penalty, _ = row
    violation = violations.get(code, AFTER_EVERY_START)
    ours = {each for line in violation.penalties for each in (line.minimum, line.maximum)}
    assert violation.title == title.split("（2026")[0]
    assert _bounds(penalty) <= ours


@real_data
@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_every_row_of_the_reference_cites_the_same_penalty_articles(
    violations: Violations, row: tuple[str, ...]
) -> None:
    violation = violations.get(row[0], AFTER_EVERY_START)
    ours = {
        (each.citation.source.code or each.citation.source.key, each.citation.article)
        for each in violation.penalties
    }
    for source, number in CITED.findall(row[4]):
        key = CODES.get(source, source)
        key = next((s.code or s.key for s in load_sources().values() if s.key == key), key)
        article = f"第{int_to_numeral(int(number))}条"
        assert any(code == key and theirs.startswith(article) for code, theirs in ours), (
            source,
            number,
        )


# 评测类别 -------------------------------------------------------------------------------------


@real_data
@pytest.mark.skipif(not CASES.is_file(), reason="没有筛查样本")
def test_the_evaluation_classes_are_those_of_the_samples(violations: Violations) -> None:
    lines = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    known = {each for case in lines for each in (case["violation"], *case["also_accept"])}
    ours = {each.evaluation_class for each in violations} - {None}
    assert ours == known
    assert set(violations.evaluation_classes) == known


@pytest.mark.parametrize(
    ("code", "evaluation_class"),
    [
        ("V13a", "national_image"),
        ("V13b", "superstition_or_vulgar"),
        ("V13c", "education_promise"),
        ("V13d", "investment_promise"),
        ("V16a", "medical_claim_food"),
        ("V16b", "medical_claim_cosmetic"),
        ("V16c", "medical_claim_device_or_unlicensed"),
        ("V22", "tobacco"),
        ("V27", "counterfeit_ip"),
        ("V45", "prohibited_goods"),
        ("V24", None),
    ],
)
def test_a_split_offence_has_one_evaluation_class(
    violations: Violations, code: str, evaluation_class: str | None
) -> None:
    assert violations.get(code, TODAY).evaluation_class == evaluation_class


# 装入时拒绝 -----------------------------------------------------------------------------------

SOUND = """\
checked: 2026-11-23
certainty: verified
evaluation_classes: [tobacco]
penalties:
  one:
    source: e-commerce-law
    article: 第七十六条第一款
    lines:
      - {kind: fine, max: 10000, words: 可以处一万元以下的罚款}
discretion:
  minor-corrected: &r {title: 轻微, source: advertising-law, article: 第一条, words: 轻微}
  first-minor: *r
  no-fault: *r
violations:
  V01:
    name: sample_offence
    title: 样例
    elements: [样例要件]
    breaches:
      - {source: e-commerce-law, article: 第十五条, words: 持续公示}
    penalties: {one: 第一项}
    authority: [amr]
    harm: 1
    harm_reason: 样例
"""


def _load(folder: Path, text: str) -> Violations:
    path = folder / "violations.yaml"
    path.write_text(text, "utf-8")
    return Violations.load(path)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    penalty = _load(tmp_path, SOUND).get("V01", TODAY).penalties[0]
    assert penalty.citation.article == "第七十六条第一款第一项"


@pytest.mark.parametrize(
    ("line", "old", "new", "message"),
    [
        (9, "max: 10000, ", "", "要写上限"),
        (9, "kind: fine, max: 10000", "kind: order", "要写明 what"),
        (9, "kind: fine, max", "kind: multiple, high", "要写明基数"),
        (9, "max: 10000", "max: 10000, min: 20000", "下限大于上限"),
        (9, "kind: fine", "kind: prison", "kind 只能是"),
        (9, "可以处一万元以下的罚款", "长" * 31, "最多 30 个字"),
        (
            6,
            "e-commerce-law\n    article: 第七十六",
            "no-such-law\n    article: 第七十六",
            "没有 no-s",
        ),
        (7, "第七十六条第一款", "76 条", "应当写作"),
        (15, "  V01:", "  V1:", "应当写作 V05"),
        (16, "sample_offence", "Sample", "小写英文"),
        (20, "第十五条", "第15条", "应当写作"),
        (20, "words: 持续公示", "words: 持续公示, wrods: 写错", "不认识的键 wrods"),
        (20, "words: 持续公示", "words: 持续公示, from: 2018-01-01", "施行期内"),
        (21, "{one: 第一项}", "{two: ''}", "没有名为 two 的罚则"),
        (22, "[amr]", "[police]", "不能是 police"),
        (23, "harm: 1", "harm: 4", "harm 只能是"),
        (24, "harm_reason: 样例", "harm_reason: 样例\n    discretion: [none]", "没有名为 none"),
        (16, "harm_reason: 样例", "evaluation_class: tobacco", "缺少 harm_reason"),
        (24, "harm_reason: 样例", "harm_reason: 样例\n    evaluation_class: spam", "没有 spam"),
    ],
)
def test_a_wrong_row_is_refused_with_file_and_line(
    tmp_path: Path, line: int, old: str, new: str, message: str
) -> None:
    assert old in SOUND
    with pytest.raises(LawFault, match=re.escape(message)) as caught:
        _load(tmp_path, SOUND.replace(old, new, 1))
    assert str(caught.value).startswith("violations.yaml 第 ")
    assert abs(caught.value.line - line) <= 2


def test_a_penalty_nobody_refers_to_is_refused(tmp_path: Path) -> None:
    idle = SOUND.replace("discretion:", "  idle: {source: x, article: y, lines: []}\ndiscretion:")
    with pytest.raises(LawFault, match="没有违法行为引用"):
        _load(tmp_path, idle)


def test_the_file_of_the_product_is_read_without_arguments() -> None:
    assert len(Violations.load()) == len(Violations.load(LAW_DIR / "violations.yaml"))
