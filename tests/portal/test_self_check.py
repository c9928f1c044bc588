"""Self-check: what a shop owner is told, what is refused in words, and that nothing is kept."""

import html
import json
from io import BytesIO

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.engine.tables import hostile
from wangshi.engine.screening import Item
from wangshi.engine.tables.writing import Column, Sheet, write_xlsx
from wangshi.engine.violations import Violations
from wangshi.monitoring.models import Hit, HitState, Listing, Sighting
from wangshi.monitoring.selectors import rules_by_id
from wangshi.portal.allowance import MOST_ROWS, VISITOR
from wangshi.portal.models import Material, Usage
from wangshi.portal.selectors import check_items
from wangshi.portal.selectors.checking import _doubt
from wangshi.portal.services import anonymous
from wangshi.registry.models import Platform, Shop
from wangshi.shared.models import AuditRecord, KeptForm

from .conftest import CLEAN, TEA

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FOOD = {"product": "食品(代用茶)", "context": "商品页面"}


def ask(visitor: Client, **fields: str):
    return visitor.post("/check/", {**FOOD, **fields})


def send(visitor: Client, content: bytes, name: str = "样例.csv", **fields: str):
    return visitor.post("/check/table/", {"file": SimpleUploadedFile(name, content), **fields})


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def table_of(*rows: str) -> bytes:
    return "\n".join(("标题,详情,类目", *rows)).encode()


def test_a_finding_shows_words_article_penalty_exceptions_and_another_way_to_say_it(visitor):
    answer = ask(visitor, title="苦荞茶", detail=TEA)
    page = words(answer)
    assert answer.status_code == 200
    assert '<mark><a href="#r-med-food-01">根治高血压' in page
    rule = rules_by_id()["med-food-01"]
    assert f"{rule.words}</p><cite>{rule.citation}" in page
    penalty = Violations.load().get(rule.violation, timezone.localdate()).penalties[0]
    assert str(penalty.citation) in page
    assert penalty.text in page
    assert all(exemption.reason in page for exemption in rule.exemptions)
    assert "只说味道、原料、吃法" in page
    assert "法条要求" in page
    assert "建议" in page


def test_what_needs_a_fact_says_which_one_decides(visitor):
    page = words(ask(visitor, detail="润肺止咳 增强免疫力的土蜂蜜"))
    fact = next(rule.fact_to_check for rule in rules_by_id().values() if rule.id == "med-food-04")
    assert f"取决于一件事实：</strong>{fact}" in page


def test_nothing_found_is_no_clearance(visitor):
    page = words(ask(visitor, title="苦荞茶", detail=CLEAN))
    assert "没有查到可能违法的话" in page
    assert "这不是审批" in page
    assert "不等于合法" in page


def test_the_gravest_comes_first_and_the_same_advice_is_told_once(visitor):
    detail = f"{TEA}，喝一个月 血压稳下来，老客户都知道"
    outcome = check_items([Item("1", detail=detail, product="食品")], at=timezone.now())
    levels = [remedy.judged.value for remedy in outcome.remedies]
    assert levels == sorted(levels, key=["fail", "review", "note"].index)
    same = [remedy for remedy in outcome.remedies if remedy.advice.key == "med-food"]
    assert [bool(remedy.told_at) for remedy in same] == [False] + [True] * (len(same) - 1)


def test_nothing_is_kept_without_a_tick(visitor, caplog):
    answer = ask(visitor, title="苦荞茶", detail=TEA)
    assert answer.status_code == 200
    assert not Material.objects.exists()
    assert not Session.objects.exists()
    assert not KeptForm.objects.exists()
    assert not AuditRecord.objects.exists()
    assert TEA not in caplog.text
    assert "no-store" in answer["Cache-Control"]
    row = Usage.objects.get()
    assert "127.0.0.1" not in row.caller


