"""The plugin, for ``datasette --plugins-dir``: its hooks are in ``storage.reading_room.hooks``."""

import sys
from pathlib import Path

# Datasette may have been started anywhere; the packages are in the checkout, not in site-packages.
sys.path.append(str(Path(__file__).parents[3]))

from storage.reading_room.hooks import (
    asgi_wrapper,
    canned_queries,
    extra_template_vars,
    get_metadata,
    handle_exception,
    menu_links,
    prepare_connection,
    prepare_jinja2_environment,
    register_facet_classes,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "canned_queries",
    "extra_template_vars",
    "get_metadata",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_facet_classes",
    "register_routes",
    "render_cell",
]
