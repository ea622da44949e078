# SPDX-License-Identifier: Apache-2.0
"""The missing steps as files for a Safe's Transaction Builder, for an account that is a Safe and has no key of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from web3 import Web3

from regalia.deployment.errors import OtherProxyError
from regalia.deployment.files import write_whole
from regalia.deployment.plan import Plan
from regalia.deployment.safe_file import NAME, check_place
from regalia.deployment.sale import Sale, moment
from regalia.deployment.steps import Step

MOST_GAS = 12_000_000
"""Of the steps of one file: a batch is one transaction, of which EIP-7825 allows 2^24 gas, and the Safe itself needs some."""
_BUILDER = "1.16.5"


def batches_of(plan: Plan) -> list[dict[str, Any]]:
    """One batch or several, to be executed in their order. Raises ``OtherProxyError`` where the deployment proxy is missing."""
    if any(step.raw is not None for step in plan.missing):
        raise OtherProxyError(
            f"deployment proxy: chain {plan.view.chain_id} has none, and what puts it there is no transaction of a Safe",
            "Apply a wish of an ordinary account on this chain first; a payment_token: test is enough.",
        )
    groups = list(_groups(plan.missing))
    return [_batch(plan, group, i, len(groups)) for i, group in enumerate(groups, 1)]


def sales_of(plan: Plan, steps: Sequence[Step]) -> list[Sale]:
    """Of the deals that these steps make, as a batch of now fixes them."""
    made = {step.key for step in steps}
    requests = [(deal.id, deal.request(plan.now)) for deal in plan.wanted.deals if f"deal:{deal.id}" in made]
    return [Sale(name, request.opens, request.deadline) for name, request in requests]


def latest_of(sales: Sequence[Sale]) -> int | None:
    """When what makes these deals should be executed at the latest; None where it can wait."""
    return min((sale.latest for sale in sales), default=None)


def write_batches(plan: Plan, path: Path) -> list[Path]:
    """``path`` itself where one file is enough, else ``name-1.json`` and so on.

    Raises ``FactsError``, ``SafeFileError`` and ``OtherProxyError``; nothing was written then.
    """
    batches = batches_of(plan)
    paths = [path.with_name(f"{path.stem}-{i}{path.suffix}") for i in range(1, len(batches) + 1)]
    paths = [path] if len(batches) == 1 else paths
    for file in (path, *paths):
        check_place(plan.wanted, file)
    for file, batch in zip(paths, batches, strict=True):
        write_whole(file, json.dumps(batch, indent=2, ensure_ascii=False) + "\n")
    return paths


def _groups(steps: Sequence[Step]) -> Iterator[list[Step]]:
    group: list[Step] = []
    for step in steps:
        if group and sum(one.gas for one in group) + step.gas > MOST_GAS:
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _batch(plan: Plan, steps: Sequence[Step], number: int, of: int) -> dict[str, Any]:
    wish = plan.wanted.wish
    batch: dict[str, Any] = {
        "version": "1.0",
        "chainId": str(wish.chain_id),
        "createdAt": plan.now * 1000,
        "meta": {
            "name": f"{NAME}{wish.salt}, {number} of {of}",
            "description": _description(plan, steps),
            "txBuilderVersion": _BUILDER,
            "createdFromSafeAddress": wish.account,
            "createdFromOwnerAddress": "",
        },
        "transactions": [_transaction(step, plan.now) for step in steps],
    }
    batch["meta"]["checksum"] = checksum(batch)
    return batch


def _description(plan: Plan, steps: Sequence[Step]) -> str:
    what, sales = "; ".join(step.what for step in steps), sales_of(plan, steps)
    latest = latest_of(sales)
    if latest is None:
        return what
    windows = "; ".join(map(str, sales))
    return f"{what}. Execute by {moment(latest)}: {windows}, whenever this is executed."


def _transaction(step: Step, now: int) -> dict[str, Any]:
    call = step.at(now)
    return {
        "to": call.to,
        "value": str(call.value),
        "data": "0x" + call.data.hex(),
        "contractMethod": None,
        "contractInputsValues": None,
    }


def checksum(batch: dict[str, Any]) -> str:
    """As the Transaction Builder reckons it: over everything but the name and the checksum itself."""
    meta = {key: value for key, value in batch["meta"].items() if key != "checksum"}
    return Web3.keccak(text=_serialised({**batch, "meta": {**meta, "name": None}})).to_0x_hex()


def _serialised(value: Any) -> str:
    if isinstance(value, list):
        return f"[{','.join(map(_serialised, value))}]"
    if isinstance(value, dict):
        keys = sorted(value)
        return "{" + _json(keys) + "".join(f"{_serialised(value[key])}," for key in keys) + "}"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
