"""Special funds: never more than there is, nothing paid twice unsaid, audited by somebody else."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.books import workbook_of
from tests.programme.conftest import YEAR, now
from wangshi.accounts.policy import Refused
from wangshi.programme import services
from wangshi.programme.models import Fund, FundProject, Voucher
from wangshi.programme.selectors.funds import fund_lines
from wangshi.programme.services import NewFund, NewProject, NewVoucher
from wangshi.programme.workflow import FundHead, ProgrammeRefused

pytestmark = pytest.mark.django_db
D = Decimal
TODAY = timezone.localdate()


@pytest.fixture
def fund(office) -> Fund:
    new = NewFund(YEAR, FundHead.SUPPORT, "样例专项资金", D(1000), "虚构〔1〕号", TODAY)
    return services.open_fund(new, by=office, at=now())


def approved(fund, travel, office, amount: int = 600, title: str = "样例项目") -> FundProject:
    new = NewProject(title, "样例商行", travel, D(amount), TODAY)
    return services.approve_project(fund, new, by=office, at=now())


@pytest.fixture
def project(fund, travel, office) -> FundProject:
    return approved(fund, travel, office)


def voucher(number: str = "虚构1", amount: int = 200, excuse: str = "") -> NewVoucher:
    return NewVoucher(number, "样例店", "打印机", D(amount), TODAY, excuse)


def test_no_more_is_given_than_there_is(fund, project, travel, office):
    with pytest.raises(ProgrammeRefused, match=r"预算还剩 400\.00 元"):
        approved(fund, travel, office, 401)
    assert fund_lines()[0].given == D(600)


def test_no_more_is_paid_than_was_given(project, traveller):
    with pytest.raises(ProgrammeRefused, match=r"还剩 600\.00 元"):
        services.pay(project, voucher(amount=601), by=traveller, at=now())


def test_the_same_invoice_is_not_paid_again_without_a_word(
    fund, project, travel, office, traveller
):
    services.pay(project, voucher(), by=traveller, at=now())
    second = approved(fund, travel, office, 300, "另一个样例项目")
    with pytest.raises(ProgrammeRefused, match="像是付过的。发票号一样"):
        services.pay(second, voucher(amount=100), by=traveller, at=now())
    assert Voucher.objects.count() == 1
    excuse = "同一张发票里的两台，分两个项目付"
    paid = services.pay(second, voucher(amount=100, excuse=excuse), by=traveller, at=now())
    assert [one["why"] for one in paid.alike] == ["发票号一样"]


def test_only_the_unit_that_manages_it_pays(project, office, make_account):
    with pytest.raises(Refused):
        services.pay(project, voucher(), by=office, at=now())


def test_a_result_is_audited_by_somebody_else_and_then_stands(project, traveller, office):
    with pytest.raises(ProgrammeRefused, match="还没有报结果"):
        services.audit_project(project, sound=True, words="看了", by=office, at=now())
    services.show_result(project, words="办班 2 期，80 人（虚构）", by=traveller, at=now())
    services.audit_project(project, sound=True, words="看了签到表", by=office, at=now())
    with pytest.raises(ProgrammeRefused, match="不能再改"):
        services.show_result(project, words="改一改", by=traveller, at=now())
    (line,) = fund_lines()
    assert (line.projects, line.shown, line.sound) == (1, 1, 1)


def test_a_fund_has_one_name_in_a_year(fund, office):
    new = NewFund(YEAR, FundHead.TRAINING, "样例专项资金", D(5), "虚构〔2〕号", TODAY)
    with pytest.raises(ProgrammeRefused, match="已经有“样例专项资金”"):
        services.open_fund(new, by=office, at=now())


def test_the_pages_lead_from_the_budget_to_the_payment(fund, project, travel, office, traveller):
    services.pay(project, voucher(), by=traveller, at=now())
    client = Client()
    client.force_login(traveller)
    for name, args, words in (
        ("funds", [], "200.00"),
        ("fund", [fund.pk], "样例项目"),
        ("fund-project", [project.pk], "打印机"),
    ):
        assert words in client.get(reverse(name, args=args)).content.decode()
    fields = {
        "mark": "试填", "number": "虚构1", "seller": "样例店", "goods": "打印机", "amount": "二百",
        "paid_on": TODAY.isoformat(), "excuse": "",
    }  # fmt: skip
    where = reverse("fund-project-pay", args=[project.pk])
    assert "这一格要填数字，单位是元" in client.post(where, fields).content.decode()
    assert "像是付过的" in client.post(where, fields | {"amount": "200"}).content.decode()
    client.force_login(office)
    book = workbook_of(client.get(reverse("funds-export")))
    assert [row[1] for row in book["各个项目"]] == ["项目", "样例项目"]
    assert book["各笔资金"][1][5] == 200