def test_a_tick_keeps_the_text_without_what_names_anybody(visitor):
    detail = f"{TEA} 加微信 wx: cha_yang88 或电话 139 0013 8000，见 https://example.invalid/a?b=1"
    answer = ask(visitor, detail=detail, keep="on")
    assert "已经留作匿名材料" in words(answer)
    kept = Material.objects.get()
    assert "根治高血压" in kept.text
    for telling in ("cha_yang88", "139", "8000", "example.invalid"):
        assert telling not in kept.text
    record = AuditRecord.objects.get(verb="material.kept")
    assert record.actor_id is None
    assert TEA not in json.dumps(record.facts, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("加QQ123456789咨询", "加〔略〕咨询"),
        ("邮箱 a.b@example.invalid", "邮箱 〔略〕"),
        ("净含量 250 克 价格 39.9 元", "净含量 250 克 价格 39.9 元"),
        ("2025 年 11 月 9 日生产", "2025 年 11 月 9 日生产"),
        ("身份证 11010519491231002X", "身份证 〔略〕"),
    ],
)
def test_what_names_somebody_is_covered_and_the_rest_stays(text, shown):
    assert anonymous(text) == shown


@pytest.mark.parametrize("text", ["茶" * 20_000, "a" * 20_000, "1 " * 10_000, "微信 " * 6_000])
def test_covering_a_long_text_takes_no_long_time(text):
    """A pattern that runs away would take minutes."""
    anonymous(text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "把要查的话填进来"),
        ({"detail": " \n "}, "把要查的话填进来"),
        ({"detail": "长" * 20_001}, "详情最多 20000 个字，现在有 20001 个"),
        ({"detail": "x" * 1_000_000}, "详情最多 20000 个字，现在有 1000000 个"),
        ({"title": "长" * 501}, "标题最多 500 个字"),
        ({"detail": TEA, "price": "约十元"}, "价格写成数字"),
        ({"detail": TEA, "price": "NaN"}, "价格写成数字"),
        ({"detail": TEA, "price": "-1"}, "价格（元）不能小于 0"),
        ({"detail": TEA, "context": "别处"}, "话写在哪里里没有这一项"),
    ],
)
def test_what_cannot_be_checked_is_said_at_its_field(visitor, fields, said):
    answer = ask(visitor, **fields)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Usage.objects.exists()


@pytest.mark.parametrize(
    "detail", ["=cmd|'/C calc'!A0", "<script>alert(1)</script>", "\u202e倒", "😀" * 50]
)
def test_odd_characters_are_text(visitor, detail):
    answer = ask(visitor, detail=detail)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(visitor):
    answer = visitor.post("/check/", {"detail": "x" * 2_200_000})
    assert answer.status_code == 413
    assert "2.1 MB，一次最多 2 MB" in words(answer)
    answer = send(visitor, b"x" * 2_200_000)
    assert answer.status_code == 413


