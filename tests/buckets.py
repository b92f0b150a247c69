"""An S3 of its own on loopback, from moto, which make buckets installs apart: it wants another botocore than s3fs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

import httpx

HERE = Path(__file__).parent.parent / "build" / "moto" / "bin" / "moto_server"
MOTO = str(HERE) if HERE.is_file() else shutil.which("moto_server")
MISSING = "moto_server is missing: make buckets"


class Buckets:
    """A running server: ``with Buckets() as buckets: ... buckets.environment``."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a user sets."""
        keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
        return {"AWS_ENDPOINT_URL": self.address, "no_proxy": "*", **keys}

    def __enter__(self) -> Self:
        command = [str(MOTO), "-H", "127.0.0.1", "-p", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, start_new_session=True, **quiet)  # type: ignore[call-overload]
        for _ in range(300):
            try:
                self.ask("/moto-api/")
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError("moto_server does not start")

    def ask(self, path: str, body: bytes | None = None) -> None:
        """Ask for one of its own pages."""
        method = "GET" if body is None else "POST"
        httpx.request(method, self.address + path, content=body, trust_env=False).raise_for_status()

    def refuse_strangers(self, *, on: bool) -> None:
        """Whether keys count."""
        self.ask("/moto-api/reset-auth", b"0" if on else b"inf")

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
