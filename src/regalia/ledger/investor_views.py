# SPDX-License-Identifier: Apache-2.0
"""What supervisor and registry answer about the deal and its holders at one block."""

from __future__ import annotations

from collections.abc import Mapping

from regalia.chain.passport import Passport
from regalia.ledger.investors import InvestorFacts
from regalia.ledger.replay import Replay
from regalia.ledger.view_reader import ViewReader

_VIEW = "InvestorRegistry.passportOf()"


def compare_halts(reader: ViewReader, replayed: Replay) -> None:
    """Halts in force by the events against the supervisor's book."""
    ledger, now = replayed.ledger, reader.block["timestamp"]
    record, halts = ledger.record, ledger.halts
    supervisor, deal = record.supervisor.address, record.deal.address
    reader.same("until", halts.deal_until(now), "Supervisor", supervisor, "dealHaltedUntil", deal)
    for tranche, token in record.tokens.items():
        until = halts.tranche_until(tranche, now)
        reader.same(f"{tranche}, until", until, "Supervisor", supervisor, "trancheHaltedUntil", token.address)
    holders = sorted({*halts.holders, *_holders(replayed)})
    reader.ahead("Supervisor", supervisor, "holderHaltedUntil", ((deal, holder) for holder in holders))
    for holder in holders:
        until = halts.holder_until(holder, now)
        reader.same(f"{holder}, until", until, "Supervisor", supervisor, "holderHaltedUntil", deal, holder)


def compare_investors(reader: ViewReader, replayed: Replay) -> None:
    """Facts told by events against the registry, and taxes whose rate only the registry can confirm.

    The adapter to a registry of others tells nothing of its changes, so what it knows now proves nothing of the past.
    """
    record, investors = replayed.ledger.record, replayed.run.investors
    if record.investor_registry.artefact != "InvestorRegistry":
        return
    holders, investor_of = _holders(replayed), dict[str, str]()
    wallets = sorted({*investors.of_wallet, *investors.closed, *holders})
    registry = record.investor_registry.address
    reader.ahead("InvestorRegistry", registry, "passportOf", ((wallet,) for wallet in wallets))
    for wallet in wallets:
        passport, facts = _passport(reader, replayed, wallet), investors.facts_of(wallet)
        if passport is None:
            continue
        investor_of[wallet] = passport.investor
        if facts is not None:
            _same_facts(reader, wallet, facts, passport)
        if wallet in holders:  # no closed wallet ever received units, so it was closed after the deal was made
            closed = wallet in investors.closed
            reader.tally.same("views", _VIEW, f"{wallet} closed", closed, passport.closed)
    _taxes(reader, replayed)
    _counts(reader, replayed, investor_of)
    for pair in replayed.run.recovered:
        for wallet in pair.wallets:
            if wallet in investor_of:
                reader.tally.same("views", _VIEW, f"investor of {wallet}", pair.investor, investor_of[wallet])


def _counts(reader: ViewReader, replayed: Replay, investor_of: Mapping[str, str]) -> None:
    """How many investors hold units, and how many are still to get theirs, where a tranche counts them: wallets of one are one."""
    run, record = replayed.run, replayed.ledger.record
    for index, (tranche, book) in enumerate(replayed.ledger.books.items()):
        coming = len({investor_of.get(wallet, wallet) for wallet in run.sale.awaited(index)})
        reader.same(f"of {tranche}", coming, "Offering", record.offering.address, "awaited", index)
        if run.rules[tranche].holder_limit and tranche in record.tokens:
            holding = [wallet for wallet, account in book.accounts.items() if account.units]
            number = len({investor_of.get(wallet, wallet) for wallet in holding})
            token = record.tokens[tranche].address
            reader.same(f"of {tranche}", number, "TrancheToken", token, "investorCount")


def _taxes(reader: ViewReader, replayed: Replay) -> None:
    run = replayed.run
    for claim in run.untold_tax:
        passport = _passport(reader, replayed, claim.holder)
        if passport is None or run.investors.told_after(passport.investor, claim.place):
            continue
        expected = run.tax.tax_down(claim.gross, passport.country, passport.investor_class)
        what = f"tax of {claim.holder} in block {claim.place.block_number}"
        reader.tally.money("views", _VIEW, what, expected, claim.tax)


def _same_facts(reader: ViewReader, wallet: str, told: InvestorFacts, found: Passport) -> None:
    for what in ("country", "investor_class", "valid_until"):
        label = f"{what.replace('_', ' ')} of {wallet}"
        reader.tally.same("views", _VIEW, label, getattr(told, what), getattr(found, what))


def _passport(reader: ViewReader, replayed: Replay, wallet: str) -> Passport | None:
    word = reader.read("InvestorRegistry", replayed.ledger.record.investor_registry.address, "passportOf", wallet)
    return None if word is None else Passport.unpack(int(word))


def _holders(replayed: Replay) -> set[str]:
    """Whoever ever had units, or bid for them."""
    ledger = replayed.ledger
    bought = {sale.investor for sale in ledger.subscriptions} | {found.investor for found in ledger.deliveries}
    return bought | {move.receiver for move in ledger.transfers if move.receiver is not None}