def test_a_form_from_elsewhere_is_refused(db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/check/", {"detail": TEA}).status_code == 403


def test_whoever_asks_too_often_waits_and_keeps_what_was_typed(visitor):
    for _ in range(VISITOR.calls):
        assert ask(visitor, detail=CLEAN).status_code == 200
    answer = ask(visitor, detail=TEA)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= VISITOR.seconds
    page = words(answer)
    assert "用得太勤" in page
    assert TEA in page
    assert "涉嫌违法" not in page


def test_a_file_that_comes_too_often_is_not_even_opened(visitor, tmp_path):
    for _ in range(VISITOR.calls):
        send(visitor, b"")
    answer = send(visitor, table_of("苦荞茶,根治高血压,食品"))
    assert answer.status_code == 429
    assert "还不能查" not in words(answer)
    assert "用得太勤" in words(answer)


def test_a_table_is_checked_row_by_row_and_rows_without_text_are_named(visitor):
    content = table_of("苦荞茶,根治高血压,食品", "毛巾,纯棉,家纺", ",,食品")
    page = words(send(visitor, content))
    assert "2 条里，1 条有问题" in page
    assert "第 2 行</h2>" in page
    assert "第 3 行</h2>" not in page
    assert "有 1 行没有查：</strong>第 4 行" in page
    assert not Material.objects.exists()


def test_a_workbook_is_a_table_too(visitor):
    file = BytesIO()
    write_xlsx(file, [Sheet("表", (Column("标题"),), [("根治高血压的茶",), ("=1+1",)])])
    page = words(send(visitor, file.getvalue(), "样例.xlsx", product="食品"))
    assert "第 2 行</h2>" in page


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "样例.csv", "空文件"),
        (b"%PDF-1.7", "样例.xlsx", "这其实是 PDF"),
        (b"MZ\x90\x00" * 40, "样例.csv", "表格"),
        (b"MZ", "样例.exe", "这里只收 .xlsx 和 .csv"),
        ("价格,销量\n3,4\n".encode(), "样例.csv", "列名改成 标题"),
        ("标题\n\n".encode(), "样例.csv", "没有能查的文字"),
        (table_of(*["茶,好,食品"] * 10_000), "样例.csv", f"一次最多查 {MOST_ROWS} 行"),
        (table_of(*[f"茶,{'长' * 1000},食品"] * 300), "样例.csv", "一次最多查 20 万字"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_checked_is_refused_in_words(visitor, content, name, said):
    answer = send(visitor, content, name)
    assert answer.status_code == 422
    assert said in words(answer)
    assert Usage.objects.get().calls == 1  # a refused file cost something, too


@pytest.mark.parametrize("make", [hostile.strings_bomb, hostile.billion_laughs, hostile.far_cell])
def test_a_bomb_is_refused_in_words(visitor, tmp_path, make):
    answer = send(visitor, make(tmp_path / "样例.xlsx").read_bytes(), "样例.xlsx")
    assert answer.status_code == 422
    assert "还不能查，有 1 处要改" in words(answer)
    assert Usage.objects.get().calls == 1


def test_a_table_without_a_file_asks_for_one(visitor):
    answer = visitor.post("/check/table/", {})
    assert answer.status_code == 422
    assert "选一个文件" in words(answer)


def carried_in(answer) -> str:
    return answer.context["carried"]


def test_the_table_of_results_is_made_anew_from_what_the_page_carries(visitor):
    first = send(visitor, table_of("=1+1 顶级茶,根治高血压,食品", "毛巾,纯棉,家纺"))
    answer = visitor.post("/check/result.xlsx", {"items": carried_in(first)})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert {row[0] for row in book["命中"].iter_rows(min_row=2, values_only=True)} == {"2"}
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    "items",
    [
        "", "{", "[]", "[[1]]", '[["1","t","d","p","c","x"]]', "[" * 100_000, "null",
        json.dumps([["1", "茶", "", "", "", None]] * (MOST_ROWS + 1)),
    ],
)  # fmt: skip
def test_what_is_carried_is_read_as_strictly_as_it_was_written(visitor, items):
    answer = visitor.post("/check/result.xlsx", {"items": items})
    assert answer.status_code == 422
    assert "没有下载成" in words(answer)


@pytest.fixture
def fallen_rule(officer, town) -> str:
    """A rule whose hits were turned down sixty times: it only asks for review now."""
    platform = Platform.objects.create(code="yanshi", name="演示平台")
    shop = Shop.objects.create(platform=platform, external_id="试填", name="试填小店", town=town)
    rule = rules_by_id()["med-food-01"]
    at = timezone.now()
    for number in range(60):
        listing = Listing.objects.create(
            shop=shop, external_id=str(number), title="试填商品", first_seen_at=at
        )
        sighting = Sighting.objects.create(
            listing=listing, seen_at=at, title="试填商品", content_sha256=f"{number:064x}"
        )
        Hit.objects.create(
            sighting=sighting, shop=shop, town=town, rule=rule.id, rule_version=rule.version,
            title=rule.title, violation=rule.violation, level="fail", quote="试填",
            article=rule.citation, reason="试填", law_fingerprint="ab" * 32,
            passage_sha256=f"{number:064x}", state=HitState.DISMISSED, ground="negated",
            judged_at=at, judged_by=officer,
        )  # fmt: skip
    _doubt.cache_clear()
    yield rule.id
    _doubt.cache_clear()


def test_a_rule_that_did_not_prove_right_accuses_nobody(visitor, fallen_rule):
    page = words(ask(visitor, detail="根治高血压"))
    assert "这条规则近来查得不够准" in page
    assert "涉嫌违法</span>" not in page
    assert "要看事实" in page
    asked = {"items": [{"text": "根治高血压", "product": "食品"}]}
    told = visitor.post("/api/screen", json.dumps(asked), content_type="application/json").json()
    hits = {hit["rule"]: hit["level"] for hit in told["items"][0]["hits"]}
    assert hits[fallen_rule] == "review"
