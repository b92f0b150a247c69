"""Fixtures that more than one module uses."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.postgres import Postgres
from tests.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a shell starts in the background ignores interrupts, which some tests send.
signal.signal(signal.SIGINT, signal.default_int_handler)
# How long an example takes is the machine's affair.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a process, a delay or an answer that never comes."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="module")
def web() -> Iterator[Server]:
    """The bundled web, of one test module."""
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL, of one test module; for those that are skipped where there is none."""
    with Postgres() as postgres:
        yield postgres
