"""Files at any address that fsspec knows: listed, taken here to be read, put there whole."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERNS = ("*.warc", "*.warc.gz", "*.warc.zst", "*.wacz", "*.arc", "*.arc.gz")


def opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)

    system, path = url_to_fs(address)
    return system, str(path)


def archive_files(address: str) -> list[dict[str, Any]]:
    """Name, below the address, and size of each file that is an archive, in the order of names."""
    system, root = opened(address)
    found = system.find(root, detail=True)
    files = [(path, facts) for path, facts in found.items() if any(fnmatch(path.lower(), each) for each in PATTERNS)]
    return [{"name": _below(root, path), "size": facts["size"]} for path, facts in sorted(files)]


def files_below(address: str) -> list[str]:
    """The names of all files below an address."""
    system, root = opened(address)
    return [_below(root, path) for path in system.find(root)]


def _below(root: str, path: str) -> str:
    return path[len(root) :].lstrip("/") or path.rpartition("/")[2]


@contextmanager
def local_copy(address: str, name: str) -> Iterator[Path]:
    """A file below an address, or at it, as one on this machine."""
    system, root = opened(address)
    path = f"{root.rstrip('/')}/{name}" if system.isdir(root) else root
    if "file" in system.protocol:
        yield Path(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / name.rpartition("/")[2]
        system.get(path, str(here))
        yield here


def put(local: Path, address: str) -> None:
    """Have a file at an address, whole or not at all: it gets its name when it is there."""
    system, path = opened(address)
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    system.put(str(local), f"{path}.part")
    if "file" in system.protocol:
        Path(f"{path}.part").replace(path)
    else:
        system.mv(f"{path}.part", path)


def is_there(address: str) -> bool:
    """Whether there is such a file."""
    system, path = opened(address)
    return bool(system.exists(path))


def forget(address: str) -> None:
    """Remove a folder with all that is in it."""
    system, path = opened(address)
    system.rm(path, recursive=True)


def read_text(address: str) -> str:
    """What stands in a text file. Raises FileNotFoundError."""
    system, path = opened(address)
    return str(system.cat_file(path).decode())


def write_text(address: str, text: str) -> None:
    """Have a text file at an address, whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "text"
        here.write_text(text, encoding="utf-8")
        put(here, address)
