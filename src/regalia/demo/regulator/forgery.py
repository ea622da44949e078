# SPDX-License-Identifier: Apache-2.0
"""Evidence that contradicts itself, made for a chapter: a copy with two digits swapped, and a report of more money than came."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from regalia.demo.regulator.checks import holds
from regalia.demo.running import RunningDeal
from regalia.oracle.attestation import Attestation
from regalia.oracle.proposal import Proposal, report_from_leaves
from regalia.oracle.receipt_tree import salted
from regalia.oracle.typed_data import signable

THIEF_TAKES = 100_000
"""How much more than came in the false report claims, in whole currency."""
BANK = "account-bank"
_FINEST = 12
"""Decimals in which leaves keep what documents say."""


def swap_digits(deal: RunningDeal, party: str, period: str) -> Callable[[], None]:
    """In the party's copy of a period's statement two digits of every amount change places; what is returned brings the right "
    "one."""
    (path,) = (deal.papers.folders[party] / "statements").glob(f"*-{period}.csv")
    right = path.read_bytes()
    wrong = re.sub(r"(\d)(\d)(?=\d\.\d{2})", r"\2\1", right.decode())
    holds("the copy is another one", wrong.encode() != right)
    path.write_text(wrong, encoding="utf-8")

    def correct() -> None:
        path.write_bytes(right)

    return correct


def false_report(deal: RunningDeal, true: Proposal) -> Proposal:
    """The same proposal with more money, sound in itself."""
    most, report = max(true.leaves, key=lambda leaf: leaf.amount), deal.report_of(true)
    units, finest = deal.money.to_units(str(THIEF_TAKES)), THIEF_TAKES * 10**_FINEST
    more = replace(most, gross=most.gross + finest, net=most.net + finest, amount=most.amount + units)
    leaves = salted([more if leaf == most else leaf for leaf in true.leaves], true.seed)
    made = report_from_leaves(leaves, deal.program, report.deal, report.period, report.epoch, None)
    return replace(true, report=made, leaves=leaves)


def bank_s_key_signs(deal: RunningDeal, proposal: Proposal) -> None:
    """The key signs without looking at anything."""
    key = deal.cast.attestor(deal.terms.id, BANK)
    signed = key.sign_message(signable(proposal.report, proposal.domain)).signature
    deal.exchange.attest(proposal.digest, Attestation(key.address, bytes(signed)))
