# SPDX-License-Identifier: Apache-2.0
"""A wish held against a chain: the steps that are there, missing, or can't be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from web3 import Web3

from regalia.chain.connection import WrongNetworkError
from regalia.chain.errors import ContractRevertedError
from regalia.chain.record import DeploymentRecord
from regalia.deployment import gas
from regalia.deployment.administrations import Administration, administrations
from regalia.deployment.asking import asking
from regalia.deployment.fact import PlatformFacts, check_facts, load_facts
from regalia.deployment.gas import Fees
from regalia.deployment.offices import AlsoOfficer, also_officers, officers_of, wiring_of
from regalia.deployment.plan_contracts import contract_steps, named_steps, proxy_steps
from regalia.deployment.plan_deals import DealStep, deal_step
from regalia.deployment.plan_roles import dismissal_steps, role_steps, setting_steps
from regalia.deployment.steps import State, Step, blocked
from regalia.deployment.view import View
from regalia.deployment.wish import FACTS, Wanted

SENT_WITH = 2
"""A transaction is sent with so many times the gas it is thought to need; what is not used costs nothing, but it has to be there."""


@dataclass(frozen=True)
class Plan:
    """``records`` are of deals that are there and whose file is not; ``unmeant`` names facts and records the wish says nothing of.

    ``options`` are those of the commands that had a say in it.
    """

    wanted: Wanted
    view: View
    steps: tuple[Step, ...]
    facts: PlatformFacts | None
    records: tuple[DeploymentRecord, ...]
    also: tuple[AlsoOfficer, ...]
    administrations: tuple[Administration, ...]
    unmeant: tuple[str, ...]
    fees: Fees
    balance: int
    options: tuple[str, ...]

    @property
    def missing(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.state is State.TO_SEND)

    @property
    def differing(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.state is State.DIFFERS)

    @property
    def gas(self) -> int:
        return sum(step.gas for step in self.missing)

    @property
    def cost(self) -> int:
        """In wei, at the present base fee, what is given away included."""
        return self.gas * self.fees.price + sum(step.at(self.now).value for step in self.missing)

    @property
    def needed(self) -> int:
        """What the account has to have: the cost, and what a node wants to see beside it for the largest of the transactions."""
        largest = max((step.gas for step in self.missing), default=0)
        return self.cost + largest * (SENT_WITH * self.fees.most - self.fees.price)

    @property
    def now(self) -> int:
        return int(self.view.head["timestamp"])


def make_plan(
    web3: Web3,
    wanted: Wanted,
    *,
    dismiss: bool = False,
    replace_facts: bool = False,
    progress: Callable[[str], None] = lambda text: None,
) -> Plan:
    """Reads only. ``dismiss``: officers who are not wished for lose their office. ``replace_facts``: facts and records of another chain
    of the same id count as none.

    Raises ``WrongNetworkError``, ``FactsError``, ``FactsDifferError``, ``RecordError``, ``OtherProxyError`` and what reading a chain does.
    """
    with asking("plan"):
        return _plan(View(web3), wanted, dismiss, replace_facts, progress)


def _plan(view: View, wanted: Wanted, dismiss: bool, replace_facts: bool, progress: Callable[[str], None]) -> Plan:
    if view.chain_id != wanted.wish.chain_id:
        raise WrongNetworkError(
            f"chain_id: {wanted.wish.chain_id} in the wish, the node serves chain {view.chain_id}",
            "Name a node of the wish's chain, or another wish.",
        )
    facts = _facts(view, wanted, replace_facts)
    progress("contracts")
    steps = [*proxy_steps(view), *named_steps(view, wanted), *contract_steps(view, wanted)]
    if not any(step.state is State.TO_SEND for step in steps if step.key in wanted.pieces):
        steps = [step for step in steps if not step.key.startswith("proxy")]
    progress("roles")
    steps += [*role_steps(view, wanted, wiring_of(wanted)), *setting_steps(view, wanted)]
    steps += role_steps(view, wanted, officers_of(wanted))
    progress("deals")
    deals = [deal_step(view, wanted, deal, replace_facts) for deal in wanted.deals]
    steps += [deal.step for deal in deals]
    progress("officers")
    also = also_officers(view, wanted, facts)
    steps += dismissal_steps(view, wanted, also) if dismiss else []
    balance = int(view.web3.eth.get_balance(wanted.wish.account))
    return Plan(
        wanted,
        view,
        tuple(_measured(view, wanted, blocked(steps))),
        facts,
        tuple(_unwritten(deals)),
        () if dismiss else tuple(also),
        tuple(administrations(view, wanted)),
        tuple(_unmeant(wanted, facts)),
        gas.fees_now(view.web3),
        balance,
        (*(["--dismiss"] if dismiss else []), *(["--replace"] if replace_facts else [])),
    )


def _facts(view: View, wanted: Wanted, replace_facts: bool) -> PlatformFacts | None:
    facts = load_facts(wanted.facts_path)
    if facts is not None:
        if replace_facts and facts.genesis_hash != view.genesis_hash:
            return None
        check_facts(view, wanted, facts)
    return facts


def _measured(view: View, wanted: Wanted, steps: list[Step]) -> Iterator[Step]:
    """Of what could be sent at once, the gas the node says; what a contract would refuse differs."""
    there = {step.key for step in steps if step.state is State.THERE} | {"proxy"}
    there -= {step.key for step in steps if step.state is not State.THERE}
    known = {step.key for step in steps}
    for step in steps:
        if step.state is State.TO_SEND and step.raw is None and all(n in there or n not in known for n in step.needs):
            try:
                call = step.at(int(view.head["timestamp"]))
                step = replace(step, gas=gas.asked(view.web3, call, wanted.wish.account) or step.gas)
            except ContractRevertedError as error:
                step = replace(step, state=State.DIFFERS, why=f"would be refused: {error.message.partition(': ')[2]}")
        yield step


def _unwritten(deals: list[DealStep]) -> Iterator[DeploymentRecord]:
    return (deal.record for deal in deals if deal.record is not None and not deal.written)


def _unmeant(wanted: Wanted, facts: PlatformFacts | None) -> Iterator[str]:
    for key, fact in (facts.contracts if facts else {}).items():
        if key not in wanted.pieces:
            yield f"contract {key} at {fact.address}"
    records = {path.stem for path in wanted.path.parent.glob("*.json") if path.name != FACTS}
    yield from (f"record of a deal {name}" for name in sorted(records - {deal.id for deal in wanted.deals}))
