"""No request stays in this network, however its address is written."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from spiders.web.addresses import is_web_address
from spiders.web.ssrf_guard import PublicResolver, is_public, is_public_host, numeric_address, private_hosts


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "0", "10.0.0.1", "172.16.5.5",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[::1]", "::1", "fe80::1%eth0", "fd00::1",
        "::ffff:127.0.0.1", "[::ffff:a00:1]", "2002:7f00:1::", "64:ff9b::7f00:1", "localhost", "a.localhost",
        "LOCALHOST.", "printer.local", "127.0.0.1.", "192.0.0.8", "192.88.99.1",
    ],
)  # fmt: skip
def test_private_host_is_refused(host: str) -> None:
    assert not is_public_host(host)


@pytest.mark.parametrize(
    "host", ["example.org", "8.8.8.8", "2606:4700::1111", "127.0.0.1.example.org", "localhost.org"]
)
def test_public_host_is_let_through(host: str) -> None:
    assert is_public_host(host)


@pytest.mark.parametrize("host", ["8.8.8.8%.example", "8.8.8.8%25.example", "8.8.8.8 .example"])
def test_a_number_with_something_behind_is_a_name(host: str) -> None:
    """Whose answers of DNS are looked at, and which is no web address."""
    assert numeric_address(host) is None
    assert not is_web_address(f"http://{host}/")
    answers = Answers(IPv4Address("TCP", "127.0.0.1", 1))
    PublicResolver(answers, 0, allow_private=False).resolveHostName(answers, host)  # type: ignore[arg-type]
    assert answers.given == ["end"]


def test_is_public_looks_into_what_an_address_carries() -> None:
    assert is_public(ipaddress.ip_address("64:ff9b::808:808"))


class Answers:
    """A resolver that gives fixed addresses, and what came through."""

    def __init__(self, *addresses: Any) -> None:
        self.addresses, self.given, self.nameResolver = addresses, [], self

    def resolveHostName(self, receiver: Any, *_: Any) -> None:  # noqa: N802
        for address in self.addresses:
            receiver.addressResolved(address)
        receiver.resolutionComplete()

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.given.append(address.host)

    def resolutionBegan(self, _: Any) -> None:  # noqa: N802
        pass

    def resolutionComplete(self) -> None:  # noqa: N802
        self.given.append("end")


@pytest.mark.parametrize(
    ("allow", "expected"), [(False, ["93.184.215.14", "end"]), (True, ["127.0.0.1", "93.184.215.14", "::1", "end"])]
)
def test_resolver_hides_private_answers(allow: bool, expected: list[str]) -> None:
    answers = Answers(
        IPv4Address("TCP", "127.0.0.1", 1), IPv4Address("TCP", "93.184.215.14", 1), IPv6Address("TCP", "::1", 1)
    )
    resolver = PublicResolver(answers, 0, allow_private=allow)  # type: ignore[arg-type]
    resolver.resolveHostName(answers, "mixed.example")
    assert answers.given == expected


def test_resolver_remembers_hosts_that_are_private_alone() -> None:
    answers = Answers(IPv4Address("TCP", "10.1.2.3", 1))
    PublicResolver(answers, 0, allow_private=False).resolveHostName(answers, "rebound.example")  # type: ignore[arg-type]
    assert answers.given == ["end"]
    assert "rebound.example" in private_hosts
