# SPDX-License-Identifier: Apache-2.0
"""Steps that appoint, dismiss and set: only whoever administers a contract can."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.transact import call
from regalia.deployment import gas
from regalia.deployment.offices import AlsoOfficer, Role
from regalia.deployment.pieces import Piece
from regalia.deployment.steps import Call, State, Step
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted


def role_steps(view: View, wanted: Wanted, roles: Iterable[Role]) -> Iterator[Step]:
    """One for each role that somebody is to have."""
    for role in roles:

        def holds(role: Role = role) -> bool:
            return view.has_role(role.seat.address, role.hash, role.holder)

        grant = _encoded(view, role.seat, "grantRole", role.hash, role.holder)
        state, why = State.TO_SEND, ""
        if view.code(role.seat.address):
            state, why = (State.THERE, "") if holds() else _by_admin(view, role.seat, wanted.wish.account)
        yield Step(role.key, role.what, role.seat.address, state, grant, holds, gas.ROLE, role.needs, why)


def setting_steps(view: View, wanted: Wanted) -> Iterator[Step]:
    """How many attestors of rights must sign."""
    rights = wanted.wish.rights
    if rights is None:
        return
    for key, threshold in (
        ("legal_oracle", rights.threshold),
        ("valuation_oracle", rights.valuation_threshold or rights.threshold),
    ):
        piece = wanted.pieces[key]

        def is_set(piece: Piece = piece, threshold: int = threshold) -> bool:
            found = view.seat(piece.address).functions.threshold()
            return bool(call(view.web3, found) == threshold)

        state, why = State.TO_SEND, ""
        if view.code(piece.address):
            state, why = (State.THERE, "") if is_set() else _by_admin(view, piece, wanted.wish.account)
        what = f"threshold {threshold} of {key}"
        sets = _encoded(view, piece, "setThreshold", threshold)
        yield Step(f"threshold:{key}", what, piece.address, state, sets, is_set, gas.SETTING, (key,), why)


def dismissal_steps(view: View, wanted: Wanted, also: Iterable[AlsoOfficer]) -> Iterator[Step]:
    """One for each officer who is not wished for."""
    for officer in also:
        role = officer.role

        def is_gone(role: Role = role) -> bool:
            return not view.has_role(role.seat.address, role.hash, role.holder)

        state, why = _by_admin(view, role.seat, wanted.wish.account)
        revoke = _encoded(view, role.seat, "revokeRole", role.hash, role.holder)
        key, what = f"dismissal:{role.key}", f"dismissal of {role.what}"
        yield Step(key, what, role.seat.address, state, revoke, is_gone, gas.ROLE, role.needs, why)


def _by_admin(view: View, seat: Piece, account: ChecksumAddress) -> tuple[State, str]:
    admin = view.admin(seat.address)
    if admin == account:
        return State.TO_SEND, ""
    return State.DIFFERS, f"{admin} administers {seat.name}, and only it can"


def _encoded(view: View, seat: Piece, function: str, *arguments: object) -> Callable[[int], Call]:
    """The same at any time; encoded when it is asked for, as most of what is wished for is there."""

    def at(now: int) -> Call:
        data = view.seat(seat.address).encode_abi(function, list(arguments))
        return Call(seat.address, bytes(Web3.to_bytes(hexstr=data)))

    return at
