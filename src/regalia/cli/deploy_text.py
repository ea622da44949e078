# SPDX-License-Identifier: Apache-2.0
"""A plan for people and for programs."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from regalia.deployment.gas import ether, gwei
from regalia.deployment.networks import title_of
from regalia.deployment.plan import Plan
from regalia.deployment.safe_batch import latest_of, sales_of
from regalia.deployment.sale import moment, written
from regalia.deployment.steps import State, Step
from regalia.printing import table


def plan_text(plan: Plan, node: str) -> str:
    """Every step, what it costs, what else is there."""
    wish, missing = plan.wanted.wish, plan.missing
    lines = [
        f"{title_of(wish.chain_id)} (chain {wish.chain_id}), block {plan.view.head['number']}, node {node}",
        f"account {wish.account}, {ether(plan.balance)}; platform {wish.salt!r}",
        "",
        table(("step", "state", "gas", "address"), [_row(step) for step in plan.steps], "llrl"),
        "",
        *[f"{step.what}: {step.why}" for step in plan.steps if step.why],
        *[
            f"also: {officer.role.what}, who is not in the wish (--dismiss takes the office away)"
            for officer in plan.also
        ],
        *[f"also: {one.said(wish.account)}" for one in plan.administrations],
        *[f"also: {words}, not in the wish" for words in plan.unmeant],
    ]
    if missing:
        many = "1 step is" if len(missing) == 1 else f"{len(missing)} steps are"
        price = f"{gwei(plan.fees.price)} a unit (base fee {gwei(plan.fees.base)})"
        lines.append(f"{many} missing: about {plan.gas:,} gas, {ether(plan.cost)} at {price}")
        if plan.balance < plan.needed:
            lines.append(f"the account needs {ether(plan.needed)} to send them")
    else:
        lines.append("nothing is missing")
    if plan.differing:
        lines.append(f"{len(plan.differing)} differ, and no transaction of the account changes that")
    return "\n".join(lines)


def _row(step: Step) -> tuple[str, str, str, str]:
    return step.what, step.state.value, f"{step.gas:,}" if step.state is State.TO_SEND else "", step.address


def next_command(plan: Plan, command: str, sender: str, node: str = "") -> str | None:
    """What to type next, None where there is nothing to do; ``sender`` and ``node`` are how account and node are named."""
    if plan.missing:
        return apply_command(plan, command, sender, node)
    known = plan.facts.contracts if plan.facts else {}
    unwritten = {key for key in plan.wanted.pieces if key not in known}
    there = {step.key for step in plan.steps if step.state is State.THERE}
    return apply_command(plan, command, node) if plan.records or there & unwritten else None


def apply_command(plan: Plan, command: str, *more: str) -> str:
    """With the options the plan was made with, else something else would be sent than it shows."""
    words = (command, "apply", shlex.quote(str(plan.wanted.path)), *plan.options, *more)
    return " ".join(word for word in words if word)


def batches_text(plan: Plan, batches: Sequence[Path]) -> str:
    """Which files, and by when they are to be executed: the sale of a deal that is made later is the shorter for it."""
    sales = sales_of(plan, plan.missing)
    latest = latest_of(sales)
    lines = [f"written: {path}" for path in batches]
    if latest is not None:
        lines.append(f"Execute these with the Safe, in this order, by {moment(latest)}. Later, write them anew:")
        lines += [f"{sale}, whenever they are executed" for sale in sales]
    else:
        lines.append("Execute these with the Safe, in this order.")
    return "\n".join([*lines, "Then:"])


def plan_figures(plan: Plan, node: str, next_: str | None, batches: Sequence[Path] = ()) -> dict[str, object]:
    """Amounts in wei, as texts."""
    wish, latest = plan.wanted.wish, latest_of(sales_of(plan, plan.missing))
    return {
        "chain_id": wish.chain_id,
        "network": title_of(wish.chain_id),
        "node": node,
        "block": plan.view.head["number"],
        "account": wish.account,
        "balance": str(plan.balance),
        "base_fee": str(plan.fees.base),
        "price": str(plan.fees.price),
        "steps": [step_figures(step) for step in plan.steps],
        "missing": len(plan.missing),
        "differing": len(plan.differing),
        "also": [
            {"office": officer.office, "officer": officer.role.holder, "contract": officer.role.seat.address}
            for officer in plan.also
        ],
        "administrations": [
            {
                "contract": one.seat.address,
                "administrator": one.administrator,
                "successor": one.successor,
                "since": written(one.since) if one.successor else None,
            }
            for one in plan.administrations
        ],
        "not_in_the_wish": list(plan.unmeant),
        "gas": plan.gas,
        "cost": str(plan.cost),
        "needed": str(plan.needed),
        "batches": [str(path) for path in batches],
        "execute_by": written(latest) if batches and latest is not None else None,
        "next": next_,
    }


def step_figures(step: Step) -> dict[str, object]:
    return {
        "key": step.key,
        "what": step.what,
        "state": step.state.value,
        "address": step.address,
        "gas": step.gas if step.state is State.TO_SEND else 0,
        "why": step.why,
    }
