"""``scrapy add-site example.org``: look where an outlet lists its news, write a first site file."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from extractors.sites.site_file import SiteFileError, load_site
from spiders.survey_spider import Survey, SurveySpider, article_pattern
from spiders.web.addresses import front_page_of, host_of
from spiders.web.sites import folder_to_write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

MOST_FEEDS = 4
MOST_SITEMAPS = 2
NAME = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


class Command(ScrapyCommand):
    """Asks for robots.txt, the front page and the lists that they name; for no article."""

    requires_project = True

    def syntax(self) -> str:
        """For the help."""
        return "[options] <domain>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Look where an outlet lists its news and write a first site file"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--name", help="of the site and its file (default: from the domain)")
        parser.add_argument("--print", action="store_true", dest="prints", help="print the file instead of writing it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Status 1 where nothing was found or the file is there already."""
        domain = domain_of(args[0]) if len(args) == 1 else None
        if domain is None:
            raise UsageError("give one domain, such as example.org")
        name = opts.name or name_of(domain)
        if not NAME.fullmatch(name):
            raise UsageError(f"--name {name}: expected small letters, digits and _", print_help=False)
        path = folder_to_write() / f"{name}.toml"
        if path.exists() and not opts.prints:
            self._fail(f"{path} is there already; --name gives it another name, --print only shows it")
            return
        survey = self._survey(domain if "://" not in args[0] else front_page_of(args[0]) or domain)
        if survey is None:
            self._fail(f"{domain}: nothing could be had, see the reasons above")
            return
        text = "\n".join(site_file(name, domain, survey)) + "\n"
        if fault := fault_of(text, name):
            self._fail(f"{domain}: {fault}")
        elif opts.prints:
            print(text, end="")
        else:
            path.write_text(text)
            print(f"wrote {path}: {len(survey.feeds)} feeds, {len(survey.sitemaps)} sitemaps found")
            print(f"next: look it over, then scrapy crawl {name}")

    def _survey(self, domain: str) -> Survey | None:
        assert self.crawler_process is not None  # noqa: S101  (cmdline sets it)
        sites = self.crawler_process.spider_loader.load("page").sites  # type: ignore[attr-defined]
        crawler = self.crawler_process.create_crawler(type("Survey", (SurveySpider,), {"sites": sites}))
        self.crawler_process.crawl(crawler, site=domain)
        self.crawler_process.start()
        survey = crawler.spider.survey if isinstance(crawler.spider, SurveySpider) else None
        return survey if survey and (survey.front_page or survey.feeds or survey.sitemaps) else None

    def _fail(self, reason: str) -> None:
        print(f"scrapy add-site: {reason}", file=sys.stderr)
        self.exitcode = 1


def domain_of(text: str) -> str | None:
    """``example.org`` of a domain or an address; None where it is neither."""
    host = host_of(front_page_of(text) or "")
    return host if "." in host else None


def name_of(domain: str) -> str:
    """``example`` of ``www.example.co.uk``."""
    labels = [label for label in domain.removeprefix("www.").split(".")[:-1] if len(label) > 3] or domain.split(".")
    return re.sub(r"[^a-z0-9]+", "_", labels[-1].lower()).strip("_").lstrip("0123456789_") or "site"


def site_file(name: str, domain: str, survey: Survey) -> Iterator[str]:
    """The lines of a site file. JSON strings and lists are TOML's as well."""
    language = survey.language if survey.language and LANGUAGE.fullmatch(survey.language) else "und"
    yield f'name = "{name}"'
    yield f"title = {_toml(survey.title or domain)}"
    yield f'domains = ["{domain.removeprefix("www.")}"]'
    yield f'language = "{language}"'
    yield ""
    yield "[news]"
    for key, found, most in (("feeds", survey.feeds, MOST_FEEDS), ("sitemaps", survey.sitemaps, MOST_SITEMAPS)):
        if found:
            yield f"{key} = {_toml(sorted(found, key=lambda url: -found[url])[:most])}"
    if survey.front_page and not survey.feeds and not survey.sitemaps:
        yield f"front_pages = {_toml([survey.front_page])}"
    if pattern := article_pattern(survey.news):
        yield f"article_url = {_toml(pattern)}"
    yield 'every = "1h"'


def fault_of(text: str, name: str) -> str | None:
    """Why a site file would not load; None where it would. Nothing is written that stops the other commands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        try:
            load_site(path)
        except SiteFileError as error:
            return str(error).replace(str(path), path.name)
    return None


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")
