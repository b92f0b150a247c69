"""A spider of each site file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors import Site
from spiders.loader import SiteLoader

if TYPE_CHECKING:
    from pathlib import Path

SITE = 'name = "post"\ntitle = "The Post"\ndomains = ["post.example"]\nlanguage = "en"\n'


def test_loader_makes_a_spider_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "post.toml").write_text(SITE)
    loader = SiteLoader(tmp_path)
    assert loader.list() == ["page", "post"]
    assert loader.load("post").site.title == "The Post"
    assert loader.load("page").sites["post"].domains == ("post.example",)


def test_loader_names_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "post.toml").write_text(SITE + "colour = 7\n")
    with pytest.raises(SystemExit, match=r"post\.toml: colour: "):
        SiteLoader(tmp_path)


def test_loader_names_the_sites_there_are(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"no site file other\.toml; there are: page"):
        SiteLoader(tmp_path).load("other")


def test_sites_are_looked_through_once_for_each_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "post.toml").write_text(SITE)
    sites = SiteLoader(tmp_path).load("page").sites
    asked: list[str] = []
    owns = Site.owns
    monkeypatch.setattr(Site, "owns", lambda site, host: asked.append(host) or owns(site, host))
    hosts = ["www.post.example", "other.example"] * 3
    assert [sites.of_host(host) for host in hosts] == [sites["post"], None] * 3
    assert asked == ["www.post.example", "other.example"]
