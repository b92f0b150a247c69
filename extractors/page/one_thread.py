"""Threads of the linear algebra under NumPy, which a page is too small for."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def _libraries() -> ThreadpoolController:
    """Those that are loaded; looking for them takes a millisecond."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Products of matrices are made by one thread until the block ends.

    The matrices of a page are made in less time than threads need to meet, and these wait for each other by running: on
    two busy cores a third of the time of extraction went there.
    """
    with _libraries().limit(limits=1, user_api="blas"):
        yield
