# SPDX-License-Identifier: Apache-2.0
"""The figures of ``gas.json``: one key an operation, gas of the whole transaction."""

from __future__ import annotations

from typing import Any

from bench.dates import claim_all, live_deal, payment_dates, steady
from bench.measure import (
    CLOSING,
    ORDER,
    Bench,
    Deal,
    close,
    close_alone,
    collect,
    make_deal,
    mint,
    now,
    open_bench,
    sell,
    spread_over,
)
from bench.offerings import MANY_SUBSCRIBERS, closing_with, ends_of_a_bid
from bench.rights import FEW_RIGHTS, MANY_RIGHTS, growth_with_a_fact, life_of_a_pool
from bench.scenario import triggered
from bench.trading import trading
from regalia.chain.devnet import devnet
from regalia.chain.transact import send
from regalia.servicing.powers import ALL_INCOME

HARDFORK = "osaka"
"""The rules under which the figures of others were taken."""
FEW, MANY = 10, 10_000
FEW_SUBSCRIBERS = 3


def measure(
    many: int = MANY, many_rights: int = MANY_RIGHTS, many_subscribers: int = MANY_SUBSCRIBERS
) -> dict[str, int]:
    """Every figure; ``many`` holders, rights and subscribers, for the acts that must not cost more than with few."""
    figures: dict[str, int] = {}
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        bench = open_bench(chain)
        for threshold in (3, 5):
            figures |= life_of_a_deal(bench, threshold)
        figures |= life_of_a_regulated_deal(bench)
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        figures |= trading(open_bench(chain))
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        figures["transfer_attested"] = transfer_between_attested(open_bench(chain, attested=True))
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        bench = open_bench(chain)
        figures |= payment_dates(bench)
    # the same deal once more, which one issuer makes once on a chain
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        figures |= _holders(open_bench(chain), many)
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        figures |= life_of_a_pool(open_bench(chain), many_rights)
    figures |= primary_sale(many_subscribers)
    return dict(sorted((figures | few_rights()).items()))


def primary_sale(many: int) -> dict[str, int]:
    """What becomes of bids, and closing with few and many of them."""
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        figures = ends_of_a_bid(open_bench(chain))
    for subscribers in (FEW_SUBSCRIBERS, many):
        with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
            figures[f"close_{subscribers}_subscribers"] = closing_with(open_bench(chain), subscribers)
    return figures


def few_rights() -> dict[str, int]:
    """Figures of a small pool, and of one whose deal looks at a further fact."""
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        figures = life_of_a_pool(open_bench(chain), FEW_RIGHTS)
    with devnet(timestamp=CLOSING, accounts=12, balance=10**6, hardfork=HARDFORK) as chain:
        four = figures[f"payment_date_{FEW_RIGHTS}_rights"]
        return figures | growth_with_a_fact(open_bench(chain), four)


def life_of_a_deal(bench: Bench, threshold: int) -> dict[str, int]:
    """Figures of one deal whose reports need so many signatures."""
    made = make_deal(bench, threshold)
    figures = {"deal_deploy_3_tranches": made.receipt["gasUsed"]}
    subscriptions = list(sell(bench, made))
    figures["subscribe"] = subscriptions[1]
    figures["close"] = close_alone(bench, made)
    figures["collect"] = collect(bench, made)[1]
    deal = Deal(bench, made, threshold)
    steady(deal)
    figures["pay_royalty"] = deal.pay()["gasUsed"]
    report = deal.report()
    figures[f"report_{threshold}"] = deal.submit(report)["gasUsed"]
    figures["payment_date_3_tranches"] = deal.execute(report)["gasUsed"]
    return figures | {
        "transfer_open_rules": _transfer(deal),
        "claim_existing": _claim(deal),
        "withdraw_existing": _withdraw(deal),
    }


def life_of_a_regulated_deal(bench: Bench) -> dict[str, int]:
    """What holders and officers do in a deal with every rule and withholding tax; without the tax, and with record dates, beside it."""
    made = make_deal(bench, 3, regulated=True)
    subscriptions = list(sell(bench, made, left=FEW))
    figures = {"deal_deploy_regulated": made.receipt["gasUsed"], "subscribe_regulated": subscriptions[1]}
    close_alone(bench, made)
    collect(bench, made, but=FEW)
    figures["mint_existing"] = mint(bench, made, FEW)
    deal = Deal(bench, made, 3)
    steady(deal)
    figures["transfer_existing"] = _transfer(deal)
    deal.quarter()
    figures["claim_taxed"] = _claim(deal)
    figures |= _powers(deal)
    figures |= _off_the_plain_path(deal)
    untaxed = make_deal(bench, 3, regulated=True, taxed=False)
    list(sell(bench, untaxed))
    without_tax, _ = close(bench, untaxed, 3)
    steady(without_tax)
    without_tax.quarter()
    figures["claim_every_rule"] = _claim(without_tax)
    dated = make_deal(bench, 3, record_dates=True)
    list(sell(bench, dated))
    with_dates, _ = close(bench, dated, 3)
    steady(with_dates)
    figures["transfer_record_dates"] = _transfer(with_dates)
    return figures


