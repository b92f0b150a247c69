"""A fleet in a test: its machine, what is on its storage, and the database at home."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import psycopg
from scrapy.utils.project import get_project_settings

from extractors.sites.site_file import load_sites
from spiders.archives.reclean import Reader
from spiders.fleet.collecting import Collected, collect
from spiders.fleet.job import Work
from spiders.fleet.queue import app_of, prepare
from spiders.fleet.run_collector import RunCollector
from spiders.reading.parallel import Parallel
from spiders.reading.workers import shared_workers
from spiders.storing.extension import archive_folder
from storage import Store
from tests.archived_pages import LARGEST
from tests.crawling import HURRY, Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.postgres import Postgres
    from tests.web.server import Server


def emptied(server: Postgres) -> Postgres:
    """With nothing in it."""
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return server


def work_in(folder: Path, postgres: Postgres, sites: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Work:
    """A machine that has begun a fleet; ``sites`` are the texts of its site files."""
    (folder / "sites").mkdir()
    for name, text in sites.items():
        (folder / "sites" / f"{name}.toml").write_text(text)
    monkeypatch.setenv("STET_SITES", str(folder / "sites"))
    settings = get_project_settings()
    settings.setdict(HURRY, priority="cmdline")
    shared = {"STET_FLEET_DSN": postgres.dsn, "STET_FLEET_STORAGE": f"file://{folder}/storage"}
    settings.setdict(shared, priority="project")
    work = Work(settings, load_sites(folder / "sites"), 1)
    asyncio.run(_prepared(work))
    return work


async def _prepared(work: Work) -> None:
    app = app_of(work)
    async with app.open_async():
        await prepare(app, work)
        await prepare(app, work)  # a second machine finds all there


def rows(work: Work, sql: str) -> list[Any]:
    """Of PostgreSQL."""
    with psycopg.connect(work.dsn, autocommit=True) as connection:
        return list(connection.execute(sql).fetchall())


def folders(folder: Path) -> list[Path]:
    """Of the runs on the storage, in their order."""
    return sorted((folder / "storage" / "runs").glob("*/*"))


def desk_in(folder: Path, web: Server | None = None) -> Desk:
    """A desk in a folder that is made."""
    folder.mkdir()
    return Desk(folder, web)


def gathered(work: Work, home: Desk) -> Collected:
    """What collecting came to."""
    archive = archive_folder(home.database)
    archive.mkdir(exist_ok=True)
    reader = Reader(Parallel(shared_workers(1, 30, 2**31), 1), archive, LARGEST, {})
    with Store.open(home.database) as store:
        collector = RunCollector(store, archive, work.storage)
        return asyncio.run(collect(work.dsn, collector, lambda: reader, lambda _row, _stories: None))
