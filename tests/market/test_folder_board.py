# SPDX-License-Identifier: Apache-2.0
"""A board in a folder: what is good is found and sorted, what is not is named and passed over."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from regalia.market import folder_board
from regalia.market.board import BoardError, NoSuchOrderError, OnBoardAlreadyError, side_of
from regalia.market.folder_board import FolderBoard
from regalia.market.order import Nonce, Side
from regalia.market.order_file import OrderFileError, order_to_json
from tests.market.orders import listed, signed
from tests.support.roles import actor, key_of

GOOD = signed()
OTHER = signed(nonce=Nonce(0, 0, 1))
FOREIGN = signed(token=actor("mezzanine token"), nonce=Nonce(0, 0, 2))


@pytest.fixture
def board(tmp_path: Path) -> FolderBoard:
    return FolderBoard(tmp_path / "board")


def test_add__good_order__found_by_all_of_its_ways(board: FolderBoard) -> None:
    for given in (GOOD, OTHER, FOREIGN):
        board.add(given)
    fresh = FolderBoard(board.folder, make=False)
    assert {entry.signed for entry in fresh.orders()} == {GOOD, OTHER, FOREIGN}
    assert [entry.signed for entry in fresh.orders(FOREIGN.order.token)] == [FOREIGN]
    assert (fresh.get(GOOD.name).signed, fresh.problems()) == (GOOD, ())
    assert sorted(file.name for file in board.folder.iterdir()) == sorted(
        f"{given.name}.json" for given in (GOOD, OTHER, FOREIGN)
    )


def test_add__twice__refused(board: FolderBoard) -> None:
    board.add(GOOD)
    with pytest.raises(OnBoardAlreadyError, match=f"order {GOOD.name}: is on the board"):
        board.add(GOOD)
    assert len(board.orders()) == 1


def test_add__somebody_put_a_contracts_signature_there__gives_way_to_the_makers_key(board: FolderBoard) -> None:
    """And not the other way round."""
    in_the_way = replace(GOOD, signature=b"\x01", by_contract=True)
    board.add(in_the_way)
    assert board.get(GOOD.name).signed == in_the_way
    board.add(GOOD)
    assert [entry.signed for entry in board.orders()] == [GOOD]
    with pytest.raises(OnBoardAlreadyError):
        board.add(in_the_way)


def test_add__something_else_is_called_that__said_so(board: FolderBoard) -> None:
    (board.folder / f"{GOOD.name}.json").write_text("no order")
    with pytest.raises(BoardError, match="is there and is no order"):
        board.add(GOOD)


def test_add__forged__refused_and_nothing_written(board: FolderBoard) -> None:
    forged = replace(GOOD, order=replace(GOOD.order, maker=key_of("buyer").address))
    with pytest.raises(OrderFileError, match="the signature is that of"):
        board.add(forged)
    assert list(board.folder.iterdir()) == []


def test_add__board_is_full__refused(board: FolderBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_board, "MOST_ORDERS", 1)
    board.add(GOOD)
    with pytest.raises(BoardError, match="1 orders are there"):
        board.add(OTHER)


@pytest.mark.parametrize("name", ["notes.txt", "order.json", "0x00.json", f"0X{GOOD.hash.hex()}.json", "x\ny"])
def test_read__foreign_file__named_and_passed_over(board: FolderBoard, name: str) -> None:
    board.add(GOOD)
    (board.folder / name).write_text("of somebody else")
    assert [entry.signed for entry in board.orders()] == [GOOD]
    assert [(p.name, p.reason) for p in board.problems()] == [(name, "is not the name of an order's file")]


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "cut", "another"])
def test_read__not_that_order__named_and_passed_over(board: FolderBoard, kind: str) -> None:
    board.add(GOOD)
    path = board.folder / f"{OTHER.name}.json"
    if kind == "link":
        path.symlink_to(board.folder / f"{GOOD.name}.json")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_text(order_to_json(FOREIGN) if kind == "another" else order_to_json(OTHER)[:-9])
    assert [entry.signed for entry in board.orders()] == [GOOD]
    assert [problem.name for problem in board.problems()] == [path.name]
    with pytest.raises(NoSuchOrderError):
        board.get(OTHER.name)


@pytest.mark.parametrize("name", ["", "..", "../secret", "0x" + "0" * 64, GOOD.name.upper()])
def test_get__no_such_order__refused(board: FolderBoard, name: str) -> None:
    board.add(GOOD)
    with pytest.raises(NoSuchOrderError, match="is not on the board"):
        board.get(name)


def test_remove__some__those_alone(board: FolderBoard) -> None:
    board.add(GOOD)
    board.add(OTHER)
    assert board.orders()
    assert board.remove([GOOD.name, FOREIGN.name, "../secret"]) == 1
    assert [entry.signed for entry in board.orders()] == [OTHER]
    with pytest.raises(NoSuchOrderError):
        board.get(GOOD.name)


def test_orders__written_one_after_the_other__the_oldest_first(board: FolderBoard) -> None:
    for second, given in ((30, GOOD), (10, OTHER), (20, FOREIGN)):
        board.add(given)
        os.utime(board.folder / f"{given.name}.json", (second, second))
    assert [entry.signed for entry in board.orders()] == [OTHER, FOREIGN, GOOD]


def test_side_of__a_book__best_price_first_then_the_oldest() -> None:
    book = [
        listed(since=1, price=3, nonce=Nonce(0, 0, 0)),
        listed(since=5, price=2, nonce=Nonce(0, 0, 1)),
        listed(since=4, price=2, nonce=Nonce(0, 0, 2)),
        listed(since=9, price=2, side=Side.BUY, nonce=Nonce(0, 0, 3)),
        listed(since=1, price=1, side=Side.BUY, nonce=Nonce(0, 0, 4)),
    ]
    assert [(e.signed.order.price, e.since) for e in side_of(book, Side.SELL)] == [(2, 4), (2, 5), (3, 1)]
    assert [(e.signed.order.price, e.since) for e in side_of(book, Side.BUY)] == [(2, 9), (1, 1)]


def test_open__no_folder__refused_unless_it_is_to_be_made(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="there is no folder"):
        FolderBoard(tmp_path / "nowhere", make=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(BoardError, match="can't be made"):
        FolderBoard(tmp_path / "file")
