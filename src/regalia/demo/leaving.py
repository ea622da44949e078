# SPDX-License-Identifier: Apache-2.0
"""The last chapter: the reports for people."""

from __future__ import annotations

from regalia.demo.cast import address_of
from regalia.demo.issuing import Stage
from regalia.demo.running import RunningDeal
from regalia.demo.story import Story
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.reports.write import write_all


def leave_reports(stage: Stage, deal: RunningDeal, story: Story) -> list[str]:
    """Rebuild the deal from its events and write statements, distribution reports, record and log; their paths."""
    replayed = replay(deal.terms, deal.record, read_events(deal.web3, deal.record))
    folder = stage.out / deal.terms.id
    written = write_all(replayed.ledger, folder, _labels(stage, deal), replayed.run.rights)
    files = [str(path) for path in written]
    story.say(f"{deal.terms.name}: {len(files)} files in {folder}; begin with {folder / 'index.html'}.")
    return files


def _labels(stage: Stage, deal: RunningDeal) -> dict[str, str]:
    """Names of the wallets for the reports."""
    attestors: dict[str, str] = {
        address_of(deal.cast.party(deal.terms, party)): party for party in deal.terms.attestors
    }
    payees: dict[str, str] = {address: party for party, address in deal.payees().items()}
    holders: dict[str, str] = {wallet: role.replace("_", " ") for role, wallet in deal.holders().items()}
    lost: dict[str, str] = {
        wallet: f"{role.replace('_', ' ')} (lost wallet)" for role, wallet in deal.lost_wallets.items()
    }
    return {**attestors, **payees, **holders, **lost, stage.cast.wallet("passer-by"): "a passer-by"}
