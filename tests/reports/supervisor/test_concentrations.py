# SPDX-License-Identifier: Apache-2.0
"""Debtors above 15% and groups above 20%: exactly above."""

from __future__ import annotations

from datetime import date

import pytest

from regalia.reports.distribution_tables import FORFEITED
from regalia.reports.supervisor.concentrations import Concentration, concentration_section, concentrations_of
from regalia.reports.supervisor.parts import Grid
from regalia.reports.supervisor.subject import Subject
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import LICENSEE, Chronicle
from tests.reports.supervisor.subjects import filed, patents, subject_of
from tests.support.rights_life import COMPANIES, USD

LARGE = 10**12
PAYERS = tuple(map(address, range(651, 655)))


def paid(*amounts: int) -> Subject:
    """The notes after a quarter without any receipts of its own, and payers who paid so much."""
    deal = Chronicle(mills.NOTES)
    for tranche in deal.ledger.terms.tranches:
        deal.subscribe(tranche.id, address(701), tranche.units)
    deal.close()
    deal.quarter(deal.rows(mills.SIX_QUARTERS_NOTES)[0])
    deal.ledger.receipts.clear()
    for payer, amount in zip(PAYERS, amounts, strict=False):
        deal.pay_royalty(amount, payer)
    return subject_of(deal.ledger, date(2024, 4, 1))


def of(subject: Subject, key: str) -> Concentration:
    (found,) = (one for one in concentrations_of(subject) if one.key == key.lower())
    return found


@pytest.mark.parametrize(("more", "flagged", "share"), [(0, False, 150_000), (1, True, 150_001)], ids=["at", "above"])
def test_debtor__at_15_per_cent_and_one_unit_more__flagged_only_above(more: int, flagged: bool, share: int) -> None:
    subject = paid(LARGE * 15 // 100 + more, LARGE * 85 // 100 - more)
    found = of(subject, PAYERS[0])
    assert (found.flagged, found.share_up, found.whole) == (flagged, share, LARGE)


@pytest.mark.parametrize(("more", "flagged"), [(0, False), (1, True)], ids=["at", "above"])
def test_group__at_20_per_cent_and_one_unit_more__flagged_only_above(more: int, flagged: bool) -> None:
    subject = paid(LARGE // 10, LARGE // 10 + more, LARGE * 80 // 100 - more)
    members = [payer.lower() for payer in PAYERS[:2]]
    told = filed(subject, groups=[{"id": "twins", "name": "Twins", "members": members}])
    found = of(told, "twins")
    assert (found.amount, found.flagged, found.known_from) == (LARGE // 5 + more, flagged, "declarations")
    assert not of(told, PAYERS[0]).flagged


def test_group__nobody_of_it_paid__not_among_them() -> None:
    told = filed(paid(5), groups=[{"id": "others", "name": "Others", "members": [LICENSEE]}])
    assert [found.key for found in concentrations_of(told)] == [PAYERS[0].lower()]


def test_receipts__forfeited_bond__is_no_debtor_s() -> None:
    subject = paid(5, 7)
    last = subject.ledger.receipts[-1]
    subject.ledger.receipts[-1] = type(last)(last.payer, FORFEITED, last.reference, last.amount, last.place)
    assert [found.key for found in concentrations_of(subject)] == [PAYERS[0].lower()]


def test_base__two_rights_a_company__of_what_counts_rounded_up() -> None:
    subject, _ = patents()
    found = next(one for one in concentrations_of(subject) if one.key == COMPANIES[0].lower())
    # 3 of 11.55 million: 25.974026%, the last digit up
    assert (found.basis, found.amount, found.share_up, found.flagged) == ("base", 3_000_000 * USD, 259_741, True)


def test_section__nothing_received__no_row_and_no_share() -> None:
    (grid,) = concentration_section(paid()).parts
    assert isinstance(grid, Grid)
    assert grid.rows == ()
    assert Concentration("receipts", False, "", None, "chain", 0, 0).share_up == 0
