"""The bundled web itself: what one client does to it must not keep it from the others."""

from __future__ import annotations

import socket
import ssl
import struct
from contextlib import closing
from typing import TYPE_CHECKING

from tests.web.outlets import Answer, Outlets, page

if TYPE_CHECKING:
    from tests.web.server import Server

RESET = struct.pack("ii", 1, 0)  # SO_LINGER of 0 seconds: closing sends a reset


def asked(web: Server, path: str, length: int) -> bytes:
    """About that many bytes of the answer; then the connection is reset."""
    plain = socket.create_connection(("127.0.0.1", web.port), timeout=5)
    plain.sendall(b"CONNECT bad.example:443 HTTP/1.1\r\n\r\n")
    plain.recv(100)
    trust = ssl.create_default_context(cadata=web.authority.pem.decode())
    with closing(trust.wrap_socket(plain, server_hostname="bad.example")) as stream:
        stream.sendall(f"GET {path} HTTP/1.1\r\nHost: bad.example\r\n\r\n".encode())
        answer = b""
        while len(answer) < length and (part := stream.recv(65_536)):
            answer += part
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    return answer


def test_clients_that_leave_an_endless_answer_do_not_keep_it_busy(web: Server) -> None:
    headers = {"Content-Type": "text/html"}
    web.outlets.extra["https://bad.example/endless"] = Answer(200, b"x" * 50_000, headers, "endless")
    web.outlets.extra["https://bad.example/page"] = page("<p>A page")
    for length in range(1, 1_000_000, 50_000):
        asked(web, "/endless", length)
        assert asked(web, "/page", 100).startswith(b"HTTP/1.1 200")


def test_a_list_of_answers_is_the_same_for_every_web() -> None:
    answers = [Answer(503), Answer(200)]
    for _ in range(2):
        outlets = Outlets()
        outlets.extra["https://a.example/"] = answers
        assert [outlets.answer("https://a.example/", {}).status for _ in range(3)] == [503, 200, 200]
