"""A PostgreSQL of its own in a folder of its own, from Debian's package."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
MISSING = "PostgreSQL is missing: apt-get install postgresql"


class Postgres:
    """A running server: ``with Postgres() as postgres: ... postgres.dsn``. PostgreSQL refuses to run as root."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="stet-postgres-"))
        self.owner = pwd.getpwnam("postgres" if _is_known("postgres") else "nobody") if os.getuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    @property
    def dsn(self) -> str:
        return f"postgresql://stet@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> Self:
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "stet", "-A", "trust", "--no-sync")
        self.start()
        return self

    def start(self) -> None:
        options = ["-p", str(self.port), "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        command = [self._binary("postgres"), "-D", str(self.folder / "data"), *options]
        self._process = subprocess.Popen(
            command, user=self._user, group=self._group, stderr=subprocess.DEVNULL, cwd=self.folder
        )
        for _ in range(300):
            asked = [self._binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            ready = subprocess.run(asked, check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL does not start")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """At once, all connections broken."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _user(self) -> int | None:
        return self.owner.pw_uid if self.owner else None

    @property
    def _group(self) -> int | None:
        return self.owner.pw_gid if self.owner else None

    def _binary(self, name: str) -> str:
        return str(BINARIES[-1] / name)

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [self._binary(name), *arguments], check=True, capture_output=True, user=self._user, group=self._group,
            cwd=self.folder,
        )  # fmt: skip


def _is_known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
