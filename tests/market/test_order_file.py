# SPDX-License-Identifier: Apache-2.0
"""An order's file: what is written is read again, and everything else is refused with every fault named."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regalia.market.order import Nonce, Side
from regalia.market.order_file import (
    MOST_BYTES,
    OrderFileAccessError,
    OrderFileError,
    OrderFileExistsError,
    OrderFileMissingError,
    order_from_json,
    order_to_json,
    read_order,
    write_order,
)
from regalia.market.signed_order import SignedOrder
from tests.market.orders import signed
from tests.support.roles import actor

GOOD = signed()
RICH = signed(
    side=Side.BUY,
    counterparty=actor("buyer"),
    venue=actor("venue"),
    venue_fee=2_500,
    income_per_unit=3 << 48,
    nonce=Nonce(2**64 - 1, 2**184 - 1, 4),
    expiry=2**256 - 1,
)
BY_CONTRACT = replace(GOOD, signature=b"\x01\x02", by_contract=True)


def fields() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(order_to_json(GOOD))
    return found


@pytest.mark.parametrize("given", [GOOD, RICH, BY_CONTRACT])
def test_file__written_and_read__the_same(given: SignedOrder, tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    write_order(given, path)
    assert read_order(path) == given
    assert [file.name for file in tmp_path.iterdir()] == ["order.json"]


def test_file__of_an_order__numbers_are_text_and_nobody_is_null() -> None:
    order = fields()["order"]
    assert (order["units"], order["price"], order["side"]) == ("100", "990000000", "sell")
    assert (order["counterparty"], order["venue"], order["income_per_unit"]) == (None, None, None)


def test_write__a_file_is_there__refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    path.write_text("of somebody else")
    with pytest.raises(OrderFileExistsError, match="exists"):
        write_order(GOOD, path)
    assert path.read_text() == "of somebody else"
    assert list(tmp_path.iterdir()) == [path]


def test_write__no_such_folder__refused(tmp_path: Path) -> None:
    with pytest.raises(OrderFileAccessError, match="can't be written: No such file"):
        write_order(GOOD, tmp_path / "nowhere" / "order.json")


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("format",), "regalia-order-2", "format: 'regalia-order-2': "),
        (("chain_id",), 0, "chain_id: 0: "),
        (("chain_id",), "31337", "chain_id: '31337': "),
        (("desk",), actor("desk").lower(), "must be an address in checksum form"),
        (("order", "units"), 100, "order.units: 100: must be a whole number as text"),
        (("order", "units"), "1e3", "order.units: '1e3': must be a whole number as text"),
        (("order", "units"), "0", "order.units: 0: must be from 1"),
        (("order", "price"), "-1", "order.price: '-1': must be a whole number as text"),
        (("order", "price"), "٣", "must be a whole number as text"),
        (("order", "side"), "short", "order.side: 'short': must be one of sell, buy"),
        (("order", "sells"), True, "order.sells: True: Extra inputs are not permitted"),
        (("order", "nonce", "place"), 5, "order.nonce.place: 5: "),
        (("order", "counterparty"), "anybody", "order.counterparty: 'anybody': must be an address"),
        (("signature",), "0xZZ", "signature: '0xZZ': must be 0x and small hexadecimal digits"),
        (("signature",), "0x00", "signature: a key's signature has 65 bytes, this one 1"),
        (("order", "price"), "1", "over this order the signature is that of"),
    ],
)
def test_read__one_thing_wrong__refused_with_field_value_and_rule(
    path: tuple[str, ...], value: object, fault: str
) -> None:
    given = fields()
    inner = given
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(OrderFileError) as refusal:
        order_from_json(json.dumps(given))
    assert fault in refusal.value.message


def test_read__several_things_wrong__all_named() -> None:
    given = fields() | {"format": "x", "chain_id": -1}
    del given["order"]["expiry"]
    with pytest.raises(OrderFileError) as refusal:
        order_from_json(json.dumps(given))
    assert [line.split(":")[0].strip() for line in refusal.value.message.splitlines()] == [
        "not a signed order",
        "format",
        "chain_id",
        "order.expiry",
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 10_000])
def test_read__no_order_at_all__refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    path.write_bytes(content)
    with pytest.raises(OrderFileError, match=r"order\.json: not a signed order"):
        read_order(path)


@pytest.mark.parametrize("kind", ["missing", "folder", "link", "pipe", "large"])
def test_read__no_plain_file__neither_followed_nor_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        write_order(GOOD, tmp_path / "other.json")
        path.symlink_to(tmp_path / "other.json")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        path.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(OrderFileMissingError if kind == "missing" else OrderFileAccessError):
        read_order(path)
