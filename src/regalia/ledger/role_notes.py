# SPDX-License-Identifier: Apache-2.0
"""What a reader may want to think about in who holds which role. Nothing here is against a rule of the contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from web3 import Web3

from regalia.chain.offices import ROLES_OF_CONTRACTS
from regalia.chain.transact import explained
from regalia.ledger.replay import Replay
from regalia.ledger.role_model import Administration, HeldRole
from regalia.ledger.role_seats import due_to_contracts
from regalia.ledger.run import NOBODY

_SUPERVISORS = ("supervisor", "chief-supervisor")
_AGENTS = ("freezer", "enforcer", "recoverer", "pauser", "resumer", "redeemer")
_JUDGES = ("oracle-trustee", "oracle-supervisor")


class Conflict(NamedTuple):
    """Two capacities that should be two persons', and why."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    why: str


CONFLICTS = (
    Conflict(_SUPERVISORS, ("enforcer", "recoverer"), "who can halt a holder can take his units as well"),
    Conflict(_SUPERVISORS, ("originator",), "the one supervised supervises"),
    Conflict(_AGENTS, ("originator",), "the one whose deal it is acts on its holders"),
    Conflict(("pauser",), ("resumer",), "trading is meant to be let go on by others than paused it"),
    Conflict(("attestor",), _JUDGES, "disputes about reports are decided by who signed them"),
    Conflict(("attestor",), ("oracle-governor",), "who signs reports can propose who signs them"),
    Conflict(("attestor",), ("originator",), "receipts are attested by who sold them"),
    Conflict(("oracle-trustee",), ("oracle-supervisor",), "an appeal is meant to go from one to the other"),
    Conflict(("oracle-governor",), _JUDGES, "who decides disputes can change who signs"),
    Conflict(
        ("legal-attestor", "valuation-attestor"), ("rights-trustee",), "who demands repurchase reports its grounds"
    ),
    Conflict(
        ("rights-registrar", "appraiser", "legal-attestor", "valuation-attestor"),
        ("originator",),
        "the seller says what its rights are",
    ),
)


def notes_on(
    web3: Web3, block: int, replayed: Replay, roles: Sequence[HeldRole], administrations: Sequence[Administration]
) -> tuple[str, ...]:
    """In an order that depends on the chain alone. Raises ``ChainUnreachableError`` and ``NodeRefusedError``."""
    return (
        *_conflicts(_capacities(replayed, roles)),
        *_administered(roles, administrations),
        *_meant_for_contracts(web3, block, replayed, roles),
    )


def _capacities(replayed: Replay, roles: Sequence[HeldRole]) -> dict[str, dict[str, None]]:
    """By address, everything it is."""
    run, record = replayed.run, replayed.ledger.record
    found: dict[str, dict[str, None]] = {}
    originator = run.wiring.originator if run.wiring else str(record.arguments.get("originator", NOBODY))
    found.setdefault(originator, {})["originator"] = None
    for signer in run.stream.signers.signers:
        found.setdefault(signer, {})["attestor"] = None
    for role in roles:
        for appointed in role.holders:
            if role.office is not None:
                found.setdefault(appointed.holder, {})[role.office] = None
    return found


def _conflicts(capacities: dict[str, dict[str, None]]) -> Iterator[str]:
    for conflict in CONFLICTS:
        for who, held in capacities.items():
            one, other = ([name for name in names if name in held] for names in (conflict.one, conflict.other))
            if one and other:
                yield f"{who} is {_and(one)}, and {_and(other)} too: {conflict.why}."


def _administered(roles: Sequence[HeldRole], administrations: Sequence[Administration]) -> Iterator[str]:
    for found in administrations:
        if found.administrator is None:
            yield f"Nobody administers {found.contract} any more: its roles stay as they are."
            continue
        who = found.administrator.holder
        own = [role.title for role in roles if role.address == found.address and who in _holders(role)]
        if own:
            yield f"{who} administers {found.contract} and has appointed itself {_and(own)}."
        if found.successor is not None:
            awaited = "nobody" if found.successor == NOBODY else found.successor
            yield f"{found.contract} is to be administered by {awaited}, from {found.successor_when} UTC on."


def _meant_for_contracts(web3: Web3, block: int, replayed: Replay, roles: Sequence[HeldRole]) -> Iterator[str]:
    """Whoever else holds a role of contracts: another pool may be one of another deal; what has no code never should."""
    own = {who for _, _, who, _ in due_to_contracts(replayed.ledger.record)}
    names = {(office.contract, office.role): office.duty for office in ROLES_OF_CONTRACTS.values()}
    for role in roles:
        duty = names.get((role.contract, role.role))
        for who in (who for who in _holders(role) if duty is not None and who not in own):
            with explained("eth_getCode"):
                code = web3.eth.get_code(Web3.to_checksum_address(who), block_identifier=block)
            what = "a contract that is none of this deal's" if code else "no contract"
            yield f"{who}, {what}, may {duty} ({role.role} of {role.contract})."


def _holders(role: HeldRole) -> list[str]:
    return [appointed.holder for appointed in role.holders]


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)
