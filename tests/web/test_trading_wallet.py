# SPDX-License-Identifier: Apache-2.0
"""What a wallet is given to claim and to trade: sent as prepared it does what was said, and what would be refused is refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from eth_account import Account
from fastapi.testclient import TestClient

from regalia.chain.connection import ChainUnreachableError
from regalia.demo.sample import Sample
from regalia.market.folder_board import FolderBoard
from regalia.market.typed_data import typed_data
from regalia.servicing import payments
from regalia.views.following import Followed
from regalia.web.prepare.door import AT_ONCE, Door
from tests.web.wallet import Wallet

pytestmark = pytest.mark.devnet
DEAL = {"deal": "mills-notes"}
SENIOR = {**DEAL, "tranche": "senior"}
SELL = {**SENIOR, "side": "sell", "units": 100, "price": "95.50"}


@pytest.fixture
def outsider(market: TestClient, sample: Sample) -> Wallet:
    return Wallet(market, sample.chain, sample.people["outsider"])


def put(client: TestClient, order: Any, status: int = 201) -> dict[str, str]:
    answer = client.post("/api/orders", json=order)
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text
    found: dict[str, str] = answer.json()
    return found


def test_claim__sent_as_prepared__pays_what_was_said(seller: Wallet, sample: Sample) -> None:
    cash = sample.deal.contracts.payment_token.functions
    before = cash.balanceOf(seller.address).call()
    seller.does("claim", **SENIOR)
    got = cash.balanceOf(seller.address).call() - before
    assert f"You receive {got / 10**6:,.6f} USD." in seller.said[0] and "withheld as tax" in seller.said[0]
    assert payments.entitlement(sample.deal.contracts, "senior", seller.address) == 0
    assert "nothing is owed" in seller.refusal("claim", **SENIOR)


def test_order__signed_posted_and_filled__changes_hands_as_said(
    seller: Wallet, buyer: Wallet, sample: Sample, site: Followed
) -> None:
    units = sample.deal.contracts.token("senior").functions.balanceOf
    before = units(buyer.address).call(), units(seller.address).call()
    order = seller.signs(**SELL)
    assert "100 units" in seller.said[0] and "95.50 USD each" in seller.said[1]
    name = put(seller.client, order)["hash"]
    listed = seller.client.get("/api/orders", params={"token": order["order"]["token"]}).json()
    assert [one["hash"] for one in listed["orders"]] == [name]
    buyer.does("fill", order=name, units=40)
    assert (units(buyer.address).call(), units(seller.address).call()) == (before[0] + 40, before[1] - 40)
    assert buyer.said[0].startswith("First of two steps") and "3,820.00 USD in all" not in buyer.said[0]
    assert "You buy 40 units" in buyer.said[1] and "pay 3,820.00 USD" in buyer.said[1]
    site.once()
    page = seller.client.get(f"/en/investor/{seller.address}").text
    assert 'data-act="cancel-order"' in page and f"orders.{name}.left" in page and 'value="60"' in page
    assert 'data-act="fill"' in seller.client.get(f"/en/investor/{buyer.address}").text


def test_allowance__of_a_second_order__counts_the_first(seller: Wallet, sample: Sample) -> None:
    put(seller.client, seller.signs(**SELL))
    put(seller.client, seller.signs(**{**SELL, "units": 50}))
    desk = sample.stage.platform.desk
    assert sample.deal.contracts.token("senior").functions.allowance(seller.address, desk).call() == 150


def test_order__to_buy__is_filled_by_who_holds_units(seller: Wallet, buyer: Wallet, sample: Sample) -> None:
    order = buyer.signs(**{**SELL, "side": "buy", "units": 10})
    name = put(buyer.client, order)["hash"]
    cash = sample.deal.contracts.payment_token.functions
    before = cash.balanceOf(seller.address).call()
    seller.does("fill", order=name)
    assert cash.balanceOf(seller.address).call() - before == 955 * 10**6
    assert "You sell 10 units" in seller.said[1]
    assert seller.client.get(f"/api/orders/{name}").json()["left"] == 0
    assert seller.client.get("/api/orders").json()["orders"] == []


def test_typed_data__of_an_order__is_that_of_the_market_module(seller: Wallet, board: FolderBoard) -> None:
    key = Account.create()
    wish = {**SELL, "to": key.address, "stays": True, "days": 1, "minimum": 5}
    put(seller.client, seller.signs(**wish))
    (listed,) = board.orders()
    found = seller.message(**wish)
    assert f"Only {key.address} can fill it" in found["says"]["en"] and found["file"]["by_contract"] is False
    given, ours = found["typedData"], typed_data(listed.signed.order, listed.signed.domain)
    assert (given["types"], given["domain"], given["primaryType"]) == (ours["types"], ours["domain"], "Order")
    assert all(isinstance(value, str | bool) for value in given["message"].values())  # no number a browser would round
    differing = {name for name, value in ours["message"].items() if str(value) != str(given["message"][name])}
    assert differing <= {"nonce", "expiry"} and "nonce" in differing


def test_cancel__of_an_order__leaves_nothing_to_fill(seller: Wallet, buyer: Wallet) -> None:
    name = put(seller.client, seller.signs(**SELL))["hash"]
    assert "its maker is" in buyer.refusal("cancel-order", order=name)
    seller.does("cancel-order", order=name)
    standing = seller.client.get(f"/api/orders/{name}").json()
    assert [one["code"] for one in standing["reasons"]] == ["cancelled"]
    assert name not in seller.client.get(f"/en/investor/{seller.address}").text
    assert "the maker cancelled it" in buyer.refusal("fill", order=name)
    assert "can't be filled any more" in seller.refusal("cancel-order", order=name)


def test_cancel_all__of_orders__ends_them_all(seller: Wallet, buyer: Wallet) -> None:
    names = [put(seller.client, seller.signs(**SELL))["hash"] for _ in range(2)]
    seller.does("cancel-all", **DEAL)
    for name in names:
        assert "epoch" in buyer.refusal("fill", order=name)


def test_acts__that_would_be_refused__are_refused_in_words(seller: Wallet, outsider: Wallet) -> None:
    name = put(seller.client, seller.signs(**SELL))["hash"]
    assert "the token refuses" in outsider.refusal("fill", order=name)
    assert "same wallet" in seller.refusal("fill", order=name)
    assert "fewer than" in seller.refusal("order", **{**SELL, "units": 100_000})
    assert "Offering_Ended" in seller.refusal("bid", **SENIOR, units=10)
    assert "decimals" in seller.refusal("order", **{**SELL, "price": "1.0000001"})
    assert "must be above zero" in seller.refusal("order", **{**SELL, "price": "0"})


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("claim", {**SENIOR, "deal": "other"}, 404),
        ("claim", {**SENIOR, "tranche": "' OR 1=1 --"}, 404),
        ("claim", SENIOR | {"tranche": "x" * 200}, 422),
        ("claim", SENIOR | {"gas": "1"}, 422),
        ("claim", DEAL, 422),
        ("bid", SENIOR | {"units": "-1"}, 422),
        ("bid", SENIOR | {"units": "1e9"}, 422),
        ("bid", SENIOR | {"units": str(2**256)}, 422),
        ("bid", SENIOR | {"units": "10", "level": "200"}, 422),
        ("collect", SENIOR | {"level": "0", "place": str(2**47)}, 422),
        ("fill", {"order": "0x" + "0" * 64}, 404),
        ("fill", {"order": "../../etc/passwd"}, 422),
        ("vote", DEAL | {"resolution": "9" * 78, "ballot": "for"}, 422),
        ("vote", DEAL | {"resolution": "1", "ballot": "for"}, 404),
        ("vote", DEAL | {"resolution": "1", "ballot": "maybe"}, 422),
        ("order", SELL | {"price": "NaN"}, 422),
        ("order", SELL | {"days": "100000"}, 422),
        ("order", SELL | {"to": "0x12"}, 422),
        ("nothing", DEAL, 404),
    ],
    ids=str,
)
def test_prepare__of_hostile_parameters__is_refused(
    seller: Wallet, act: str, fields: dict[str, str], status: int
) -> None:
    assert seller.turned_away(act, status, **fields)


def test_prepare__for_no_address__is_refused(market: TestClient) -> None:
    for wallet in ("", "0x1", "0x" + "f" * 39 + "G", "me"):
        answer = market.get("/api/prepare/claim", params={"from": wallet, **SENIOR})
        assert answer.status_code == 422 and answer.json()["error"].startswith("from: ")


def test_orders__forged_or_twice__are_refused(seller: Wallet, buyer: Wallet) -> None:
    client, order = seller.client, seller.signs(**SELL)
    fields = order["order"]
    dearer = {**order, "order": {**fields, "price": "1"}}
    assert "that of" in put(client, dearer, 422)["error"]
    thief = {**order, "order": {**fields, "maker": buyer.address}}
    assert "signature" in put(client, thief, 422)["error"]
    assert put(client, {**order, "chain_id": 1}, 422)["error"]
    assert put(client, {**order, "desk": seller.address}, 422)["error"]
    assert put(client, {**order, "signature": "0x" + "00" * 65}, 422)["error"]
    assert put(client, {**order, "by_contract": True, "signature": "0x1234"}, 422)["error"].startswith("signature")
    assert put(client, {**order, "more": 1}, 422)["error"]
    assert put(client, [order], 422)["error"]
    assert client.get("/api/orders").json()["orders"] == []
    name = put(client, order)["hash"]
    assert name in put(client, order, 409)["error"]


def test_orders__signed_for_elsewhere_by_the_maker__are_refused(seller: Wallet) -> None:
    """Good signatures, of no use here; the last for here, by somebody who has no units to sell."""
    found = seller.signs(**SELL)
    elsewhere: dict[str, tuple[int, dict[str, str]]] = {
        "chain_id": (31338, {}),
        "desk": (31337, {"verifyingContract": seller.address}),
        "token": (31337, {"token": seller.address}),
        "expiry": (31337, {"expiry": "1"}),
        "order: could not be filled": (31337, {}),
    }
    data = seller.message(**SELL)["typedData"]
    for field, (chain, change) in elsewhere.items():
        message = {**data["message"], **{k: v for k, v in change.items() if k in data["message"]}}
        desk = change.get("verifyingContract", data["domain"]["verifyingContract"])
        domain = {**data["domain"], "chainId": chain, "verifyingContract": desk}
        key = Account.create()
        message["maker"] = key.address
        signature = key.sign_typed_data(full_message=_numbers({**data, "domain": domain, "message": message})).signature
        order = {
            **found["order"],
            "maker": key.address,
            "token": message["token"],
            "expiry": message["expiry"],
            "nonce": {"epoch": "0", "word": "0", "place": int(message["nonce"])},
        }
        file = {**found, "chain_id": chain, "desk": desk, "order": order, "signature": "0x" + bytes(signature).hex()}
        assert put(seller.client, file, 422)["error"].startswith(field), field


def test_orders__in_another_form_or_too_large__are_refused(market: TestClient, seller: Wallet) -> None:
    content = json.dumps(seller.signs(**SELL)).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert market.post("/api/orders", content=content, headers={"Content-Type": kind}).status_code == 415
    there = {"Content-Type": "application/json"}
    assert market.post("/api/orders", content=b"[" * 70_000, headers=there).status_code == 413
    assert market.post("/api/orders", content=b"[" * 60_000, headers=there).status_code == 422
    foreign = {**there, "Origin": "https://elsewhere.example"}
    assert market.post("/api/orders", content=content, headers=foreign).status_code == 403
    assert market.get("/api/orders").json()["orders"] == []


def test_board__that_there_is_not__says_so(market: TestClient, seller: Wallet) -> None:
    order, door = seller.signs(**SELL), market.app.state.door  # type: ignore[attr-defined]
    kept, door._board = door._board, None
    try:
        for answer in (market.get("/api/orders"), market.post("/api/orders", json=order)):
            assert answer.status_code == 404 and "takes no orders" in answer.json()["error"]
        assert "takes no orders" in seller.turned_away("order", 404, **SELL)
    finally:
        door._board = kept


def test_node__asked_by_as_many_as_may__sends_others_away_for_a_while(
    market: TestClient, seller: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller.refusal("bid", **SENIOR, units=10)
    room = market.app.state.door._room  # type: ignore[attr-defined]
    for _ in range(AT_ONCE):
        room.acquire()
    try:
        answer = market.get("/api/prepare/claim", params={"from": seller.address, **SENIOR})
    finally:
        for _ in range(AT_ONCE):
            room.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")

    def gone(door: Door) -> None:
        raise ChainUnreachableError("rpc: no node answers at http://10.0.0.1", "")

    monkeypatch.setattr(Door, "contracts", lambda *_: gone(market.app.state.door))  # type: ignore[attr-defined]
    answer = market.get("/api/prepare/claim", params={"from": seller.address, **SENIOR})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5") and "10.0.0.1" not in answer.text


def _numbers(data: dict[str, Any]) -> dict[str, Any]:
    """As eth-account wants them."""
    message = {k: int(v) if isinstance(v, str) and v.isdigit() else v for k, v in data["message"].items()}
    return {**data, "message": message}
