"""The forms: each comes out of the record whole, nothing typed twice, no blank forgotten."""

import io
import os
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from tests.penalties.conftest import findings, ruling, sent, then, walk
from wangshi.engine.penalties import PartyKind
from wangshi.evidence.papers import read_forms, write_docx
from wangshi.evidence.papers.pdf import sheet
from wangshi.penalties import services
from wangshi.penalties.models import Docket
from wangshi.penalties.papers import making, paper_of, papers_for, spot_paper
from wangshi.penalties.workflow import CaseState, MeasureKind

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# 打印出来看：WANGSHI_SHOW_PAPERS=一个目录，每份的打印稿写在里面。
SHOW = os.environ.get("WANGSHI_SHOW_PAPERS", "")
HEAVY = services.Sanctioned(fine=Decimal(120000), income=Decimal(3000))


@pytest.fixture
def full(case, people):
    """A case that went every way a form is made for."""
    officer, head = people.officer, people.head
    walk(case, people, CaseState.INVESTIGATING)
    for kind, day in ((MeasureKind.PRESERVE, 2), (MeasureKind.SEAL, 3)):
        new = services.NewMeasure(
            kind, "茶叶 40 盒", "甲木所", "《中华人民共和国广告法》第四十九条", "怕转移",
            started_at=then(day),
        )  # fmt: skip
        measure = services.ask_measure(case, new, by=officer, at=then(day, 11))
        services.answer_approval(
            measure.approvals.get(), approve=True, answer="", by=head, at=then(day, 12)
        )
        code = "M35_1" if kind is MeasureKind.PRESERVE else "M42_5"
        services.end_measure(
            measure, ending=code, words="退还", on=then(9).date(), by=officer, at=then(9)
        )
    services.send_letter(case, to="样例市市场监督管理局", asks="查进货", by=officer, at=then(4))
    services.report_crime(case, suspicion="虚构的罪名", by=officer, at=then(5))
    services.decide_transfer(case, approve=True, words="移送", by=head, at=then(6))
    services.send_to_police(
        case, sent_to="样例县公安局", sent_at=then(6, 12), by=officer, at=then(6, 13)
    )
    told = findings(sanction=HEAVY, weighty=("L50_3",))
    services.conclude(case, told, by=officer, at=then(20))
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(22))
    services.agree(case, by=head, at=then(24))
    services.serve_notice(case, sent(26), by=officer, at=then(26))
    services.ask_hearing(case, on=then(28).date(), by=officer, at=then(28))
    services.set_hearing(
        case, held_on=then(45).date(), place="县局会议室", chair=people.reviewer, by=officer,
        at=then(30),
    )  # fmt: skip
    services.end_hearing(case, findings="事实无异议", by=officer, at=then(45))
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(46))
    together = {"discussed_on": then(47).date(), "discussion": "三人都同意"}
    services.decide(case, ruling(sanction=HEAVY, **together), by=head, at=then(47))
    services.serve_decision(case, sent(48), by=officer, at=then(48))
    parts = [services.Part(then(100).date(), HEAVY.fine)]
    question = services.ask_deferral(case, parts, reason="困难", by=officer, at=then(50))
    services.answer_approval(question, approve=True, answer="", by=head, at=then(51))
    services.urge(case, sent(110), by=officer, at=then(110))
    question = services.ask_enforcement(case, court="样例县人民法院", by=officer, at=then(260))
    services.answer_approval(question, approve=True, answer="", by=head, at=then(261))
    return Docket.objects.get(case=case)


def test_every_form_comes_from_the_record(full, case, people):
    made = {one.key.split("-")[0]: one for one in papers_for(full)}
    known = {one.key.split("-")[0] for one in read_forms(making.FILE)}
    # Not now: an order to correct needs one, nobody is spared, nothing is closed, it is over.
    assert known - set(made) == {"correction", "no", "spot", "closing", "scene"}
    for link in papers_for(full):
        paper = paper_of(full, link.key, then(262).date())
        words = "".join([*paper.text, *(row.words for row in paper.rows)])
        assert "＿＿" not in words, (link, words)
        assert zipfile.ZipFile(io.BytesIO(write_docx(paper))).testzip() is None
        _show(paper, link.key)


def test_the_decision_says_what_article_62_asks_for(full):
    text = "\n".join(paper_of(full, "decision", then(262).date()).text)
    for words in (
        "拾穗县试填茶行", "91990101TESTTEST0X", "根治高血压", "订单记录", "听证情况",
        "罚款 120,000 元；没收违法所得 3,000 元", "十五日内", "六十日内", "六个月内",
    ):  # fmt: skip
        assert words in text
    assert "要求听证的权利" in "\n".join(paper_of(full, "notice", then(262).date()).text)


def test_a_closed_case_lists_its_file_in_the_order_of_article_78(case, people):
    docket = walk(case, people, CaseState.CLOSED)
    front, back = paper_of(docket, "contents", then(60).date()).tables
    assert [row[2] for row in front.rows][:3] == [
        "立案审批表", "行政处罚决定书", "送达回证",
    ]  # fmt: skip
    assert [row[2] for row in back.rows][:2] == ["案件来源登记表", "案件调查终结报告"]
    closing = paper_of(docket, "closing", then(60).date())
    assert {row.name for row in closing.rows if not row.words} == set()
    _show(closing, "closing")
    _show(paper_of(docket, "contents", then(60).date()), "contents-closed")


def test_a_penalty_on_the_spot_prints_its_decision(people):
    spot = services.penalise_on_the_spot(
        services.OnTheSpot(
            party="试填小店", kind=PartyKind.ORGANISATION, facts="没有标价",
            basis="价格法第四十二条", place="甲木镇", signed="当场签收",
            second_officer=people.second, warning=True,
            done_at=timezone.now(), fine=Decimal(500), code="虚构码", address="样例街",
        ),
        by=people.officer, at=timezone.now(),
    )  # fmt: skip
    paper = spot_paper(spot)
    assert any("警告、罚款 500 元" in line for line in paper.text)
    _show(paper, "spot")


def _show(paper, name: str) -> None:
    if SHOW:
        (Path(SHOW) / f"{name}.html").write_text(sheet(paper), "utf-8")
