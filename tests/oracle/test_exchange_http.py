# SPDX-License-Identifier: Apache-2.0
"""The same folder behind HTTP, on this machine only; whoever asks for something else gets nothing."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from regalia.oracle.documents import attestation_to_json, proposal_to_json
from regalia.oracle.exchange import ExchangeError
from regalia.oracle.exchange_names import attestation_name, proposal_name
from regalia.oracle.exchange_server import ExchangeServer, ListenError
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.http_exchange import HttpExchange
from regalia.oracle.refusal import Objection, Refusal, Rule
from tests.oracle.proposals import proposal, signed_by
from tests.support.roles import key_of

GOOD = proposal()
SIGNED = signed_by("servicer", GOOD)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ExchangeServer]:
    with ExchangeServer(tmp_path / "exchange") as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture
def exchange(server: ExchangeServer) -> HttpExchange:
    return HttpExchange(server.url, backoff=0)


def ask(server: ExchangeServer, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=5)  # type: ignore[arg-type]
    connection.putrequest(method, path, skip_host="Host" in headers)
    if body is not None and "Content-Length" not in headers:
        headers["Content-Length"] = str(len(body))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_exchange__over_http__as_in_the_folder(server: ExchangeServer, exchange: HttpExchange) -> None:
    refusal = Refusal.by(key_of("auditor"), GOOD.digest, [Objection(Rule.BANK, "no such credit")])
    exchange.publish(GOOD)
    exchange.attest(GOOD.digest, SIGNED)
    exchange.attest(GOOD.digest, refusal)
    for reader in (exchange, HttpExchange(server.url), FolderExchange(server.folder)):
        assert (reader.proposals(), reader.attestations(GOOD.digest)) == ((GOOD,), (SIGNED,))
        assert (reader.refusals(GOOD.digest), reader.problems()) == ((refusal,), ())


def test_server__by_default__on_the_loopback_interface_only(server: ExchangeServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "path",
    [
        "/documents/../secret",
        "/documents/..%2Fsecret",
        "/documents/%2e%2e/secret",
        "/documents//etc/passwd",
        "/../secret",
        "/documents/proposal.json",
        "/documents/",
        "/",
        "*",
    ],
)
def test_get__anything_but_a_document__not_there(server: ExchangeServer, path: str) -> None:
    (server.folder.parent / "secret").write_text("of nobody's business")
    assert ask(server, "GET", path) == (404, "there is no such document\n")
    assert ask(server, "PUT", path, b"x")[0] == 404


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:80", "127.0.0.1.attacker.example", ""])
def test_get__under_a_name_of_somebody_else__refused(server: ExchangeServer, host: str) -> None:
    """A page in a browser reaches this machine under its own name."""
    status, text = ask(server, "GET", "/documents", Host=host)
    assert (status, "served to this machine only" in text) == (421, True)


@pytest.mark.parametrize("content", [b"", b"{", proposal_to_json(proposal(seed=bytes(32))).encode()])
def test_put__not_that_document__refused_and_nothing_written(server: ExchangeServer, content: bytes) -> None:
    assert ask(server, "PUT", f"/documents/{proposal_name(GOOD.digest)}", content)[0] == 422
    assert list(server.folder.iterdir()) == []


def test_put__forged_signature__refused(server: ExchangeServer) -> None:
    forged = replace(SIGNED, signer=key_of("auditor").address)
    path = f"/documents/{attestation_name(GOOD.digest, forged.signer)}"
    status, text = ask(server, "PUT", path, attestation_to_json(GOOD.digest, forged).encode())
    assert (status, "the signature is that of" in text) == (422, True)


@pytest.mark.parametrize(
    ("length", "status"), [("40000001", 413), ("9" * 40, 413), ("-1", 411), ("x", 411), ("", 411), ("٣", 411)]
)
def test_put__length_wrong_or_too_large__refused_before_it_is_read(
    server: ExchangeServer, length: str, status: int
) -> None:
    path = f"/documents/{proposal_name(GOOD.digest)}"
    headers = {"Content-Length": length.encode().decode("latin-1")}
    assert ask(server, "PUT", path, None, **headers)[0] == status


def test_put__cut_off__refused_and_nothing_written(server: ExchangeServer) -> None:
    host, port = server.server_address[:2]
    with socket.create_connection((str(host), int(port)), timeout=5) as connection:
        head = f"PUT /documents/{proposal_name(GOOD.digest)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode() + b"{")
        connection.shutdown(socket.SHUT_WR)
        assert b"400" in connection.recv(100)
    assert list(server.folder.iterdir()) == []


def test_put__good_one_there__stays(server: ExchangeServer, exchange: HttpExchange) -> None:
    exchange.publish(GOOD)
    exchange.publish(replace(GOOD, block=9))
    assert HttpExchange(server.url).proposals() == (GOOD,)


def test_other_method__refused(server: ExchangeServer) -> None:
    assert ask(server, "DELETE", f"/documents/{proposal_name(GOOD.digest)}")[0] == 501


@pytest.mark.parametrize("listen", ["example.org", "", "10.0.0.300", "127.0.0.1:80"])
def test_listen__no_address__refused(tmp_path: Path, listen: str) -> None:
    with pytest.raises(ListenError, match="must be an address"):
        ExchangeServer(tmp_path, listen=listen)


def test_listen__port_taken__refused(server: ExchangeServer, tmp_path: Path) -> None:
    with pytest.raises(ListenError, match="can't be listened at"):
        ExchangeServer(tmp_path, port=int(server.server_address[1]))


class _Unwell(BaseHTTPRequestHandler):
    """Busy twice, then well; a list that is no list of names; a document without end."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        busy = len(self.asked) <= 2
        body = b"busy" if busy else b"../../secret\nproposal." + b"0" * 64 + b".json\n" + b"\xff\n"
        self.send_response(503 if busy else 404 if self.path != "/documents" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def unwell() -> Iterator[ThreadingHTTPServer]:
    _Unwell.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Unwell) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def test_read__server_busy__asked_again_and_what_it_names_is_not_trusted(unwell: ThreadingHTTPServer) -> None:
    exchange = HttpExchange(f"http://127.0.0.1:{unwell.server_address[1]}", backoff=0)
    assert exchange.proposals() == ()
    assert _Unwell.asked == ["/documents"] * 3 + [f"/documents/proposal.{'0' * 64}.json"]
    assert sorted(problem.name for problem in exchange.problems()) == [
        "../../secret",
        f"proposal.{'0' * 64}.json",
        "\ufffd",
    ]


def test_read__nobody_there__refused_without_showing_a_password() -> None:
    exchange = HttpExchange("http://servicer:secret@127.0.0.1:9/", tries=1, backoff=0)
    with pytest.raises(ExchangeError, match=r"exchange: http://127\.0\.0\.1:9 does not answer") as refusal:
        exchange.proposals()
    assert "secret" not in str(refusal.value) + repr(exchange)
    assert refusal.value.__cause__ is None and refusal.value.__suppress_context__


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://", "127.0.0.1:80"])
def test_open__no_address__refused(url: str) -> None:
    with pytest.raises(ExchangeError, match="is not an http or https address"):
        HttpExchange(url)