def _transfer(deal: Deal) -> int:
    """Twice, at different times, and the second counts: a holder of record dates has then a first entry."""
    token = deal.contract("TrancheToken", deal.made.tokens[0]).functions
    first, second, _ = deal.bench.investors
    for _ in range(2):
        deal.bench.chain.warp(now(deal.bench) + 3600)
        gas = send(deal.bench.web3, token.transfer(second, 10), first)["gasUsed"]
    return gas


def _claim(deal: Deal) -> int:
    escrow = deal.contract("RoyaltyEscrow", deal.made.escrow).functions
    return send(deal.bench.web3, escrow.claim(deal.made.tokens[0]), deal.bench.investors[0])["gasUsed"]


def _withdraw(deal: Deal) -> int:
    escrow = deal.contract("RoyaltyEscrow", deal.made.escrow).functions
    return send(deal.bench.web3, escrow.withdraw(), deal.bench.payees[0])["gasUsed"]


def _powers(deal: Deal) -> dict[str, int]:
    """By order: part of a balance frozen and thawed, and units taken of it, frozen or not."""
    web3, operator, senior = deal.bench.web3, deal.bench.operator, deal.made.tokens[0]
    first, second, _ = deal.bench.investors
    agent = deal.contract("TransferAgent", deal.bench.platform.agent).functions
    token = deal.contract("TrancheToken", senior).functions
    held = token.balanceOf(first).call()

    def act(function: Any) -> int:
        return send(web3, function, operator)["gasUsed"]

    return {
        "freeze_partial": act(agent.freezePartialTokens(senior, first, 20, ORDER)),
        "freeze_set": act(agent.setFrozenTokens(senior, first, held - 20, ORDER)),
        "forced_transfer": act(token.forcedTransferByOrder(first, second, 10, 0, ORDER)),
        "forced_transfer_of_frozen": act(token.forcedTransferByOrder(first, second, 20, 0, ORDER)),
        "freeze_wallet": act(agent.setAddressFrozen(senior, first, True, ORDER)),
        "release_wallet": act(agent.setAddressFrozen(senior, first, False, ORDER)),
        "thaw_partial": act(agent.unfreezePartialTokens(senior, first, held - 40, ORDER)),
    }


def _off_the_plain_path(deal: Deal) -> dict[str, int]:
    """What costs more than the commonest act: income that goes along, units kept back, an investor whose wallets are added up."""
    bench = deal.bench
    first, second, _ = bench.investors
    token = deal.contract("TrancheToken", deal.made.tokens[0]).functions
    registry = deal.contract("InvestorRegistry", bench.platform.registry).functions
    by_order = token.forcedTransferByOrder(second, first, 10, ALL_INCOME, ORDER)
    figures = {
        "forced_transfer_with_income": send(bench.web3, by_order, bench.operator)["gasUsed"],
        "transfer_partly_frozen": send(bench.web3, token.transfer(second, 10), first)["gasUsed"],
    }
    send(bench.web3, registry.addWallet(bench.chain.accounts[9], first), bench.operator)
    figures["transfer_to_two_wallets"] = send(bench.web3, token.transfer(first, 10), second)["gasUsed"]
    return figures


def transfer_between_attested(bench: Bench) -> int:
    """The same transfer when an issuer vouches for both sides: whether he still may is one more thing to read."""
    made = make_deal(bench, 3, regulated=True)
    list(sell(bench, made))
    return _transfer(close(bench, made, 3)[0])


def _holders(bench: Bench, many: int) -> dict[str, int]:
    """A date with four triggers, with few holders and with many."""
    deal = live_deal(bench, triggered())
    figures = {}
    spread_over(deal, range(FEW))
    figures[f"payment_date_{FEW}_holders"] = deal.quarter()[1]["gasUsed"]
    claim_all(deal)
    spread_over(deal, range(FEW, many))
    figures[f"payment_date_{many}_holders"] = deal.quarter()[1]["gasUsed"]
    return figures
