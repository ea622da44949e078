# SPDX-License-Identifier: Apache-2.0
"""Sending what a plan says is missing. Cut anywhere, another run goes on: what is there is asked of the chain, never of a journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.errors import ContractRevertedError
from regalia.chain.record import save_record
from regalia.chain.transact import Sender
from regalia.deployment.asking import asking
from regalia.deployment.errors import BalanceTooLowError, StepFailedError, WrongAccountError
from regalia.deployment.fact import facts_with, save_facts
from regalia.deployment.found_deal import record_of
from regalia.deployment.gas import Fees, ether
from regalia.deployment.plan import Plan
from regalia.deployment.sending import send_call, send_signed, wait_for_pending
from regalia.deployment.steps import State, Step
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted

PATIENCE = 300
"""Seconds that one transaction is waited for."""
LAG = 30
"""Seconds that nodes behind one address may disagree about it afterwards."""


@dataclass(frozen=True)
class Done:
    """A step that is there now; no receipt where somebody else's transaction, or one sent before, brought it."""

    step: Step
    receipt: TxReceipt | None


def write_found(plan: Plan) -> None:
    """Write down what is on the chain and not yet in the files. Sends nothing."""
    _write(plan.view, plan.wanted, _Facts(plan), {})
    for record in plan.records:
        save_record(record, plan.wanted.folder)


def check_sender(plan: Plan, sender: Sender) -> None:
    """The wish's account, and it can pay for all steps. Raises ``WrongAccountError`` and ``BalanceTooLowError``."""
    address, account = sender if isinstance(sender, str) else sender.address, plan.wanted.wish.account
    if address != account:
        raise WrongAccountError(
            f"account: {address} would send, and the wish says {account}",
            "Use the key of the wish's account; where that is a Safe: regalia deploy plan WISH --safe FILE.",
        )
    if plan.balance < plan.needed:
        raise BalanceTooLowError(
            f"account: {account} has {ether(plan.balance)}; the {len(plan.missing)} missing steps cost about {ether(plan.cost)}, and "
            f"{ether(plan.needed)} have to be there to send them",
            "Bring the account that much first: nothing was sent.",
        )


def apply_plan(
    plan: Plan, sender: Sender, patience: float = PATIENCE, progress: Callable[[str], None] = lambda text: None
) -> Iterator[Done]:
    """Send the missing steps one after the other; facts and records are written after each, before it is given out.

    Raises ``WrongAccountError``, ``BalanceTooLowError``, ``PendingTransactionError``, ``FeeRoseError``, ``StepFailedError`` and what
    sending does.
    """
    check_sender(plan, sender)
    wanted, view, facts = plan.wanted, plan.view, _Facts(plan)
    with asking("what is there"):
        write_found(plan)
        waited = wait_for_pending(view.web3, wanted.wish.account, patience)
    if waited:
        progress("an earlier transaction of the account was waited for")
    for step in plan.missing:
        with asking(step.what):
            receipt = None if step.done() else _sent(view.web3, step, sender, patience, plan.fees)
            _await(step)
            _write(view, wanted, facts, {step.key: receipt["blockNumber"]} if receipt else {})
            _write_deal(view, wanted, step, receipt)
        yield Done(step, receipt)


def _await(step: Step) -> None:
    """Until the node that is asked knows what another of its kind said was mined."""
    until = time.monotonic() + LAG
    while not step.done():
        if time.monotonic() > until:
            raise StepFailedError(
                f"{step.what}: was mined, and the node says nothing came of it at {step.address}",
                "The node lags, or the chain was rewritten: run it again.",
            )
        time.sleep(0.2)


def _sent(web3: Web3, step: Step, sender: Sender, patience: float, shown: Fees) -> TxReceipt | None:
    """None where it was there before ours: another run, or anybody, as every contract may be made by everybody."""
    if step.raw is not None:
        send_signed(web3, step.what, step.raw, patience)
        return None
    now = int(web3.eth.get_block("latest")["timestamp"])
    try:
        return send_call(web3, step.what, step.at(now), sender, patience, shown)
    except ContractRevertedError:
        if step.done():
            return None
        raise


class _Facts:
    """The facts as they were written last."""

    def __init__(self, plan: Plan) -> None:
        self.known = plan.facts


def _write(view: View, wanted: Wanted, facts: _Facts, blocks: dict[str, int]) -> None:
    found = facts_with(view, wanted, facts.known, blocks)
    if found != facts.known and found.contracts:
        save_facts(wanted.facts_path, found)
        facts.known = found


def _write_deal(view: View, wanted: Wanted, step: Step, receipt: TxReceipt | None) -> None:
    for deal in wanted.deals:
        if step.key == f"deal:{deal.id}" and step.state is State.TO_SEND:
            block = receipt["blockNumber"] if receipt else None
            desk = wanted.pieces["desk"].address
            save_record(record_of(view, deal, wanted.pieces["factory"].address, desk, block), wanted.folder)
