"""Addresses that fsspec knows: how they are opened, how long they are waited for, how what went wrong is told."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# As they come, an endpoint that does not answer is waited for up to 25 minutes: 5 times 5 times a minute.
PATIENCE = {
    "config_kwargs": {
        "connect_timeout": 10,
        "read_timeout": 20,
        "retries": {"mode": "standard", "total_max_attempts": 3},
    }
}
TIMES = 2


class StorageError(OSError):
    """A storage cannot be read or written; the message says where and why."""


@contextmanager
def told_by_storage(address: str) -> Iterator[None]:
    """Raises StorageError for whatever a file system says: each that fsspec knows has exceptions of its own.

    Of several of these around each other, the address of the outermost is named.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001  (it raises, but from the cause)
        cause = error.__cause__ if isinstance(error, StorageError) and error.__cause__ else error
        reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause) or type(cause).__name__
        raise StorageError(f"{address}: {reason.splitlines()[0]}") from cause


def address_of(name: str) -> str:
    """What somebody typed as an address; a folder of this machine whole, so that each process finds it."""
    return name.rstrip("/") if "://" in name else str(Path(name).resolve())


def options_of(address: str) -> dict[str, Any]:
    """With which fsspec is to open it."""
    return dict(PATIENCE) if address.startswith(("s3://", "s3a://")) else {}


def opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it. What it listed before is forgotten: others write there too."""
    from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)

    options = options_of(address)
    system, path = url_to_fs(address, **options)
    system.invalidate_cache()
    if options:
        system.retries = TIMES
    return system, str(path)
