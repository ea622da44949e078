# SPDX-License-Identifier: Apache-2.0
"""A ballot on a resolution."""

from __future__ import annotations

from regalia.chain.transact import call
from regalia.domain.meeting.tally import Ballot
from regalia.servicing.resolution_calls import meeting_of
from regalia.servicing.resolutions import rules_of
from regalia.views.errors import NoSuchViewError
from regalia.web.prepare.asked import VoteAsked
from regalia.web.prepare.errors import NotNowError
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, sentence

_SAYS = {
    Ballot.FOR: N_("You vote FOR the resolution with all units that count: %(units)s."),
    Ballot.AGAINST: N_("You vote AGAINST the resolution with all units that count: %(units)s."),
    Ballot.ABSTAIN: N_("You ABSTAIN from the resolution with all units that count: %(units)s."),
}


def vote(place: Place, asked: VoteAsked) -> Prepared:
    """The deal's own resolutions only: its meeting serves others, too. Raises ``NoSuchViewError`` and ``NotNowError``."""
    number, ballot = int(asked.resolution), Ballot[asked.ballot.upper()]
    if number >= 2**256:
        raise NotNowError(
            f"resolution: {asked.resolution:.20}…: is no number of one", "Take it from the page of the deal."
        )
    meeting = meeting_of(place.deal).functions
    deal, _ = call(place.web3, meeting.resolutionAt(number))
    if deal != place.deal.deal.address:
        raise NoSuchViewError(
            f"resolution: {asked.resolution:.24}… is none of {place.subject.terms.id}", "See those of the deal's page."
        )
    act = meeting.castVote(number, int(ballot))
    call(place.web3, act, place.wallet)
    units = {
        tranche: int(call(place.web3, meeting.votesOf(number, place.wallet, place.deal.index(tranche))))
        for tranche in rules_of(place.deal)
    }
    counted = ", ".join(f"{count:,} × {place.name(tranche)}" for tranche, count in units.items() if count)
    once = sentence(N_("A ballot can't be changed."))
    return Prepared([sentence(_SAYS[ballot], units=counted or "0"), once], act)
