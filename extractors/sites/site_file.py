"""Site files: one TOML file an outlet, checked when it is loaded."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from extractors.html.selector import compile_xpath, css_to_xpath
from extractors.model import Access, Category

SITES_FOLDER = Path(__file__).parent
PERIOD = re.compile(r"(\d+)([mhd])")
PERIOD_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class SiteFileError(ValueError):
    """A site file cannot be used; the message names file and key."""


def _compiles_as_xpath(expression: str) -> str:
    compile_xpath(expression)
    return expression


def _compiles_as_css(expression: str) -> str:
    compile_xpath(css_to_xpath(expression))
    return expression


def _compiles_as_pattern(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"regular expression does not compile: {error}") from error
    return expression


def _is_web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("expected an http(s) URL")
    return url


def _as_it_is_asked(domain: str) -> str:
    """In lower case; letters beyond ASCII as they stand in requests (``xn--...``)."""
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", domain):
        raise ValueError("expected a domain such as example.org")
    return domain.lower().encode("idna").decode()


XPath = Annotated[str, AfterValidator(_compiles_as_xpath)]
Css = Annotated[str, AfterValidator(_compiles_as_css)]
Pattern = Annotated[str, AfterValidator(_compiles_as_pattern)]
Domain = Annotated[str, AfterValidator(_as_it_is_asked)]
WebAddress = Annotated[str, AfterValidator(_is_web_address)]
Link = tuple[XPath, XPath | None]
"""What gives an address, and what a page must hold for it."""


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Checked):
    """One kind of block that is not the article. ``until`` retires it for pages fetched later."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    category: Category
    css: Css | None = None
    xpath: XPath | None = None
    reason: Annotated[str, Field(min_length=10)]
    since: date
    until: date | None = None

    @model_validator(mode="after")
    def _one_selector(self) -> Self:
        if (self.css is None) == (self.xpath is None):
            raise ValueError("expected exactly one of css, xpath")
        if self.until and self.until <= self.since:
            raise ValueError("until must come after since")
        return self

    @property
    def expression(self) -> str:
        """The selector as XPath."""
        return self.xpath or css_to_xpath(self.css or "")

    def valid_on(self, day: date) -> bool:
        """Whether the rule holds for a page fetched on that day.

        ``since`` is when the rule was written, not when the markup began: older pages are still cleaned by it.
        """
        return self.until is None or day < self.until


class News(_Checked):
    """Where the outlet lists its news, and how often to look (``30m``, ``6h``, ``1d``)."""

    feeds: tuple[WebAddress, ...] = ()
    sitemaps: tuple[WebAddress, ...] = ()
    front_pages: tuple[WebAddress, ...] = ()
    article_url: Pattern | None = None
    every: str = "1h"

    @field_validator("every")
    @classmethod
    def _is_period(cls, value: str) -> str:
        if not PERIOD.fullmatch(value):
            raise ValueError('expected a period such as "30m", "6h" or "1d"')
        return value

    @property
    def interval(self) -> timedelta:
        """How long to wait between two runs."""
        number, unit = PERIOD.fullmatch(self.every).groups()  # type: ignore[union-attr]
        return timedelta(**{PERIOD_UNITS[unit]: int(number)})


class MetadataOverrides(_Checked):
    """XPaths that come before what the generic metadata steps find."""

    title: XPath | None = None
    authors: XPath | None = None
    published: XPath | None = None
    modified: XPath | None = None
    section: XPath | None = None
    tags: XPath | None = None
    image: XPath | None = None
    caption: XPath | None = None
    credit: XPath | None = None


class AccessOverride(_Checked):
    """For an outlet whose markup lies: what holds where the XPath finds something, else ``otherwise``."""

    locked: XPath | None = None
    metered: XPath | None = None
    otherwise: Access | None = None


class Site(_Checked):
    """One outlet."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    news: News = News()
    render: bool = False  # pages are filled by scripts and go through a browser
    body: XPath | None = None
    next_page: XPath | None = None  # the link to the next page of an article that stands on several
    metadata: MetadataOverrides = MetadataOverrides()
    access: AccessOverride = AccessOverride()
    drop: tuple[Rule, ...] = ()
    rules_version: str = ""

    @field_validator("drop")
    @classmethod
    def _ids_differ(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [rule.id for rule in rules]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"rule id used twice: {', '.join(twice)}")
        return rules

    @property
    def links_to_next(self) -> tuple[Link, ...]:
        """What leads from one page of an article to the next."""
        return ((self.next_page, None),) if self.next_page else ()

    def prepared(self, text: str) -> str:
        """The text of a page as it is parsed: as it came."""
        return text

    def owns(self, host: str) -> bool:
        """Whether a host is one of the site's domains or below one."""
        return any(host == domain or host.endswith("." + domain) for domain in self.domains)


def _explain(path: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in first["loc"]) or "the file"
    return f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}"


def load_site(path: Path) -> Site:
    """Read one site file. Raises SiteFileError, naming file and key."""
    content = path.read_bytes()
    try:
        table = tomllib.loads(content.decode())
        if "rules_version" in table:
            raise SiteFileError(f"{path}: rules_version: is computed from the file, remove it")
        site = Site.model_validate(table | {"rules_version": hashlib.sha256(content).hexdigest()[:12]})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteFileError(f"{path}: not a TOML file: {error}") from error
    except ValidationError as error:
        raise SiteFileError(_explain(path, error)) from error
    if site.name != path.stem:
        raise SiteFileError(f"{path}: name: expected {path.stem!r}, as the file is called, not {site.name!r}")
    return site


def load_sites(folder: Path = SITES_FOLDER) -> dict[str, Site]:
    """All site files of a folder by name. Raises SiteFileError on the first that cannot be used."""
    return {path.stem: load_site(path) for path in sorted(folder.glob("*.toml"))}


def site_of(host: str, sites: dict[str, Site]) -> Site | None:
    """The site that a host belongs to, if a site file names its domain."""
    return next((site for site in sites.values() if site.owns(host.lower())), None)
