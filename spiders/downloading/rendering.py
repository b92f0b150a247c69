"""Whether a spider needs the browser, and the settings that bring it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors import Site


def rendering_settings(site: Site | None) -> dict[str, Any]:
    """The settings of a spider that asks for pages of a site; none where its pages need no browser.

    Raises ValueError where they do and there is none.
    """
    if site is None or not site.render:
        return {}
    try:
        browser = importlib.import_module("spiders.downloading.browser")
    except ImportError as error:
        raise ValueError(f"{site.name}: render = true needs the packages of `make browser`: {error}") from error
    settings: dict[str, Any] = browser.browser_settings()
    return settings
