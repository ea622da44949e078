# SPDX-License-Identifier: Apache-2.0
"""What the index says of one wallet against the contracts' own answers at its checkpoint; and the tax a claim would bear then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract

from regalia.chain.connection import NodeRefusedError
from regalia.chain.deployer import contract
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.passport import Passport
from regalia.domain.withholding import TaxTable
from regalia.ledger.index.follow_errors import IndexDiffersError
from regalia.ledger.index.reader import IndexReader
from regalia.servicing.deal_contracts import DealContracts

_WORD = ("uint256",)
_HOLDING = ("uint256", "uint256", "bool", "bool")


@dataclass(frozen=True)
class HolderTax:
    """What is withheld from claims of one wallet."""

    table: TaxTable
    country: int
    investor_class: int

    def of(self, gross: int) -> int:
        return self.table.tax_down(gross, self.country, self.investor_class)


class _Asking:
    """Questions about a wallet, and the answers in their order."""

    def __init__(self) -> None:
        self._questions: list[Question] = []
        self._types: list[tuple[str, ...]] = []

    def add(self, contract: Contract, view: str, arguments: list[str], types: tuple[str, ...] = _WORD) -> None:
        data = bytes.fromhex(contract.encode_abi(view, args=arguments)[2:])
        self._questions.append(Question(contract.address, data))
        self._types.append(types)

    def answers(self, web3: Web3, block: int) -> Iterator[tuple[int | bytes | bool, ...]]:
        """Raises ``ChainUnreachableError`` and ``NodeRefusedError``."""
        for types, told in zip(self._types, ask_many(web3, self._questions, block), strict=True):
            try:
                yield tuple(decode(types, told or b""))
            except DecodingError as error:
                raise NodeRefusedError(
                    f"block {block}: the node gave no answer of these contracts",
                    "Use another node: it lags, or keeps no state of the block.",
                ) from error


def hold_against(web3: Web3, books: IndexReader, wallet: ChecksumAddress) -> HolderTax:
    """Raises ``IndexDiffersError`` with every figure that differs, ``ChainUnreachableError`` and ``NodeRefusedError``."""
    record, checkpoint = books.record, books.checkpoint
    assert checkpoint is not None  # it was caught up
    deal = DealContracts(web3, record)
    asking = _Asking()
    for tranche in record.tokens:
        token = deal.token(tranche)
        asking.add(token, "balanceOf", [wallet])
        asking.add(token, "entitlementOf", [wallet])
        asking.add(deal.escrow, "entitlementOf", [token.address, wallet])
        asking.add(deal.escrow, "holdingOf", [token.address, wallet], _HOLDING)
    supervisor = contract(web3, "Supervisor", Web3.to_checksum_address(record.supervisor.address))
    asking.add(supervisor, "holderHaltedUntil", [deal.deal.address, wallet])
    asking.add(deal.escrow, "withholding", [], ("bytes", "address"))
    asking.add(deal.registry, "passportOf", [wallet])
    answers = asking.answers(web3, checkpoint.block)
    found: list[str] = []
    for tranche in record.tokens:
        held = books.holding(tranche, wallet)
        units, owed = (held.units, held.unclaimed) if held else (0, 0)
        whose = f"{tranche} of {wallet}"
        found += _differing(f"{whose}, units by the token", (units,), next(answers))
        found += _differing(f"{whose}, income owed by the token", (owed,), next(answers))
        found += _differing(f"{whose}, income owed by the escrow", (owed,), next(answers))
        escrowed = next(answers)
        found += _differing(f"{whose}, units by the escrow", (units,), escrowed[:1])
        if held:  # without an entry nothing of the wallet is shown, and an order may have frozen it all the same
            ours = held.frozen_units, held.wallet_frozen
            found += _differing(f"{whose}, frozen units and whether the wallet is", ours, escrowed[1:3])
    until = books.halted_until(wallet)
    in_force = until if checkpoint.timestamp <= until else 0
    found += _differing(f"halt of {wallet}", (in_force,), next(answers))
    if found:
        raise IndexDiffersError(record.deal_id, checkpoint.block, tuple(found))
    (table, _), (word,) = answers
    assert isinstance(table, bytes)
    passport = Passport.unpack(int(word))
    return HolderTax(TaxTable.unpack(table), passport.country, passport.investor_class)


def _differing(what: str, ours: tuple[object, ...], theirs: tuple[object, ...]) -> list[str]:
    if ours == theirs:
        return []
    kept, told = (", ".join(map(str, values)) for values in (ours, theirs))
    return [f"{what}: {kept} in the index, {told} on chain"]
