# SPDX-License-Identifier: Apache-2.0
"""Why a transfer would be allowed or refused: the token's own answers, held against the Python ladder.

Only views are called, all of one block; nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract.contract import Contract, ContractFunction

from regalia.chain.passport import Passport
from regalia.chain.transact import explained
from regalia.domain.transfer_policy import Facts, Question, WalletFacts, answers
from regalia.domain.transfer_questions import TOO_FEW_UNITS, refusal_text
from regalia.domain.transfer_rules import TransferRules
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.supervision import supervisor


class TransferUnitsError(RegaliaError, ValueError):
    """No transfer can be of so many units."""


class ReasonDiffersError(RegaliaError, ValueError):
    """The token's answers are not those of the Python ladder."""


@dataclass(frozen=True)
class Halts:
    """Last second of each halt in force, 0 where there is none."""

    deal: int
    tranche: int
    sender: int
    receiver: int


@dataclass(frozen=True)
class Explanation:
    """What the chain says of a transfer, as of one block, and the facts it rests on.

    ``yes`` answers questions 1 to 18 in order; ``code`` and ``reason`` are the token's (ERC-1404). With a ``foreign_registry``
    the passports are an adapter's, which knows no last second and no issuers.
    """

    deal_id: str
    tranche: str
    block: int
    sender: ChecksumAddress
    receiver: ChecksumAddress
    units: int
    rules: TransferRules
    facts: Facts
    passports: tuple[Passport, Passport]
    foreign_registry: bool
    halts: Halts
    yes: tuple[bool, ...]
    code: int
    reason: str

    @property
    def allowed(self) -> bool:
        return self.code == 0

    @property
    def missing_units(self) -> int:
        """How many units the sender lacks."""
        return max(self.units - self.facts.sender.units, 0)


class _Views:
    """Views of contracts, all at one block."""

    def __init__(self, web3: Web3, block: int) -> None:
        self.web3 = web3
        self.block = block

    def read(self, function: ContractFunction) -> Any:
        with explained(function.fn_name):
            return function.call(block_identifier=self.block)


def explain_transfer(
    deal: DealContracts, tranche: str, sender: ChecksumAddress, receiver: ChecksumAddress, units: int
) -> Explanation:
    """The ladder for ``units`` from ``sender`` to ``receiver``, as of the latest block.

    Raises ``UnknownTrancheError``, ``TransferUnitsError``, ``ChainUnreachableError``, and ``ReasonDiffersError`` when the
    token answers otherwise than the Python ladder.
    """
    if not 0 <= units < 2**256:
        raise TransferUnitsError(f"units: {units} is not from 0 to 2^256 − 1", "Units are whole.")
    latest = deal.web3.eth.get_block("latest")
    views, token = _Views(deal.web3, latest["number"]), deal.token(tranche)
    rules = TransferRules.unpack(*_rules(views, token))
    halts = _halts(views, deal, token, sender, receiver)
    facts, passports = _facts(views, deal, token, (sender, receiver), halts, latest["timestamp"])
    no = views.read(token.functions.answersOf(sender, receiver, units))
    code = views.read(token.functions.detectTransferRestriction(sender, receiver, units))
    found = Explanation(
        deal_id=deal.record.deal_id,
        tranche=tranche,
        block=views.block,
        sender=sender,
        receiver=receiver,
        units=units,
        rules=rules,
        facts=facts,
        passports=passports,
        foreign_registry=deal.foreign_registry,
        halts=halts,
        yes=tuple(not no >> question & 1 for question in Question),
        code=code,
        reason=views.read(token.functions.messageForTransferRestriction(code)),
    )
    check_against_ladder(found)
    return found


def _rules(views: _Views, token: Contract) -> tuple[bytes, bytes]:
    word, countries = views.read(token.functions.transferRules())
    return word.to_bytes(32, "big"), countries


def _halts(
    views: _Views, deal: DealContracts, token: Contract, sender: ChecksumAddress, receiver: ChecksumAddress
) -> Halts:
    functions = supervisor(deal).functions
    return Halts(
        deal=views.read(functions.dealHaltedUntil(deal.deal.address)),
        tranche=views.read(functions.trancheHaltedUntil(token.address)),
        sender=views.read(functions.holderHaltedUntil(deal.deal.address, sender)),
        receiver=views.read(functions.holderHaltedUntil(deal.deal.address, receiver)),
    )


def _facts(
    views: _Views,
    deal: DealContracts,
    token: Contract,
    wallets: tuple[ChecksumAddress, ChecksumAddress],
    halts: Halts,
    now: int,
) -> tuple[Facts, tuple[Passport, Passport]]:
    registry = deal.registry
    first, second = map(Passport.unpack, views.read(registry.functions.particulars(*wallets)))
    sender, receiver = wallets
    index = views.read(token.functions.trancheIndex())
    _, _, _, tradable, paused, _, _ = views.read(deal.escrow.functions.bookOf(token.address))
    *_, retaining = views.read(deal.escrow.functions.holdingOf(token.address, sender))

    def wallet_facts(wallet: ChecksumAddress, passport: Passport, halted: int) -> WalletFacts:
        units, frozen_units, frozen, _ = views.read(deal.escrow.functions.holdingOf(token.address, wallet))
        listed = views.read(registry.functions.walletsOf(passport.investor)) if passport.wallets > 1 else ()
        others = (views.read(token.functions.balanceOf(w)) for w in listed if w != wallet)
        return WalletFacts(
            frozen=frozen,
            halted=halted != 0,
            units=units,
            frozen_units=frozen_units,
            eligible=passport.eligible,
            country=passport.country,
            investor_class=passport.investor_class,
            investor=passport.investor if listed else "",
            investor_units=units + sum(others),
        )

    facts = Facts(
        tradable=tradable,
        halted=halts.deal != 0 or halts.tranche != 0,
        paused=paused,
        same_wallet=sender == receiver,
        no_sender=int(sender, 16) == 0,
        no_receiver=int(receiver, 16) == 0,
        sender=wallet_facts(sender, first, halts.sender),
        receiver=wallet_facts(receiver, second, halts.receiver),
        retaining=retaining,
        now=now,
        holders=views.read(token.functions.investorCount()) + views.read(deal.offering.functions.awaited(index)),
    )
    return facts, (first, second)


def check_against_ladder(found: Explanation) -> None:
    """The token's answers, its code and its words must be those of the Python ladder. Raises ``ReasonDiffersError``."""
    expected = answers(found.rules, found.facts, found.units)
    differ = [Question(code) for code, (a, b) in enumerate(zip(expected, found.yes, strict=True), 1) if a != b]
    if differ:
        names = ", ".join(f"{question.value} {question.name.lower()}" for question in differ)
        raise _differs(f"the token and the Python ladder answer differently: {names}")
    code, reason = _first_no(found, expected)
    if (code, reason) != (found.code, found.reason):
        raise _differs(f"the token gives code {found.code}, {found.reason!r}; expected {code}, {reason!r}")


def _first_no(found: Explanation, expected: tuple[bool, ...]) -> tuple[int, str]:
    first = next((code for code, yes in enumerate(expected, 1) if not yes), 0)
    code = TOO_FEW_UNITS if found.missing_units else first
    return code, refusal_text(code)


def _differs(message: str) -> ReasonDiffersError:
    return ReasonDiffersError(message, "Check the contracts with `regalia verify`: they are not those of this release.")
