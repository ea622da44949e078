# SPDX-License-Identifier: Apache-2.0
"""What the registry said of the deal's holders."""

from __future__ import annotations

from dataclasses import replace

from regalia.chain.events import Event
from regalia.ledger.investors import InvestorFacts
from regalia.ledger.place import Place
from regalia.ledger.run import Run


def investor_admitted(run: Run, event: Event) -> None:
    args, investors = event.args, run.investors
    investor = args["investor"]
    investors.of_wallet[args["wallet"]] = investors.of_wallet[investor] = investor
    investors.facts[investor] = InvestorFacts(args["country"], args["class"], args["validUntil"])
    investors.told[investor] = Place.of(event)


def wallet_added(run: Run, event: Event) -> None:
    run.investors.of_wallet[event.args["wallet"]] = event.args["investor"]


def wallet_closed(run: Run, event: Event) -> None:
    run.investors.closed.add(event.args["wallet"])


def investor_removed(run: Run, event: Event) -> None:
    """Country and class stay known: tax is still owed by them."""
    investors, investor = run.investors, event.args["investor"]
    investors.of_wallet[event.args["wallet"]] = investor
    if investor in investors.facts:
        investors.facts[investor] = replace(investors.facts[investor], valid_until=0)
