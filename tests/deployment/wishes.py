# SPDX-License-Identifier: Apache-2.0
"""A wish on a local chain: test money, a platform with officers, a deal; and what is there afterwards, whatever way it came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet
from regalia.deployment.apply import Done, apply_plan
from regalia.deployment.offices import officers_of, wiring_of
from regalia.deployment.plan import Plan, make_plan
from regalia.deployment.proxy import PROXY
from regalia.deployment.wish import Wanted, load_wish

DEALS = Path(__file__).parents[2] / "deals"
KEYS = "test test test test test test test test test test test junk"
"""The words anvil's accounts are made from."""
_OF_A_MOMENT = {"block", "block_number", "transaction_hash"}


def mills(accounts: tuple[ChecksumAddress, ...], **changes: Any) -> dict[str, Any]:
    parties = dict(zip(("trustees", "collecting-agent", "auditor", "account-bank"), accounts[1:5], strict=True))
    return {"terms": str(DEALS / "mills.yaml"), "originator": accounts[6], "parties": parties, **changes}


def wish_of(accounts: tuple[ChecksumAddress, ...], **changes: Any) -> dict[str, Any]:
    """What a wish says, some of it changed; None leaves a field out."""
    wish = {
        "format": "regalia-wish-1",
        "chain_id": 31337,
        "account": accounts[0],
        "salt": "meridian",
        "payment_token": "test",
        "platform": {},
        "officers": {"registrar": [accounts[7]], "supervisor": [accounts[8], accounts[9]]},
        "deals": [mills(accounts)],
        **changes,
    }
    return {name: value for name, value in wish.items() if value is not None}


def rights_of(accounts: tuple[ChecksumAddress, ...]) -> dict[str, Any]:
    """Changes to ``wish_of``: rights as well, with an attestor."""
    return {"rights": {"threshold": 2}, "officers": {"registrar": [accounts[7]], "legal-attestor": [accounts[8]]}}


def write_wish(folder: Path, wish: dict[str, Any]) -> Path:
    """Where it belongs: in a folder named by its chain id."""
    path = folder / str(wish["chain_id"]) / "wish.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(wish, sort_keys=False))
    return path


def planned(chain: Devnet, path: Path, **options: Any) -> Plan:
    return make_plan(chain.web3, load_wish(path), **options)


def applied(chain: Devnet, path: Path, **options: Any) -> list[Done]:
    plan = planned(chain, path, **options)
    return list(apply_plan(plan, plan.wanted.wish.account))


def rpc(chain: Devnet, method: str, *arguments: Any) -> Any:
    answer = chain.web3.provider.make_request(method, list(arguments))  # type: ignore[arg-type]
    assert "error" not in answer, answer
    return answer["result"]


def state_of(web3: Web3, wanted: Wanted) -> dict[str, Any]:
    """Everything that must not depend on how often a run was cut: code, roles, deals, files, but for blocks and transactions."""
    pieces, factory = wanted.pieces, wanted.pieces.get("factory")
    roles = {role.key: _has(web3, role) for role in (*wiring_of(wanted), *officers_of(wanted))}
    created = (
        contract(web3, "DealFactory", factory.address).events.DealCreated().get_logs(from_block=0) if factory else []
    )
    files = {path.name: _timeless(json.loads(path.read_text())) for path in sorted(wanted.path.parent.glob("*.json"))}
    return {
        "matches": {
            key: piece.artefact.matches(bytes(web3.eth.get_code(piece.address))) for key, piece in pieces.items()
        },
        "made by the proxy": web3.eth.get_transaction_count(PROXY),
        "roles": roles,
        "thresholds": [_threshold(web3, wanted, key) for key in ("legal_oracle", "valuation_oracle") if key in pieces],
        "deals": [event["args"]["deal"] for event in created],
        "files": files,
        "litter": sorted(path.name for path in wanted.path.parent.glob(".*") if not path.name.endswith(".json")),
    }


def _has(web3: Web3, role: Any) -> bool:
    return bool(contract(web3, role.seat.name, role.seat.address).functions.hasRole(role.hash, role.holder).call())


def _threshold(web3: Web3, wanted: Wanted, key: str) -> int:
    piece = wanted.pieces[key]
    return int(contract(web3, piece.name, piece.address).functions.threshold().call())


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get("artefact") == "IPRegistry":  # its code knows the block it was made in
            value = {**value, "code_hash": None}
        return {name: _timeless(part) for name, part in value.items() if name not in _OF_A_MOMENT}
    return [_timeless(part) for part in value] if isinstance(value, list) else value
