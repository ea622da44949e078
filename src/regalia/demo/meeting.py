# SPDX-License-Identifier: Apache-2.0
"""The holders of the notes meet, and what they resolve is carried out by whoever asks for it."""

from __future__ import annotations

from regalia.demo.clock import wait_until
from regalia.demo.issuing import Stage
from regalia.demo.refusals import refused
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Meeting
from regalia.demo.story import Story
from regalia.domain.meeting.resolutions import ReplacePayee
from regalia.domain.meeting.tally import Ballot
from regalia.servicing import meeting, resolutions
from regalia.servicing.transfer_text import moment


def meet(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> None:
    """The meeting that the scenario has for a quarter, from convening to carrying out."""
    act = deal.act(Meeting, quarter)
    if act is None:
        return
    successor = stage.cast.wallet(f"{deal.terms.id}/successor of the {act.payee}")
    resolution = ReplacePayee(deal.program.payees.index(act.payee), successor)
    receipt = meeting.convene(deal.contracts, resolution, act.reason, deal.investor(act.convener))
    convened = resolutions.find(deal.contracts, meeting.convened_in(deal.contracts, receipt))
    story.section("The noteholders meet")
    story.say(
        f'{act.convener} convenes the holders: "{act.reason}". Whoever holds units at the record date, {moment(convened.record_date)}, '
        "votes; the originator does not. Both classes have to pass it."
    )
    wait_until(stage.chain, convened.record_date + 1)
    originator = refused(lambda: meeting.vote(deal.contracts, convened, Ballot.FOR, deal.originator))
    for role in act.voters:
        meeting.vote(deal.contracts, convened, Ballot.FOR, deal.investor(role))
    wait_until(stage.chain, convened.ends + 1)
    state = resolutions.state_of(deal.contracts, convened)
    tallies = "; ".join(
        f"{found.tranche}: {found.count.cast[Ballot.FOR]:,} of {found.count.could_vote:,} units for it"
        for found in state.classes
    )
    early = refused(lambda: meeting.carry_out(deal.contracts, convened, stage.cast.wallet("passer-by")))
    story.say(f"{tallies}. The originator's ballot is refused: {originator}. So is carrying it out too early: {early}.")
    wait_until(stage.chain, state.due)
    meeting.carry_out(deal.contracts, convened, stage.cast.wallet("passer-by"))
    deal.successors[act.payee] = successor
    story.say(
        f"After the delay, in which the supervisor could have halted it, a passer-by has it carried out: from now on {successor} is "
        f"paid as {act.payee}. What the former one is owed stays its own."
    )
    deal.figures.setdefault("acts", {})["resolution"] = {"payee": act.payee, "successor": successor}
