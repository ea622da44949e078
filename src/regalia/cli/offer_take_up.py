# SPDX-License-Identifier: Apache-2.0
"""``regalia offer take-up``: units of a bidder who can't hold them any more, for their price and what they earned."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import open_place, tranche_option
from regalia.cli.market_pay import paid, require_cash
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.domain.offering.limits import MAX_LEVELS
from regalia.servicing.allowance import refuse_early
from regalia.servicing.offering import Bid, cost_of


@click.command("take-up")
@record_option
@rpc_option
@tranche_option
@click.option("--level", type=Whole("levels", 0, MAX_LEVELS - 1), required=True, metavar="N", help="Level of the bid.")
@click.option("--place", "queue", type=Whole("units", 0, MOST_UNITS), required=True, metavar="N", help="Its place.")
@account_options
@manner_options
def take_up(
    record_file: Path,
    rpc: str,
    tranche: str,
    level: int,
    queue: int,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Take up what was allotted to a bidder who can't hold it any more, from ten days after closing on. You pay its price and
    what it earned since closing, which he gets, and have that income with the units. `offer show` lists bids that wait, with level
    and place.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    deal = open_place(record_file, rpc)
    index, asked = deal.deal.index(tranche), deal.deal.offering.functions
    investor, units, _, _, _ = call(deal.web3, asked.bidAt(index, level, queue))
    bid = Bid(index, level, queue, investor, units, units * call(deal.web3, asked.priceAt(index, level)))
    account = account_of(keystore, password_file, given, dry_run)
    action = asked.takeUp(*bid.key)
    refuse_early(deal.deal, action, account.sender)
    allotted, cost = cost_of(deal.deal, bid)
    require_cash(deal, account.address, cost, f"{allotted:,} units of {tranche}")
    act = Act(
        {
            "tranche": tranche,
            "level": level,
            "place": queue,
            "bidder": investor,
            "units": allotted,
            "cost": deal.plain(cost),
        },
        f"take up {allotted:,} units of {tranche}, allotted to {investor}, for {deal.money(cost)}",
        "Take them up?",
        lambda: paid(deal, deal.deal.payment_token, deal.deal.offering, cost, action, account, False),
    )
    return carry_out(act, manner, Acting(account, deal.deal))
