"""组件样板的内容: invented matters that show each component as it is used."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpRequest

from wangshi.engine.clocks import ClockState
from wangshi.shared.pages import (
    BarPart,
    BarRow,
    Check,
    ClockBadge,
    Fact,
    Hand,
    Link,
    LongWork,
    Span,
    StepRow,
    TimelineEvent,
)
from wangshi.shared.paging import Page

PROCEDURE: Final = "《市场监督管理行政处罚程序规定》"
TEXT: Final = "坚持饮用三个月，降血压、降血脂。\n国家级品质，双十一全网最低价 128 元。"


def _clock(state: ClockState, words: str, used: int, *, provisional: bool = False) -> ClockBadge:
    return ClockBadge(
        state=state,
        words=words,
        used=used,
        rule="线索核查",
        basis="11-03 收到，次日起算，11-24 期满。",
        law=PROCEDURE,
        article="第十八条",
        href="#c-clock",
        provisional=provisional,
    )


CLOCKS: Final = (
    _clock(ClockState.LATE, "逾期 1 个工作日", 100),
    _clock(ClockState.TODAY, "今天到期", 98),
    _clock(ClockState.SOON, "剩 2 个工作日", 72),
    _clock(ClockState.CALM, "剩 41 日", 54, provisional=True),
    _clock(ClockState.REST, "暂停第 6 日", 40),
    _clock(ClockState.DONE, "提前 2 个工作日办结", 0),
)


class SampleForm(forms.Form):
    """样板表单: one field of each shape."""

    use_required_attribute = False
    cause = forms.CharField(label="案由", initial="普通食品广告涉及疾病治疗功能")
    filed_on = forms.DateField(
        label="立案日期",
        help_text="例如 2026-11-23。办案期限从这天起算",
        error_messages={"invalid": "立案日期要写成 2026-11-23 这样"},
    )
    second = forms.ChoiceField(
        label="第二名执法人员",
        choices=[("", "选一名"), ("1", "周模拟"), ("2", "孙假设")],
        error_messages={"required": "选第二名执法人员，不能是您自己"},
    )
    told = forms.CharField(
        label="初步查到的事实",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="谁、什么时候、在哪个网址、说了什么",
        error_messages={"required": "写明初步查到的事实，至少写清时间、网址和说法"},
    )
    road = forms.ChoiceField(
        label="下一步",
        choices=[("file", "立案\n四个条件都满足"), ("decline", "不予立案\n要选理由")],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个下一步"},
    )
    proofs = forms.MultipleChoiceField(
        label="证据",
        choices=[("1", "商品详情页\n8 项校验通过"), ("2", "直播回放\n缺可信时间戳")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一份证据"},
    )
    paper = forms.FileField(label="附件", help_text="PDF 或图片，一份最大 20 MB", required=False)
    truthful = forms.BooleanField(
        label="以上内容我核对过", error_messages={"required": "核对以后打勾"}
    )


class SampleFilter(forms.Form):
    """样板筛选."""

    town = forms.ChoiceField(
        label="镇办", required=False, choices=[("", "全部"), ("a", "甲木镇"), ("b", "乙水镇")]
    )
    words = forms.CharField(label="店名或编号", required=False)


@dataclass(frozen=True)
class SampleRow:
    """样板表格的一行."""

    clock: ClockBadge
    title: str
    why: str
    harm: int
    amount: int | None


def _table() -> tuple[SampleRow, ...]:
    return (
        SampleRow(CLOCKS[0], "核查：直播间卖“三无”蜂蜜", "丙山镇样例养蜂场", 3, None),
        SampleRow(CLOCKS[1], "受理：网购核桃发霉", "甲木镇演示山货铺", 1, 68),
        SampleRow(CLOCKS[2], "核查：花茶宣称“降血压”", "甲木镇演示山货铺", 2, 12800),
    )


def _lists() -> dict[str, Any]:
    return {
        "links": (
            Link("等我办", "#1", 8, here=True),
            Link("等别人", "#2", 6),
            Link("已办完", "#3"),
        ),
        "events": (
            TimelineEvent(date(2026, 11, 24), "核查期满", state="next"),
            TimelineEvent(date(2026, 11, 21), "电话核实", "店主承认文案为自写。", "now"),
            TimelineEvent(date(2026, 11, 20), "复看：文案仍在", state="bad"),
            TimelineEvent(date(2026, 11, 19), "网页封存", "8 项校验通过。", "good", "#proof"),
            TimelineEvent(date(2025, 11, 3), "投诉 1 件，调解成功"),
        ),
        "steps": (
            StepRow("立案", "填立案审批表", "#1", "第十九条", "四个条件都满足。", main=True),
            StepRow("延长核查", "申请延长", "#2", "第十八条", "限一次，须由负责人批准。"),
            StepRow("移送其他部门", "移送", missing="先写明为何不属本局职责", article="第十七条"),
        ),
        "facts": (
            Fact("类型", "个体工商户", change_href="#1"),
            Fact("店铺", "甲木镇演示山货铺", href="#2", change_href="#3"),
            Fact("联系电话", None),
        ),
    }


def _proofs() -> dict[str, Any]:
    return {
        "checks": (
            Check("文件齐全", "passed", "清单 9 个，包里 9 个。"),
            Check("证书状态", "skipped", "这台机器不联网。", "#1"),
            Check("可信时间戳", "part", "缺一份。"),
            Check("指纹", "failed", "与封存时不一致。", "#2"),
        ),
        "hands": (
            Hand("发现", "孙假设", "网络监测专班"),
            Hand("核查", "李示范", "到 11-24", here=True),
            Hand("立案审批", "吴范文", "分管负责人"),
            Hand("法制审核", "王样例", "不得与核查人相同"),
            Hand("答复", "钱试填", "网格员"),
        ),
        "bars": (
            BarRow("甲木镇", 82, "82", "#1"),
            BarRow("丙山镇", 57, "57", "#2", note="缺 3 天数据"),
        ),
        "bar": (BarPart(62, "b1"), BarPart(20, "bs"), BarPart(8, "bl"), BarPart(10, "b0")),
    }


def sample_page(request: HttpRequest) -> dict[str, Any]:
    """组件样板页的内容: `?error=1` shows the refused form."""
    wrong = request.GET.get("error") == "1"
    return {
        **_lists(),
        **_proofs(),
        "clocks": CLOCKS,
        "today": date(2026, 11, 23),
        "form": SampleForm({"cause": "", "filed_on": "2026-13-45"}) if wrong else SampleForm(),
        "filter_form": SampleFilter(request.GET or None),
        "table": _table(),
        "page": Page(rows=_table(), number=3, size=20, total=1106, reach=1106),
        "endless": Page(rows=_table(), number=3, size=20, total=None, reach=100_000),
        "text": TEXT,
        "spans": (
            Span(8, 15, 1, "#c-law", "①"),
            Span(17, 20, 2, "#c-law", "②"),
            Span(26, 31, 3, "#c-law", "③"),
        ),
        "work": LongWork(
            "正在筛查", 8240, 12480, "还要约 4 分钟", poll_href="/components/", stop_href="#stop"
        ),
        "finished": LongWork("筛查完了", 12480, 12480, "命中 37 条", finished=True),
    }
