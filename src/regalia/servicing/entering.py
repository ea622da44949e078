# SPDX-License-Identifier: Apache-2.0
"""Entering what files say of rights, act by act: what is on chain already is known by its document and passed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from eth_abi.abi import encode
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.issuance import PaymentTokenError
from regalia.chain.transact import Sender, call
from regalia.domain.money import Currency
from regalia.domain.rights.acts import LicenceGrant, LienEntry, RightAct, RightEntry, RightValuation
from regalia.domain.rights.number import describe
from regalia.domain.rights.words import Purpose
from regalia.errors import RegaliaError
from regalia.servicing.rights import RightsContracts, enter, enter_lien, grant_licence, value

MOST = 2_000
"""Numbers within a right and purpose that are tried to find one that is on chain already."""
_PURPOSES: dict[type, Purpose] = {
    RightEntry: Purpose.ENTRY,
    LienEntry: Purpose.LIEN,
    LicenceGrant: Purpose.LICENCE,
    RightValuation: Purpose.VALUATION,
}
Filed = RightEntry | LienEntry | LicenceGrant | RightValuation


class EnteringStoppedError(RegaliaError, RuntimeError):
    """An act was refused; those before it are entered."""


@dataclass(frozen=True)
class Entering:
    """What there is to do: ``known`` acts are on chain, ``mine`` are for the sender to enter, in order, ``others`` are valuations that only
    their appraiser can enter, by appraiser.
    """

    known: tuple[Filed, ...]
    mine: tuple[Filed, ...]
    others: dict[str, int]


def plan(rights: RightsContracts, acts: Sequence[RightAct], sender: ChecksumAddress) -> Entering:
    """Sort the acts of a file by who has yet to enter them."""
    known, mine, others = list[Filed](), list[Filed](), defaultdict[str, int](int)
    for act in acts:
        assert isinstance(act, Filed)  # no file says anything else
        if _number(rights, act) is not None:
            known.append(act)
        elif isinstance(act, RightValuation) and act.valuation.appraiser != sender:
            others[act.valuation.appraiser] += 1
        else:
            mine.append(act)
    return Entering(tuple(known), tuple(mine), dict(others))


def carry_out(
    rights: RightsContracts,
    acts: Sequence[RightAct],
    found: Entering,
    sender: Sender,
    said: Callable[[str], None] = lambda _: None,
) -> int:
    """Enter what is the sender's, each act a transaction, and say what was entered. Raises ``EnteringStoppedError``: run again, it goes on
    from there. ``acts`` are all of the file, as a licence names the one it is under by its place among them.
    """
    for done, act in enumerate(found.mine):
        try:
            _send(rights, _placed(rights, acts, act), sender)
        except RegaliaError as error:
            raise EnteringStoppedError(
                f"{describe_act(act)}: {error.message}",
                f"{error.hint} {done} of {len(found.mine)} acts were entered: run it again to go on from there.".strip(),
            ) from error
        said(describe_act(act))
    return len(found.mine)


def reported(rights: RightsContracts, right: bytes, document: bytes) -> int | None:
    """The number under which a legal event with this document is on chain; None when it is not."""
    return number_of(rights, right, Purpose.LEGAL_EVENT, document)


def number_of(rights: RightsContracts, right: bytes, purpose: Purpose, document: bytes) -> int | None:
    """What the registry files a document under for this right and purpose; None when for another, or not at all."""
    meaning = bytes(call(rights.web3, rights.registry.functions.meaningOf(document)))
    if not any(meaning):
        return None
    return next((n for n in range(1, MOST + 1) if _meaning(right, purpose, n) == meaning), None)


def describe_act(act: Filed) -> str:
    """``licence of CN 10 2018 010990101``."""
    return f"{_PURPOSES[type(act)].name.lower()} of {describe(act.right)}"


def check_token(web3: Web3, currency: Currency, token: ChecksumAddress) -> None:
    """The payment token must count as the file's currency does. Raises ``PaymentTokenError``."""
    decimals = call(web3, contract(web3, "MockPaymentToken", token).functions.decimals())
    if decimals != currency.decimals:
        raise PaymentTokenError(
            f"payment token: {token} has {decimals} decimals, the file says {currency.code} has {currency.decimals}",
            "Name the token the values are in, or mend the file.",
        )


def _number(rights: RightsContracts, act: Filed) -> int | None:
    return number_of(rights, act.right, _PURPOSES[type(act)], act.document)


def _placed(rights: RightsContracts, acts: Sequence[RightAct], act: Filed) -> Filed:
    """A licence under another, with the number the chain gave that one: others may have entered licences of the right as well."""
    if not isinstance(act, LicenceGrant) or not act.licence.parent:
        return act
    licences = [other for other in acts if isinstance(other, LicenceGrant) and other.right == act.right]
    parent = _number(rights, licences[act.licence.parent - 1])
    return replace(act, licence=replace(act.licence, parent=parent or act.licence.parent))


def _send(rights: RightsContracts, act: Filed, sender: Sender) -> None:
    match act:
        case RightEntry():
            enter(rights, act, sender)
        case LienEntry():
            enter_lien(rights, act, sender)
        case LicenceGrant():
            grant_licence(rights, act, sender)
        case RightValuation():
            value(rights, act, sender)


def _meaning(right: bytes, purpose: Purpose, number: int) -> bytes:
    return keccak(encode(["bytes32", "uint256", "uint256"], [right, int(purpose), number]))
