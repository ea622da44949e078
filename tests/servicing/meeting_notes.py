# SPDX-License-Identifier: Apache-2.0
"""The illustrative notes with a meeting, sold: who holds senior and mezzanine notes has a vote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from regalia.domain.meeting.resolutions import Amend, Resolution
from regalia.domain.meeting.tally import Ballot
from regalia.servicing import meeting
from regalia.servicing.resolutions import Convened, find
from tests.servicing.notes import OFFERED, ROLES, Notes, notes_with, open_notes
from tests.support.devnet import undone

DAY = 24 * 3600
NOTICE, VOTING, DELAY, OPEN_FOR = 7 * DAY, 14 * DAY, 3 * DAY, 30 * DAY
SERVICER = 1
"""Its place among the payees."""
FEE = Amend(0, 12_000)
"""Of the servicer, 1.2% of collections in place of 1%."""
TERMS = notes_with(
    tranches__1__transfer__record_dates=True,
    meeting={
        "notice_days": 7,
        "voting_days": 14,
        "delay_days": 3,
        "convened_by": "25%",
        "classes": {
            "senior": {"quorum": "50%", "majority": "75%"},
            "mezzanine": {"quorum": "25%", "majority": "50%"},
        },
        "replaceable": ["servicer"],
        "amendable": [{"step": "servicer-fee", "field": "rate", "from": "0.5%", "to": "2%"}],
    },
)


@pytest.fixture(scope="module")
def met_made() -> Iterator[Notes]:
    with devnet(timestamp=OFFERED, accounts=len(ROLES)) as chain:
        yield open_notes(chain, TERMS)


@pytest.fixture
def met(met_made: Notes) -> Iterator[Notes]:
    with undone(met_made.chain):
        yield met_made


def convene(met: Notes, act: Resolution, description: str = "The fee of the servicer") -> Convened:
    receipt = meeting.convene(met.deal, act, description, met["senior_investor"])
    return find(met.deal, meeting.convened_in(met.deal, receipt))


def voting(met: Notes, act: Resolution) -> Convened:
    """Convened, in the second after the record date."""
    convened = convene(met, act)
    met.chain.warp(convened.record_date + 1)
    return convened


def passed(met: Notes, act: Resolution) -> Convened:
    """With all votes, in the first second in which it can be carried out."""
    convened = voting(met, act)
    for role in ("senior_investor", "second_senior_investor", "mezzanine_investor"):
        meeting.vote(met.deal, convened, Ballot.FOR, met[role])
    met.chain.warp(convened.ends + DELAY)
    return convened
