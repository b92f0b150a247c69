"""Time stamps of archive files, by a service of our own on loopback."""

from __future__ import annotations

import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from scrapy.exceptions import UsageError

from spiders.commands.stamp import Command
from storage import Store
from storage.care.backup import back_up
from tests.archived_pages import run
from tests.reading_samples import furnish

if shutil.which("openssl") is None:
    pytest.skip("openssl is not installed", allow_module_level=True)

CONFIGURATION = """
[ tsa ]
default_tsa = own
[ own ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""
EXTENSION = "extendedKeyUsage=critical,timeStamping\n"


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A folder with a root certificate, and a certificate that may stamp."""
    folder = tmp_path_factory.mktemp("authority")
    for name in ("root", "other"):
        key, root = folder / f"{name}.key", folder / f"{name}.pem"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", root, "-subj", f"/CN={name}")
    request = ("req", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
    openssl(*request, "-subj", "/CN=stamps")
    (folder / "extension").write_text(EXTENSION)
    signed = ("-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-CAcreateserial", "-days", "30")
    openssl(
        "x509", "-req", "-in", folder / "tsa.csr", *signed, "-extfile", folder / "extension", "-out", folder / "tsa.pem"
    )
    (folder / "configuration").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01")
    return folder


@pytest.fixture
def service(authority):
    """Its address; ``answers`` are given in place of stamps."""
    answers = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            (authority / "query").write_bytes(self.rfile.read(int(self.headers["content-length"])))
            query = ("-queryfile", authority / "query", "-out", authority / "reply")
            openssl("ts", "-reply", "-config", authority / "configuration", *query)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answers.pop() if answers else (authority / "reply").read_bytes())

        def log_message(self, *_):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}/", answers=answers)
    server.shutdown()
    server.server_close()


@pytest.fixture
def room(tmp_path, service, monkeypatch):
    monkeypatch.setitem(run.__globals__["SETTINGS"], "STET_TIMESTAMP_SERVICE", service.url)
    return furnish(tmp_path)


def stamp(room, *arguments):
    return run(SimpleNamespace(database=room.path), "stamp", *arguments)


def test_each_file_is_stamped_once_and_verified_offline(room, authority, capsys):
    assert stamp(room) == 0
    assert "1 files stamped, 0 were" in capsys.readouterr().out
    assert stamp(room) == 0
    assert "0 files stamped, 1 were" in capsys.readouterr().out
    assert stamp(room, "--verify", str(authority / "root.pem")) == 0
    assert "there since " in capsys.readouterr().out


def test_a_file_that_was_changed_or_an_unknown_service_is_found(room, authority, capsys):
    stamp(room)
    assert stamp(room, "--verify", str(authority / "other.pem")) == 1
    (path,) = room.path.with_name("harbour-archive").glob("*.warc.gz")
    path.write_bytes(path.read_bytes() + b"x")
    assert stamp(room, "--verify", str(authority / "root.pem")) == 1
    path.with_name(f"{path.name}.tsr").unlink()
    assert stamp(room, "--verify", str(authority / "root.pem")) == 1
    assert "no time stamp" in capsys.readouterr().err


def test_what_is_no_stamp_of_the_file_is_not_kept(room, service, authority, capsys):
    service.answers.append(b"nothing")
    assert stamp(room) == 1
    other = authority / "other-query"
    openssl("ts", "-query", "-digest", "00" * 32, "-sha256", "-cert", "-out", other)
    openssl("ts", "-reply", "-config", authority / "configuration", "-queryfile", other, "-out", authority / "wrong")
    service.answers.append((authority / "wrong").read_bytes())
    assert stamp(room) == 1
    assert "of something else" in capsys.readouterr().err
    assert not list(room.path.with_name("harbour-archive").glob("*.tsr*"))


def test_a_backup_has_the_stamps(room, tmp_path):
    stamp(room)
    archive = room.path.with_name("harbour-archive")
    with Store.open(room.path) as store:
        back_up(store.db, archive, room.path, tmp_path / "copy")
    assert len(list((tmp_path / "copy" / archive.name).glob("*.tsr"))) == 1


def test_without_a_service_it_is_told(tmp_path):
    room = furnish(tmp_path)
    with pytest.raises(UsageError):
        stamp(room)
    assert Command().short_desc()
