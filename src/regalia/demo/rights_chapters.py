# SPDX-License-Identifier: Apache-2.0
"""The chapters on rights: a deal on eight patents, one of which is invalidated between two payment dates and comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage, issue_in_time
from regalia.demo.places import find
from regalia.demo.quarter import pay_out
from regalia.demo.refusals import refused
from regalia.demo.reporting import collect_and_report
from regalia.demo.rights_stage import RightsStage, enter_portfolio, entry_again, set_rights_stage
from regalia.demo.rights_story import tell_facts, tell_rights
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import PATENTS
from regalia.demo.selling import close, sell
from regalia.demo.story import Story
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.day import written
from regalia.domain.rights.words import Act, word
from regalia.errors import RegaliaError
from regalia.feeds import EventProposal, read_legal_status
from regalia.reports.rights.right_numbers import written_number
from regalia.servicing import offering
from regalia.servicing import rights as desk

INVALIDATED_ON = date(2025, 7, 4)
APPEAL_WON_ON = date(2025, 9, 12)
FIRST_LICENCE = 1
"""The number under which each owner's licence to the originator is entered."""


class NotAsForeseenError(RegaliaError, ArithmeticError):
    """A date took other facts than the deal's own file of receipts foresees."""


@dataclass
class Patents:
    """The deal and what is known of its rights."""

    stage: Stage
    rights: RightsStage
    deal: RunningDeal

    @classmethod
    def begin(cls, stage: Stage, story: Story) -> Patents:
        """Rights are entered, pledged and sold on; the deal closes on them."""
        story.chapter("January 2025: eight patents, and who says what of them")
        rights = set_rights_stage(stage)
        acts = enter_portfolio(rights)
        tell_rights(rights, acts, story)
        story.say(
            f"The same patent can't be entered twice, as its number is its name: {refused(lambda: entry_again(rights))}."
        )
        deal = issue_in_time(stage, PATENTS, story, rights.contracts.pool_address)
        self = cls(stage, rights, deal)
        sell(stage, deal, story)
        self._pledge(story)
        close(stage, deal, story)
        return self

    def pay(self, quarter: int, story: Story) -> None:
        """A payment date, and the facts it took, each with its causes."""
        deal, row = self.deal, self.deal.rows[quarter]
        report = collect_and_report(self.stage, deal, quarter, story)
        pay_out(self.stage, deal, quarter, report, story)
        taken = tell_facts(deal, story)
        if tuple(fact.value for fact in taken) != row.pool_facts(deal.program).facts:
            raise NotAsForeseenError(f"{deal.terms.id}, {row.attributed_to}: other facts", "Please report this fault.")

    def fall(self, story: Story) -> None:
        """CNIPA's gazette is read, attestors sign, and the patent counts for nothing."""
        wait_until(self.stage.chain, noon(INVALIDATED_ON))
        (found,) = read_legal_status(find("data", "ip", "patents-events.csv"))
        assert isinstance(found, EventProposal)
        event = found.event(self.rights.contracts.next_event(found.right))
        story.chapter("July 2025: a patent falls")
        story.say(
            f"CNIPA's gazette of {written(found.effective)} says of {written_number(found.right)}: {found.basis.title}. `regalia ip read` "
            f"makes an event of it ({word(found.act)}, code {found.code.decode().strip()}); two of three attestors look it up for "
            "themselves and sign, and anybody hands it in."
        )
        self._attest(event, story)
        again = refused(lambda: self.rights.attest(event))
        story.say(f"Handed in once more, it is refused: {again}.")

    def come_back(self, story: Story) -> None:
        """A court reverses the decision."""
        wait_until(self.stage.chain, noon(APPEAL_WON_ON))
        (found,) = read_legal_status(find("data", "ip", "patents-events.csv"))
        number = self.rights.contracts.next_event(found.right)
        document = sha256(b"judgment, invented").digest()
        effective = int(APPEAL_WON_ON.strftime("%Y%m%d"))
        event = LegalEvent(found.right, number, Act.APPEAL_WON, effective, 0, b"court", document)
        story.chapter("September 2025: the appeal is won")
        story.say(
            f"A court sets the decision aside: {written_number(found.right)} is in force again. Attestors sign the judgment."
        )
        self._attest(event, story)

    def _attest(self, event: LegalEvent, story: Story) -> None:
        deal = self.deal.contracts.deal.address
        before = desk.value_of_pool(self.rights.contracts, deal)
        self.rights.attest(event)
        after = desk.value_of_pool(self.rights.contracts, deal)
        story.say(f"The pool counted for {self.deal.amount(before)}, and now counts for {self.deal.amount(after)}.")

    def _pledge(self, story: Story) -> None:
        """Gates and limits, shown from outside first."""
        deal, contracts, stage = self.deal, self.rights.contracts, self.stage
        address, originator = deal.contracts.deal.address, deal.originator
        wait_until(stage.chain, noon(deal.terms.calendar.closing))
        story.section("The rights are pledged")
        terms = compile_pool(deal.terms)
        desk.open_pool(contracts, address, terms, originator)
        unfit = refused(lambda: offering.close(deal.contracts, stage.cast.wallet("passer-by")))
        story.say(f"Sold out, but with nothing behind it, the deal can't close: {unfit}.")
        pledged = [(right.id, FIRST_LICENCE) for right in self.rights.rights]
        desk.pledge(contracts, address, pledged, originator)
        story.say(
            f"The originator pledges {len(pledged)} patents it holds under exclusive licences that outlast the deal. Each passed "
            "the gates: in force, no title dispute, nothing ranking ahead, transferable, on no negative list, valued by somebody "
            "who neither owns nor sells it."
        )
        twice = refused(lambda: desk.pledge(contracts, address, pledged[:1], originator))
        story.say(f"One right backs one deal; a second pledge is refused: {twice}.")
