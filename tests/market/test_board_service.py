# SPDX-License-Identifier: Apache-2.0
"""The same folder behind HTTP, on this machine only: good questions are answered, others are told what is wrong, in JSON."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_typing import ChecksumAddress

from regalia.errors import RegaliaError
from regalia.market.board import BoardError, BoardRefusedError, NoSuchOrderError, OnBoardAlreadyError
from regalia.market.board_client import HttpBoard, open_board
from regalia.market.board_service import BoardServer
from regalia.market.folder_board import FolderBoard
from regalia.market.order import Nonce, Side
from regalia.market.order_file import MOST_BYTES, order_to_json
from regalia.oracle.exchange_server import ListenError
from tests.market.orders import signed
from tests.support.roles import actor, key_of

GOOD = signed()
BUYS = signed("buyer", side=Side.BUY)
FOREIGN = signed(token=actor("mezzanine token"), nonce=Nonce(0, 0, 2))


@contextmanager
def serving(server: BoardServer) -> Iterator[BoardServer]:
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BoardServer]:
    with serving(BoardServer(FolderBoard(tmp_path / "board"))) as found:
        yield found


@pytest.fixture
def board(server: BoardServer) -> HttpBoard:
    return HttpBoard(server.url, backoff=0)


def ask(server: BoardServer, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=5)  # type: ignore[arg-type]
    connection.putrequest(method, path, skip_host="Host" in headers)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None and "Content-Length" not in given:
        given["Content-Length"] = str(len(body))
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    assert answer.headers["Content-Type"] == "application/json"
    connection.close()
    return found


def post(server: BoardServer, body: bytes, **headers: str) -> tuple[int, Any]:
    return ask(server, "POST", "/orders", body, **({"Content_Type": "application/json"} | headers))


def test_board__over_http__as_in_the_folder(server: BoardServer, board: HttpBoard) -> None:
    for given in (GOOD, BUYS, FOREIGN):
        board.add(given)
    for reader in (board, open_board(server.url), open_board(str(server.board.folder))):
        assert [entry.signed for entry in reader.orders()] == [GOOD, BUYS, FOREIGN]
        assert [entry.signed for entry in reader.orders(GOOD.order.token)] == [GOOD, BUYS]
        assert (reader.get(FOREIGN.name).signed, reader.problems()) == (FOREIGN, ())


def test_get__one_side__the_best_price_first(server: BoardServer, board: HttpBoard) -> None:
    cheap = signed(price=5, nonce=Nonce(0, 0, 3))
    for given in (GOOD, cheap, BUYS):
        board.add(given)
    status, found = ask(server, "GET", f"/orders?tranche={GOOD.order.token}&side=sell")
    assert (status, [one["hash"] for one in found["orders"]]) == (200, [cheap.name, GOOD.name])
    assert found["orders"][0]["file"] == json.loads(order_to_json(cheap))


def test_get__one_order__its_file_as_it_was_sent(server: BoardServer, board: HttpBoard) -> None:
    board.add(GOOD)
    status, found = ask(server, "GET", f"/orders/{GOOD.name}")
    assert (status, found["hash"], found["file"]) == (200, GOOD.name, json.loads(order_to_json(GOOD)))


def test_server__by_default__on_the_loopback_interface_only(server: BoardServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/", 404, "there is no such page"),
        ("/orders/", 404, "is not on the board"),
        ("/orders/../secret", 404, "there is no such page"),
        ("/orders/..%2Fsecret", 404, "is not on the board"),
        (f"/orders/0x{'0' * 64}", 404, "is not on the board"),
        ("/orders?tranche=RGS", 400, "tranche: 'RGS': must be an address in checksum form"),
        ("/orders?tranche=", 400, "tranche: '': must be an address"),
        ("/orders?side=short", 400, "side: 'short': must be one of sell, buy"),
        ("/orders?maker=1", 400, "maker: is not asked for here"),
        ("/orders?side=sell&side=buy", 400, "each is asked for once"),
        ("/quote/RGS", 400, "quote: 'RGS': must be an address"),
        (f"/quote/{GOOD.order.token}", 503, "this board has no node"),
    ],
)
def test_get__wrong_question__said_what_is_wrong(server: BoardServer, path: str, status: int, said: str) -> None:
    (server.board.folder.parent / "secret").write_text("of nobody's business")
    found, answer = ask(server, "GET", path)
    assert (found, said in answer["error"]) == (status, True), answer


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:80", "127.0.0.1.attacker.example", ""])
def test_get__under_a_name_of_somebody_else__refused(server: BoardServer, host: str) -> None:
    status, answer = ask(server, "GET", "/orders", Host=host)
    assert (status, "served to this machine only" in answer["error"]) == (421, True)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 422),
        (order_to_json(replace(GOOD, order=replace(GOOD.order, price=1))).encode(), {}, 422),
        (order_to_json(GOOD).encode(), {"Content_Type": "text/plain"}, 415),
        (b"", {"Content_Length": str(MOST_BYTES + 1)}, 413),
        (b"", {"Content_Length": "9" * 40}, 413),
        (b"", {"Content_Length": "-1"}, 411),
        (b"", {"Content_Length": "x"}, 411),
    ],
)
def test_post__not_an_order__refused_and_nothing_written(
    server: BoardServer, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert post(server, body, **headers)[0] == status
    assert list(server.board.folder.iterdir()) == []


def test_post__cut_off__refused_and_nothing_written(server: BoardServer) -> None:
    host, port = server.server_address[:2]
    with socket.create_connection((str(host), int(port)), timeout=5) as connection:
        head = (
            "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
        )
        connection.sendall(head.encode() + b"{")
        connection.shutdown(socket.SHUT_WR)
        assert b"400" in connection.recv(100)
    assert list(server.board.folder.iterdir()) == []


def test_post__elsewhere_and_other_methods__refused_in_json(server: BoardServer) -> None:
    assert ask(server, "POST", "/quote", b"{}")[0] == 404
    assert ask(server, "DELETE", f"/orders/{GOOD.name}")[0] == 501


def test_client__order_is_there_or_is_not__the_errors_of_a_folder(board: HttpBoard) -> None:
    board.add(GOOD)
    with pytest.raises(OnBoardAlreadyError, match="is on the board"):
        board.add(GOOD)
    for name in (BUYS.name, "../secret"):
        with pytest.raises(NoSuchOrderError):
            board.get(name)


def test_client__forged__refused_with_the_boards_words(board: HttpBoard) -> None:
    with pytest.raises(BoardRefusedError, match="the signature is that of"):
        board.add(replace(GOOD, order=replace(GOOD.order, maker=key_of("buyer").address)))


def test_post__a_contracts_signature__asked_of_the_node(tmp_path: Path) -> None:
    by_contract = replace(GOOD, signature=b"\x01", by_contract=True)
    fault = "the contract does not confirm it"
    server = BoardServer(FolderBoard(tmp_path / "board"), judge=lambda order: fault if order == by_contract else "")
    with serving(server) as found:
        assert post(found, order_to_json(by_contract).encode())[1]["error"] == f"signature: {fault}"
        assert post(found, order_to_json(replace(by_contract, signature=b"\x02")).encode())[0] == 201


def test_quote__of_a_token__what_the_node_says(tmp_path: Path) -> None:
    def quoter(token: ChecksumAddress) -> Any:
        if token == FOREIGN.order.token:
            raise RegaliaError("rpc: no node answers", "Start it.")
        return {"tranche": token}

    with serving(BoardServer(FolderBoard(tmp_path / "board"), quoter=quoter)) as found:
        board = HttpBoard(found.url, backoff=0)
        assert board.quote(GOOD.order.token) == {"tranche": GOOD.order.token}
        with pytest.raises(BoardError, match="rpc: no node answers"):
            board.quote(FOREIGN.order.token)


def test_quote__the_board_itself_fails__said_without_a_traceback(tmp_path: Path) -> None:
    def quoter(token: ChecksumAddress) -> Any:
        raise ZeroDivisionError("secret inner working")

    with serving(BoardServer(FolderBoard(tmp_path / "board"), quoter=quoter)) as found:
        status, answer = ask(found, "GET", f"/quote/{GOOD.order.token}")
    assert (status, answer["error"]) == (500, "the board failed")


@pytest.mark.parametrize("listen", ["example.org", "", "10.0.0.300", "127.0.0.1:80"])
def test_listen__no_address__refused(tmp_path: Path, listen: str) -> None:
    with pytest.raises(ListenError, match="must be an address"):
        BoardServer(FolderBoard(tmp_path), listen=listen)


def test_listen__port_taken__refused(server: BoardServer, tmp_path: Path) -> None:
    with pytest.raises(ListenError, match="can't be listened at"):
        BoardServer(FolderBoard(tmp_path), port=int(server.server_address[1]))


def test_client__nobody_there__refused_without_showing_a_password() -> None:
    board = HttpBoard("http://servicer:secret@127.0.0.1:9/", tries=1, backoff=0)
    with pytest.raises(BoardError, match=r"board: http://127\.0\.0\.1:9 does not answer") as refusal:
        board.orders()
    assert "secret" not in str(refusal.value) + repr(board)


@pytest.mark.parametrize("where", ["ftp://127.0.0.1", "http://"])
def test_open__no_address__refused(where: str) -> None:
    with pytest.raises(BoardError, match="is not an http or https address"):
        open_board(where)


def test_client__a_service_that_lies__what_is_good_is_taken_and_the_rest_named(
    board: HttpBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forged, of another tranche, told twice, or no order at all."""
    file = json.loads(order_to_json(GOOD))
    forged = file | {"order": file["order"] | {"price": "1"}}
    entries = [
        {"since": 1, "file": file},
        {"since": 2, "file": file},
        {"since": 1, "file": forged},
        {"since": 1, "file": json.loads(order_to_json(FOREIGN))},
        {"since": -1, "file": file},
        {"since": 1},
        "an order",
    ]
    monkeypatch.setattr(board, "_ask", lambda *_: {"orders": entries})
    assert [entry.signed for entry in board.orders(GOOD.order.token)] == [GOOD]
    assert [problem.name for problem in board.problems()] == ["order 2", "order 4", "order 5", "order 6"]
    monkeypatch.setattr(board, "_ask", lambda *_: entries[3])
    with pytest.raises(BoardError, match="gave"):
        board.get(GOOD.name)
