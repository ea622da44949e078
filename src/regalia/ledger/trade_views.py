# SPDX-License-Identifier: Apache-2.0
"""What the settlement desk answers of the deal's instructions, and of nonces under which its units were traded."""

from __future__ import annotations

from collections import Counter

from regalia.chain.record import ContractRecord
from regalia.ledger.replay import Replay
from regalia.ledger.run import NOBODY
from regalia.ledger.trade_model import InstructionTold
from regalia.ledger.view_reader import ViewReader

_NAME = "SettlementDesk"
_OPEN, _SETTLED, _CANCELLED, _EXPIRED = 1, 2, 3, 4
"""Of ``ISettlementDesk.Status``."""


def compare_trades(reader: ViewReader, replayed: Replay) -> None:
    """Raises ``ChainUnreachableError``."""
    ledger = replayed.ledger
    desk, token = ledger.record.settlement_desk, ledger.record.payment_token.address
    if desk is None:
        return
    for told in ledger.instructions:
        _instruction(reader, replayed, desk.address, told)
    held = sum(told.paid for told in ledger.instructions)
    balance = reader.read("MockPaymentToken", token, "balanceOf", desk.address) if held else 0
    if balance is not None:
        tally, what = reader.tally, "cash of instructions, at least"
        enough = balance >= held
        tally.holds(enough, "views", "payment token of the desk", what, tally.amount(held), tally.amount(balance))
    _filled(reader, replayed, desk)


def _instruction(reader: ViewReader, replayed: Replay, desk: str, told: InstructionTold) -> None:
    record, answer = replayed.ledger.record, reader.read(_NAME, desk, "instructionAt", told.number)
    if answer is None:
        return
    expected = {
        "seller": told.seller,
        "units": told.units,
        "deadline": told.deadline,
        "buyer": told.buyer,
        "price": told.price,
        "token": record.tokens[told.tranche].address if told.tranche in record.tokens else NOBODY,
        "status": _status(told, reader.block["timestamp"]),
        "payment token": record.payment_token.address,
        "paid": told.paid,
        "income of a unit": told.income_per_unit,
    }
    for (what, wanted), found in zip(expected.items(), answer, strict=True):
        reader.tally.same("views", f"{_NAME}.instructionAt()", f"{what}, {told.number}", wanted, found)


def _status(told: InstructionTold, now: int) -> int:
    if told.settled:
        return _SETTLED
    if told.cancelled:
        return _CANCELLED
    return _EXPIRED if now > told.deadline else _OPEN


def _filled(reader: ViewReader, replayed: Replay, desk: ContractRecord) -> None:
    """A nonce may have been filled with units of other deals, too, or be cancelled, which is the largest number."""
    filled: Counter[tuple[str, int]] = Counter()
    for trade in replayed.ledger.trades:
        if trade.maker is not None:
            filled[trade.maker, trade.nonce] += trade.units
    for (maker, nonce), units in sorted(filled.items()):
        found = reader.read(_NAME, desk.address, "filledOf", maker, nonce)
        if found is not None:
            what = f"by {maker} under nonce {nonce}, at least"
            reader.tally.holds(found >= units, "views", f"{_NAME}.filledOf()", what, units, found)
