"""Addresses of this machine, over IPv4 and IPv6: refused by default, opened by a setting."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk
from tests.web.outlets import Answer, page
from tests.web.server import Server

if TYPE_CHECKING:
    from pathlib import Path

STORY = "".join(f"<p>In month {month} the ferry came late and the baker kept the bread warm.</p>" for month in range(9))
ARTICLE = page(f"<!doctype html><html lang=en><head><title>The ferry</title></head><body><article>{STORY}")


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


IPV6 = pytest.param("::1", marks=pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6"))


@pytest.mark.parametrize("host", ["127.0.0.1", IPV6])
def test_loopback_is_opened_by_a_setting_alone(tmp_path: Path, host: str) -> None:
    with Server(host=host) as server:
        address = f"http://[{host}]:{server.port}" if ":" in host else f"http://{host}:{server.port}"
        server.outlets.extra[f"{address}/the-ferry-came-late"] = ARTICLE
        server.outlets.extra[f"{address}/robots.txt"] = page("", "text/plain")
        desk = Desk(tmp_path)
        url = f"{address}/the-ferry-came-late"
        refused = desk.scrapy("crawl", "page", "-a", f"url={url}")
        assert (refused.status, server.outlets.asked) == (1, [])
        assert desk.reasons()[url] == "the address is one of this machine or its network"
        assert desk.scrapy("crawl", "page", "-a", f"url={url}", STET_ALLOW_PRIVATE="1").status == 0
        assert desk.reasons()[url] is None


def test_private_name_is_refused_by_its_dns_answer(tmp_path: Path) -> None:
    name = socket.gethostname()
    try:
        answers = {answer[4][0] for answer in socket.getaddrinfo(name, 80)}
    except OSError:
        answers = set()
    if not answers:
        pytest.skip("this machine's name does not resolve")
    desk = Desk(tmp_path)
    url = f"http://{name}:1/the-ferry-came-late"
    desk.scrapy("crawl", "page", "-a", f"url={url}")
    assert "the host has an address of this machine or its network" in str(desk.reasons()[url])


def test_redirect_into_this_network_is_refused(web: Server, tmp_path: Path) -> None:
    targets = ["http://127.0.0.1/admin", "http://2130706433/", "http://[::1]/", "http://169.254.169.254/latest"]
    urls = {f"http://open.example/a-page-of-number-{number}": target for number, target in enumerate(targets)}
    web.outlets.extra = {url: Answer(302, b"", {"Location": target}) for url, target in urls.items()}
    desk = Desk(tmp_path, web)
    desk.scrapy("crawl", "page", "-a", f"url={' '.join(urls)}")
    assert set(desk.reasons().values()) == {"the address is one of this machine or its network"}
    assert not [url for url in web.outlets.count() if "open.example" not in url]
