# SPDX-License-Identifier: Apache-2.0
"""The figures of ``gas.json``: one key an operation, gas of the whole transaction."""

from __future__ import annotations

from bench.measure import CLOSING, Bench, Deal, close, make_deal, open_bench, sell, spread_over
from regalia.chain.devnet import devnet
from regalia.chain.transact import send

HARDFORK = "osaka"
"""The rules under which the figures of others were taken."""
FEW, MANY = 10, 10_000


def measure(many: int = MANY) -> dict[str, int]:
    """Every figure; ``many`` holders for the payment date that must not cost more than with few."""
    figures: dict[str, int] = {}
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        bench = open_bench(chain)
        for threshold in (3, 5):
            figures |= life_of_a_deal(bench, threshold)
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        bench = open_bench(chain)
        figures |= _holders(bench, many)
    return dict(sorted(figures.items()))


def life_of_a_deal(bench: Bench, threshold: int) -> dict[str, int]:
    """Figures of one deal whose reports need so many signatures."""
    made = make_deal(bench, threshold)
    figures = {"deal_deploy_3_tranches": made.receipt["gasUsed"]}
    subscriptions = list(sell(bench, made))
    figures["subscribe"] = subscriptions[1]
    deal, figures["close"] = close(bench, made, threshold)
    _steady(deal)
    figures["pay_royalty"] = deal.pay()["gasUsed"]
    report = deal.report()
    figures[f"report_{threshold}"] = deal.submit(report)["gasUsed"]
    figures["payment_date_3_tranches"] = deal.execute(report)["gasUsed"]
    figures |= _holders_move(deal)
    return figures


def _steady(deal: Deal) -> None:
    """Two quarters and every claim once, so that no slot is written for the first time in what follows."""
    for _ in range(2):
        deal.quarter()
        _claim_all(deal)
    deal.bench.chain.warp(deal.bench.web3.eth.get_block("latest")["timestamp"] + 100 * 24 * 3600)


def _claim_all(deal: Deal) -> None:
    escrow = deal.contract("RoyaltyEscrow", deal.made.escrow).functions
    for investor in deal.bench.investors[:2]:
        for token in deal.made.tokens:
            if escrow.entitlementOf(token, investor).call():
                send(deal.bench.web3, escrow.claim(token), investor)
    for payee in deal.bench.payees:
        if escrow.payableTo(payee).call():
            send(deal.bench.web3, escrow.withdraw(), payee)


def _holders_move(deal: Deal) -> dict[str, int]:
    web3, (first, second, _) = deal.bench.web3, deal.bench.investors
    senior = deal.made.tokens[0]
    token = deal.contract("TrancheToken", senior).functions
    escrow = deal.contract("RoyaltyEscrow", deal.made.escrow).functions
    return {
        "transfer_existing": send(web3, token.transfer(second, 10), first)["gasUsed"],
        "claim_existing": send(web3, escrow.claim(senior), first)["gasUsed"],
        "withdraw_existing": send(web3, escrow.withdraw(), deal.bench.payees[0])["gasUsed"],
    }


def _holders(bench: Bench, many: int) -> dict[str, int]:
    made = make_deal(bench, 3)
    list(sell(bench, made))
    deal, _ = close(bench, made, 3)
    figures = {}
    _steady(deal)
    spread_over(deal, range(FEW))
    figures[f"payment_date_{FEW}_holders"] = deal.quarter()[1]["gasUsed"]
    _claim_all(deal)
    spread_over(deal, range(FEW, many))
    figures[f"payment_date_{many}_holders"] = deal.quarter()[1]["gasUsed"]
    return figures
