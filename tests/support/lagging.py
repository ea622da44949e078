# SPDX-License-Identifier: Apache-2.0
"""A node that lags: what it is asked, and what an up-to-date one answers, as they would be without the newest blocks."""

from __future__ import annotations

from typing import Any

Answer = dict[str, Any]


def as_of(head: int, params: list[Any]) -> list[Any]:
    """``latest`` is the newest block the proxy shows, and no range goes beyond it."""
    return [_part_as_of(head, part) for part in params]


def _part_as_of(head: int, part: Any) -> Any:
    if part == "latest":
        return hex(head)
    if isinstance(part, dict) and "toBlock" in part:
        ends = {name: head if part[name] == "latest" else int(part[name], 16) for name in ("fromBlock", "toBlock")}
        return part | {"fromBlock": hex(ends["fromBlock"]), "toBlock": hex(min(ends["toBlock"], head))}
    return part


def unseen(method: str, params: list[Any], given: Answer, head: int) -> Answer:
    """What the node knows of blocks after ``head`` the proxy does not."""
    told = given.get("result")
    if not isinstance(told, dict) or "pending" in params:
        return given
    number = told.get("number" if method.startswith("eth_getBlockBy") else "blockNumber")
    if number is None or int(number, 16) <= head:
        return given
    if method == "eth_getTransactionByHash":
        return given | {"result": told | {"blockNumber": None, "blockHash": None, "transactionIndex": None}}
    hidden = method in ("eth_getBlockByNumber", "eth_getBlockByHash", "eth_getTransactionReceipt")
    return given | {"result": None} if hidden else given
