"""What Datasette asks of its plugin: routes, descriptions, safety headers, links from tables to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.facets import ColumnFacet
from datasette.plugins import pm
from datasette.views.base import DatasetteError
from markupsafe import Markup

from storage.reading_room import (
    archived,
    article,
    campaigns,
    changes,
    charts,
    collection,
    corrections,
    desk,
    export,
    feeds,
    front,
    reading_list,
    rules,
    search,
    static,
    versions,
)
from storage.reading_room.bounds import TOO_MUCH, bound
from storage.reading_room.doors import doors
from storage.reading_room.facets import CountedFacet
from storage.reading_room.room import described, is_store, polite, store_of
from storage.reading_room.safety import guard, new_nonce, with_nonces
from storage.reading_room.words import FILTERS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Generator, Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

# Where rich is installed, Datasette draws each wrong address and each slip in SQL as a traceback with all variables:
# most of a second in which nobody is answered, and what readers sent in the log; where nothing was raised, that fails.
# Not imported by its name: that loads it before Datasette registers it, which then finds nothing in it.
ERRORS = pm.get_plugin("datasette.handle_exception")
ERRORS.rich = None
# Columns that hold the number of an article or a version.
NUMBERS = {"article": "article", "other": "article", "example": "article", "version": "version"}
# Tables and views whose rows are articles or versions: the title leads to the page.
TITLED = {"articles": "article", "latest_articles": "article", "versions": "version", "article_history": "version"}


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our pages. Datasette's own stay where they are, under the name of the database."""
    routes: list[tuple[str, Callable[..., Any]]] = [
        (r"^/$", front.show),
        (r"^/search$", search.show),
        (r"^/search\.(?P<form>atom|json|csv)$", feeds.send),
        (r"^/article/(?P<article>\d+)$", article.show),
        (r"^/version/(?P<version>\d+)$", article.lead),
        (r"^/article/(?P<article>\d+)/versions$", versions.show),
        (r"^/article/(?P<article>\d+)/page/(?P<fetch>\d+)$", archived.show),
        (r"^/article/(?P<article>\d+)/page/(?P<fetch>\d+)/sandboxed$", archived.show_sandboxed),
        (r"^/article/(?P<article>\d+)/page/(?P<fetch>\d+)/source$", archived.show_source),
        (r"^/changes$", changes.show),
        (r"^/changes\.atom$", changes.send_atom),
        (r"^/charts$", charts.show),
        (r"^/appeals$", campaigns.show),
        (r"^/rules$", rules.show),
        (r"^/desk$", desk.show),
        (r"^/export\.(?P<form>jsonl|parquet)$", export.send),
        (r"^/export\.wacz$", collection.send),
        (r"^/article/(?P<article>\d+)/page/(?P<fetch>\d+)/record\.warc\.gz$", archived.send_record),
        (r"^/corrections$", corrections.show),
        (r"^/correct$", corrections.mark),
        (r"^/undo$", corrections.undo),
        (r"^/reading-list$", reading_list.show),
        (r"^/reading-list\.(?P<form>epub|md)$", reading_list.send),
        (r"^/keep$", reading_list.keep_one),
        (r"^/let-go$", reading_list.let_one_go),
        (r"^/sign-in$", corrections.sign_in),
        (r"^/sign-out$", corrections.sign_out),
        (r"^/room/(?P<name>[a-z]+\.(?:css|js))$", static.send),
    ]
    return [(pattern, polite(view)) for pattern, view in routes]


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """The descriptions that metadata.yaml gives for ``stet``, for a store of any name."""
    return {
        "databases": {database.name: described() for database in datasette.databases.values() if is_store(database)}
    }


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, Any]:
    """The questions of metadata.yaml, for a store of any name."""
    return described()["queries"] if is_store(datasette.databases[database]) else {}


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """Back to the reading room from Datasette's pages."""
    return [{"href": datasette.urls.path("/"), "label": "Reading room"}]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Our filters; scripts and styles in templates carry the nonce that the policy asks for."""
    env.filters.update(FILTERS)
    env.globals["version_of"] = static.version_of
    env.loader = with_nonces(env.loader)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """``nonce`` of this answer, ``store`` (the database's name), and who is signed in."""
    store = store_of(datasette)
    return {
        "nonce": request.scope.get("stet_nonce", "") if request else "",
        "store": store.name if store else None,
        "here": request.path if request else "",
        "back": request.full_path if request else "",
    }


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Every answer leaves with the policy that keeps stored pages dead; none is given to a foreign name."""
    policy = guard(new_nonce)
    return lambda app: policy(doors(app))


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Generator[None, Any, None]:
    """Ours in the place of Datasette's own by columns."""
    offered = yield
    classes = [[CountedFacet if each is ColumnFacet else each for each in some] for some in offered.get_result()]
    offered.force_result(classes)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """No question takes all memory, or a step without end."""
    bound(conn)


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Any] | None:
    """What SQLite has no memory for is told as any question that asks for too much; the rest is Datasette's."""
    if not isinstance(exception, MemoryError):
        return None
    answer: Callable[[], Any] = ERRORS.handle_exception(datasette, request, DatasetteError(TOO_MUCH, status=400))
    return answer


@hookimpl
def render_cell(  # noqa: PLR0913, PLR0917  (Datasette hands over each by name)
    row: Mapping[str, Any], value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> str | None:
    """Titles and numbers of articles and versions lead to the page on which they are read."""
    if not is_store(datasette.databases[database]):
        return None
    if column == "title" and table in TITLED:
        return _link(datasette, TITLED[table], row["id"], value or "(no headline)")
    # Where a foreign key is shown with its label, the value holds both.
    number, label = (value["value"], value["label"]) if isinstance(value, dict) else (value, value)
    if column in NUMBERS and isinstance(number, int):
        return _link(datasette, NUMBERS[column], number, label)
    return None


def _link(datasette: Datasette, place: str, number: int, label: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{place}/{number}"), label)
