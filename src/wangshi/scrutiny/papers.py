"""文书: the letter itself, and the record that nobody signed for two of them."""

from collections.abc import Sequence
from datetime import date

from wangshi.evidence.papers import Paper, Row, Table
from wangshi.scrutiny.models import ContactLetter

LETTER, RECORD = "letter", "record"
TITLES = {LETTER: "专用信函", RECORD: "专用信函无人签收情况记录"}
BASIS = "《企业经营异常名录管理办法》第九条（个体工商户：《个体工商户年度报告办法》第十五条）"


def letter_paper(letter: ContactLetter, office: str) -> Paper:
    """专用信函: what the operator reads when it is opened."""
    operator = letter.operator
    rows = (
        Row("收信人", operator.name),
        Row("统一社会信用代码", operator.uscc or ""),
        Row("寄往", letter.address),
        Row("第几封", "第二封" if letter.follows_id else "第一封"),
        Row("为什么寄这封信", letter.why),
        Row(
            "请您做什么",
            "收到后到本局或者打电话说明现在的经营地址和联系方式；地址变了的，办理变更登记",
        ),
        Row("不联系的后果", "两次邮寄无人签收的，视为无法取得联系，将列入经营异常名录并公示"),
        Row("依据", BASIS),
        Row("本局地址、电话", lines=2),
        Row("寄出日期", _day(letter.sent_on)),
        Row("邮件号", letter.postal_number),
    )
    return Paper(TITLES[LETTER], office, letter.number, rows, (), ("（盖章、日期）",))


def record_paper(letters: Sequence[ContactLetter], office: str) -> Paper:
    """无人签收情况记录: of both letters; signed by two officers."""
    last = letters[-1]
    rows = (
        Row("主体", last.operator.name),
        Row("统一社会信用代码", last.operator.uscc or ""),
        Row("登记的住所（经营场所）", last.operator.address or last.address),
        Row("依据", BASIS),
        Row("查实日期", _day(last.result_on)),
        Row("承办人意见", lines=3),
        Row("负责人意见", lines=3),
    )
    table = Table(
        "两次邮寄",
        ("编号", "寄往", "邮件号", "寄出", "结果", "哪天", "说明"),
        tuple(
            (
                *(one.number, one.address, one.postal_number, _day(one.sent_on)),
                *(one.get_result_display(), _day(one.result_on), one.result_words),
            )
            for one in letters
        ),
    )
    signs = ("承办人（两人签名、日期）", "负责人（签名、日期）")
    return Paper(TITLES[RECORD], office, last.number, rows, (table,), signs)


def _day(day: date | None) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""
