# SPDX-License-Identifier: Apache-2.0
"""What the rules refuse and what officers do by order, around the payment dates: a sale refused, a halt that ends by itself,
a freeze over a payment date, a lost key.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import Any

from regalia.chain.transact import call
from regalia.demo.clock import wait_until
from regalia.demo.issuing import Stage
from regalia.demo.payment_story import claimed_text
from regalia.demo.quarter import claim
from regalia.demo.refusals import refusal_of, refused
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Freeze, Halt, LostKey, RefusedSale
from regalia.demo.selling import admit
from regalia.demo.story import Story
from regalia.demo.trading import sales_of, transfer
from regalia.errors import RegaliaError
from regalia.servicing import payments, powers, registration, supervision
from regalia.servicing.orders import Order
from regalia.servicing.transfer_text import moment, transfer_text, verdict
from regalia.servicing.transfers import explain_transfer

DAY = 24 * 3600


class OtherReasonError(RegaliaError, ValueError):
    """A transfer was refused for another reason than the one foretold."""


class IncomeMovedError(RegaliaError, ArithmeticError):
    """Income is not where the written rule leaves it."""


def before_payment(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> None:
    """What happens between the report and the payment date."""
    for act in deal.scenario.acts:
        if act.quarter == quarter and isinstance(act, Freeze):
            _freeze(stage, deal, act, story)


def after_payment(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> None:
    """What happens once everybody who may has claimed."""
    for act in deal.scenario.acts:
        if act.quarter != quarter:
            continue
        match act:
            case RefusedSale():
                _refused_sale(stage, deal, act, story)
            case Halt():
                _halt(stage, deal, act, story)
            case Freeze():
                _release(stage, deal, act, story)
            case LostKey():
                _recover(stage, deal, act, story)


def _refused_sale(stage: Stage, deal: RunningDeal, act: RefusedSale, story: Story) -> None:
    admit(stage, deal, act.buyer, act.profile)
    seller, buyer = deal.investor(act.seller), deal.investor(act.buyer)
    story.section("A sale that the rules refuse")
    story.say(
        f"{act.seller} would sell {act.units:,} units ({act.tranche}) to {act.buyer}, whom the registry knows as "
        f"{act.profile.investor_class} investor of {act.profile.country}. Anybody can ask first (`regalia explain-transfer`):"
    )
    story.line("")
    found = explain_transfer(deal.contracts, act.tranche, seller, buyer, act.units)
    story.line(transfer_text(found))
    story.line("")
    answer = refusal_of(lambda: transfer(deal, act.tranche, act.seller, act.buyer, act.units))
    if (answer.arguments.get("code"), answer.arguments.get("reason")) != (found.code, found.reason):
        raise OtherReasonError(f"foretold: {verdict(found)}; refused: {answer.message}", "Please report this fault.")
    story.say(f"Tried all the same, the token refuses it with the same code and the same words: {answer.message}.")
    _note(deal, "refused_sale", {"code": found.code, "reason": found.reason, "units": act.units})


def _halt(stage: Stage, deal: RunningDeal, act: Halt, story: Story) -> None:
    until = _now(deal) + act.days * DAY
    order = _order("SUP-2024-03", act.reason)
    supervision.halt_tranche(deal.contracts, act.tranche, until, order, act.reason, stage.cast.wallet("supervisor"))
    story.section("A halt that ends by itself")
    story.say(
        f"The supervisor halts trading of {act.tranche} until {moment(until)}, order SUP-2024-03: {act.reason}. It can move "
        "nothing, and whoever is owed income can claim it all the same."
    )
    sales = [sale for sale in sales_of(deal, act.quarter) if sale.tranche == act.tranche]
    for sale in sales:
        answer = refused(partial(transfer, deal, sale.tranche, sale.seller, sale.buyer, sale.units))
        story.say(f"{sale.seller} can't sell meanwhile: {answer}.")
    blocks = deal.web3.eth.block_number
    wait_until(stage.chain, until + 1)
    sent = sum(
        len(deal.web3.eth.get_block(n)["transactions"]) for n in range(blocks + 1, deal.web3.eth.block_number + 1)
    )
    story.say(f"A second after the end trading goes on. Nobody lifted the halt: {sent} transactions in between.")
    _note(deal, "halt", {"until": moment(until), "refused": len(sales), "transactions_until_its_end": sent})


def _freeze(stage: Stage, deal: RunningDeal, act: Freeze, story: Story) -> None:
    order = _order("court 2024-117", "interim injunction")
    powers.freeze_wallet(deal.contracts, act.tranche, deal.investor(act.holder), order, stage.cast.wallet("freezer"))
    story.section("A freeze over a payment date")
    story.say(
        f"By order court 2024-117 the freezer freezes the wallet of {act.holder} ({act.tranche}) before the payment date. Its "
        f"unclaimed income is {deal.amount(_entitlement(deal, act))}."
    )


def _release(stage: Stage, deal: RunningDeal, act: Freeze, story: Story) -> None:
    earned = _entitlement(deal, act)
    answer = refused(lambda: payments.claim(deal.contracts, act.tranche, deal.investor(act.holder)))
    story.section("The freeze ends")
    story.say(
        f"{act.holder} has earned {deal.amount(earned)} on the payment date although its wallet was frozen, and can't take it: "
        f"{answer}."
    )
    order = _order("court 2024-131", "injunction lifted")
    powers.release_wallet(deal.contracts, act.tranche, deal.investor(act.holder), order, stage.cast.wallet("freezer"))
    taken = claim(deal, act.tranche, act.holder)
    if taken.gross != earned:
        raise IncomeMovedError(
            f"{act.holder} had earned {earned} and claimed {taken.gross}", "Please report this fault."
        )
    story.say(f"Released by order court 2024-131, it claims {claimed_text(deal, taken)}: nothing was lost.")
    decimal = deal.money.to_decimal
    _note(deal, "freeze", {"earned": decimal(earned), "tax": decimal(taken.tax), "claimed": decimal(taken.net)})


def _recover(stage: Stage, deal: RunningDeal, act: LostKey, story: Story) -> None:
    web3, registry, registrar = deal.web3, stage.platform.registry, stage.cast.wallet("registrar")
    fresh = deal.replace_wallet(act.holder)
    lost = deal.lost_wallets[act.holder]
    registration.add_wallet(web3, registry, fresh, lost, registrar)
    registration.close_wallet(web3, registry, lost, registrar)
    order = _order("request 2025-09", "affidavit of loss")
    done = powers.recover(deal.contracts, lost, fresh, order, stage.cast.wallet("recoverer"))
    story.section("A lost key")
    story.say(
        f"{act.holder}, who has claimed nothing so far, loses the key of {lost}. The registrar binds the wallet {fresh} to "
        "the same investor and closes the lost one for good; by request 2025-09 the recoverer moves everything."
    )
    for part in done:
        token = deal.contracts.token(part.tranche).functions
        units, left = call(web3, token.balanceOf(fresh)), call(web3, token.balanceOf(lost))
        income = payments.entitlement(deal.contracts, part.tranche, fresh)
        if (units, income, left) != (part.units, part.income, 0):
            raise IncomeMovedError(
                f"{part.tranche}: {part.units} units and {part.income} were lost, {units} and {income} are there",
                "Please report this fault.",
            )
        story.say(
            f"{part.tranche}: {units:,} units and {deal.amount(income)} of unclaimed income are in the new wallet, to the fraction; "
            "the lost one is empty and frozen."
        )
    figures = {p.tranche: {"units": p.units, "income": deal.money.to_decimal(p.income)} for p in done}
    _note(deal, "recovery", figures)


def _entitlement(deal: RunningDeal, act: Freeze) -> int:
    return payments.entitlement(deal.contracts, act.tranche, deal.investor(act.holder))


def _order(reference: str, document: str) -> Order:
    """The order's document stands for itself here: a line of text."""
    return Order.of(reference, sha256(document.encode()).digest())


def _now(deal: RunningDeal) -> int:
    return int(deal.web3.eth.get_block("latest")["timestamp"])


def _note(deal: RunningDeal, act: str, figures: dict[str, Any]) -> None:
    deal.figures.setdefault("acts", {})[act] = figures
