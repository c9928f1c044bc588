"""地址: special ranges are refused to the last address, public ones are not."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.vetting import Allowance, refusal
from wangshi.engine.vetting.addresses import _FORBIDDEN_4, _FORBIDDEN_6, read_address

PUBLIC = [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2400:3200::1", "2606:4700:4700::1111", "2a00::1", "2001:4860:4860::8888", "2003::1",
]  # fmt: skip
FORBIDDEN = [
    "::", "::1", "::ffff:10.0.0.1", "::ffff:0a00:0001", "::10.0.0.1", "64:ff9b::10.0.0.1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a00:1::1", "2002:7f00:1::",
    "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::",
    "100.100.100.200", "169.254.169.254", "169.254.170.2", "192.0.0.192", "255.255.255.255",
]  # fmt: skip


@pytest.mark.parametrize("network", _FORBIDDEN_4 | _FORBIDDEN_6)
def test_a_special_range_is_refused_from_its_first_to_its_last_address(network):
    net = ip_network(network)
    for address in (net[0], net[net.num_addresses // 2], net[-1]):
        assert refusal(address), address


@pytest.mark.parametrize("written", FORBIDDEN)
def test_an_address_that_hides_another_is_refused(written):
    assert refusal(ip_address(written))


@pytest.mark.parametrize("written", PUBLIC)
def test_a_public_address_is_let_through(written):
    assert refusal(ip_address(written)) == ""


def test_the_machine_does_not_visit_itself():
    own = ip_address("1.1.1.1")
    assert refusal(own, own=[own]) == "这台机器自己的地址"


def test_what_an_officer_opened_by_name_is_let_through_and_nothing_beside_it():
    allowance = Allowance.of("10.1.2.0/24", "::1")
    assert refusal(ip_address("10.1.2.9"), allowance=allowance) == ""
    assert refusal(ip_address("10.1.3.9"), allowance=allowance)
    assert refusal(ip_address("::1"), allowance=allowance) == ""


@given(st.ip_addresses())
def test_whatever_python_calls_private_is_refused(address):
    if not address.is_global:
        assert refusal(address)


@pytest.mark.parametrize(
    "written", ["1.1.1", "01.1.1.1", "1.1.1.256", "0x1.1.1.1", "１.1.1.1", "1.1.1.1 ", "", "::g"]
)
def test_only_one_spelling_is_an_address(written):
    assert read_address(written) is None
