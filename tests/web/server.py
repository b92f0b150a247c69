"""Serve the bundled web on loopback: a forward proxy that answers for its hosts itself, over http and https.

python -m tests.web.server --port 8898 --authority build/web-ca.pem
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import threading
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.web.authority import Authority
from tests.web.outlets import Answer, Outlets

if TYPE_CHECKING:
    from collections.abc import Mapping

GONE = (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, OSError)


class Server:
    """Runs in a thread of its own: ``with Server() as web: ... web.port``."""

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        self.host = host
        self.outlets = Outlets()
        self.authority = Authority()
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, self.host, self.port), self._loop)
        self._server = server.result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def environment(self, folder: Path) -> dict[str, str]:
        """The environment variables that make a client use this web and trust it."""
        authority = folder / "web-authority.pem"
        authority.write_bytes(self.authority.pem)
        address = f"http://127.0.0.1:{self.port}"
        return {"http_proxy": address, "https_proxy": address, "SSL_CERT_FILE": str(authority), "no_proxy": ""}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(*GONE):
            tunnel = None
            while request := await _read_request(reader):
                method, target, headers = request
                if method == "CONNECT":
                    tunnel = target.removesuffix(":443")
                    writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                    await writer.drain()
                    await writer.start_tls(self.authority.context(tunnel))
                    continue
                url = f"https://{tunnel}{target}" if tunnel else target
                if url.startswith("/"):  # asked directly, not as a proxy
                    url = f"http://{headers['host']}{target}"
                if not await _say(writer, self.outlets.answer(url, headers), headers):
                    break
        writer.close()


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.rstrip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return method, target, headers


LENGTHS = {"endless": f"Content-Length: {10**12}", "unended": "Transfer-Encoding: chunked", "open": "X-Length: none"}
WRONG_BY = {"held": 300, "long": 300, "short": -40}  # bytes


async def _say(writer: asyncio.StreamWriter, answer: Answer, asked: Mapping[str, str]) -> bool:
    """Whether the connection stays open."""
    if answer.manner == "silent":
        await asyncio.sleep(3600)
    if answer.manner == "drop":
        writer.transport.abort()
        return False
    headers, body = dict(answer.headers), answer.body
    if answer.manner == "whole" and len(body) > 500 and "gzip" in asked.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    length = LENGTHS.get(answer.manner, f"Content-Length: {len(body) + WRONG_BY.get(answer.manner, 0)}")
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", length]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")
    await _send_body(writer, body, answer.manner)
    await writer.drain()
    return answer.manner in {"whole", "exact"}


async def _send_body(writer: asyncio.StreamWriter, body: bytes, manner: str) -> None:
    if manner == "cut":
        writer.write(body[: len(body) // 2])
    elif manner == "unended":
        writer.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
    elif manner in {"held", "open"}:
        writer.write(body)
        await asyncio.sleep(3600)
    elif manner == "drip":
        for index in range(len(body)):
            writer.write(body[index : index + 1])
            await writer.drain()
            await asyncio.sleep(1)
    elif manner == "endless":
        while True:
            writer.write(body)
            await writer.drain()  # returns at once where the socket broke: without the sleep the loop never hears of it
            await asyncio.sleep(0)
    else:
        writer.write(body)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the bundled news web on loopback, as a proxy.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--authority", type=Path, required=True, help="where to write the certificate to trust")
    arguments = parser.parse_args()
    with Server(arguments.port) as server:
        arguments.authority.write_bytes(server.authority.pem)
        print(
            f"the bundled web: {len(server.outlets.hosts)} outlets, proxy at http://127.0.0.1:{server.port}", flush=True
        )
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
