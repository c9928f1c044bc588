"""Walk a complaint: filed on a phone, followed by code, split, accepted, mediated, signed."""

import pytest
from playwright.sync_api import expect

from tests.browser import enter, listen, look
from wangshi.accounts.permissions import Role
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.shared.models import AuditRecord

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_consumer_files_follows_and_is_mediated_to_a_signed_agreement(
    page, live_server, county, officer, make_account, bureau
):
    desk = make_account("冯演示", Role.DESK_12315, username="desk", department=bureau)
    code = filed_on_a_phone(page, live_server)
    decided_at_the_desk(page, live_server, desk)
    mediated(page, live_server, officer)
    page.context.clear_cookies()
    page.goto(f"{page.at}/complain/progress/")
    page.get_by_label("进度码").fill(code)
    page.get_by_role("button", name="看进度").click()
    expect(page.get_by_text("三日内上门更换水泵，退还运费 50 元。")).to_be_visible()
    expect(page.get_by_text("试填周女士")).to_have_count(0)
    look(page, "complain-progress")
    assert Complaint.objects.get().state == "closed"


def filed_on_a_phone(page, live_server):
    listen(page, live_server.url)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{page.at}/complain/")
    look(page, "complain")
    page.get_by_role("link", name="两样一起写").click()
    go_on(page)
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "complain-error")
    page.get_by_label("实体店").check()
    page.get_by_label("商家的名称").fill("试填家电城")
    go_on(page)
    page.get_by_label("买了什么").fill("洗衣机一台")
    page.get_by_label("是哪一种").select_option("durable")
    page.get_by_label("哪天收到").fill("2026-09-01")
    page.get_by_label("哪天发现").fill("2026-11-02")
    go_on(page)
    page.get_by_label("怎么回事").fill("漏水，修了两次还漏。店里还写着“全国销量第一”。")
    go_on(page)
    page.get_by_label("修理").check()
    go_on(page)
    page.get_by_label("姓名").fill("试填周女士")
    page.get_by_label("电话").fill("13800000003")
    page.get_by_label("通讯地址").fill("样例街 3 号")
    go_on(page)
    expect(page.get_by_role("heading", name="提交前看一遍")).to_be_visible()
    look(page, "complain-check")
    page.get_by_label("我说的是真实情况").check()
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_text("已收到。")).to_be_visible()
    return page.locator("p.code").inner_text()


def decided_at_the_desk(page, live_server, desk):
    enter(page, live_server, desk)
    page.goto(f"{page.at}/complaints/")
    look(page, "complaints")
    page.get_by_role("link", name="试填家电城").click()
    expect(page.get_by_text("来件里还有举报：")).to_be_visible()
    look(page, "complaint")
    step(
        page, "拆成两件", {"投诉的部分": "漏水，要求修好。", "举报的部分": "店里写着全国销量第一。"}
    )
    expect(page.get_by_text("拆开了")).to_be_visible()
    assert ViolationReport.objects.get().text == "店里写着全国销量第一。"
    step(page, "填 12315 编号", {"全国 12315 平台编号": "样例2026001"})
    page.get_by_role("link", name="受理这件投诉").click()
    look(page, "complaint-accept")
    page.get_by_label("由哪个单位调解").select_option(label="甲木市场监管所")
    page.get_by_label("电话").check()
    page.get_by_role("button", name="受理这件投诉").click()
    expect(page.get_by_text("受理了，60 日的调解期限从今天算。")).to_be_visible()


def mediated(page, live_server, officer):
    enter(page, live_server, officer)
    page.goto(f"{page.at}/complaints/")
    page.get_by_role("link", name="试填家电城").click()
    page.get_by_role("link", name="看投诉人的身份").click()
    page.get_by_label("为什么要看").fill("约调解")
    page.get_by_role("button", name="看身份").click()
    expect(page.get_by_text("试填周女士")).to_be_visible()
    look(page, "complaint-identity")
    assert AuditRecord.objects.filter(verb="identity.viewed").count() == 1
    page.get_by_role("link", name="回到这件").click()
    step(page, "开始调解", {"双方怎么同意的": "今天电话问过，都同意"})
    page.get_by_role("link", name="列举证清单").click()
    page.get_by_role("button", name="要求双方举证").click()
    flaw = page.get_by_role("row", name="有没有瑕疵")
    expect(flaw.get_by_text("经营者", exact=True)).to_be_visible()
    flaw.get_by_role("link", name="记收到").click()
    page.get_by_label("收到了什么").fill("厂家检测记录一份，水泵有裂纹")
    page.get_by_role("button", name="记下收到").click()
    look(page, "complaint-proofs")
    signed(page)


def signed(page):
    page.get_by_role("link", name="写调解协议").click()
    page.get_by_label("协议内容").fill("三日内上门更换水泵，退还运费 50 元。")
    page.get_by_label("退赔金额").fill("50")
    page.get_by_label("制作调解书，双方签字").check()
    page.get_by_role("button", name="写下协议").click()
    page.get_by_role("link", name="投诉调解书").click()
    expect(page.get_by_role("heading", name="投诉调解书").first).to_be_visible()
    look(page, "complaint-paper")
    with page.expect_download() as download:
        page.get_by_label("为什么要看").fill("双方签字用")
        page.get_by_role("button", name="下载带姓名的 Word").click()
    assert download.value.suggested_filename.startswith("投诉调解书")
    assert AuditRecord.objects.filter(verb="identity.viewed").count() == 2


def go_on(page):
    page.get_by_role("button", name="继续").click()


def step(page, button, given):
    page.get_by_role("link", name=button).click()
    for label, words in given.items():
        page.get_by_label(label).fill(words)
    page.locator("main form .btn-main").click()
    expect(page.get_by_role("heading", name="投诉试填家电城")).to_be_visible()
