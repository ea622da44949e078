# SPDX-License-Identifier: Apache-2.0
"""Steps that make deals. A deal is found at its address, by account, factory and salt; its record is held against the wish."""

from __future__ import annotations

from dataclasses import dataclass

from web3 import Web3

from regalia.chain.record import DeploymentRecord, load_record, record_path
from regalia.deployment import gas
from regalia.deployment.errors import FactsDifferError
from regalia.deployment.found_deal import differences, record_of
from regalia.deployment.sale import Sale
from regalia.deployment.steps import Call, State, Step
from regalia.deployment.view import View
from regalia.deployment.wanted_deal import WantedDeal
from regalia.deployment.wish import Wanted


@dataclass(frozen=True)
class DealStep:
    """``record`` of a deal that is there; ``written`` where its file is."""

    step: Step
    record: DeploymentRecord | None
    written: bool


def deal_step(view: View, wanted: Wanted, deal: WantedDeal, replace: bool) -> DealStep:
    """``replace``: a record of another chain with the same id counts as none. Raises ``RecordError`` and ``FactsDifferError``."""
    pieces = wanted.pieces
    factory = pieces["factory"].address
    written = _written(view, wanted, deal, replace)
    there = bool(view.code(deal.address))
    record = written
    if written is None and there:
        desk = pieces["desk"].address if view.code(pieces["desk"].address) else None
        record = record_of(view, deal, factory, desk)
    state, why = _state(view, deal, record, there)

    def at(now: int) -> Call:
        made = view.contract("DealFactory", factory)
        return Call(factory, bytes(Web3.to_bytes(hexstr=made.encode_abi("createDeal", [deal.request(now).as_tuple()]))))

    step = Step(
        f"deal:{deal.id}",
        f"deal {deal.id}",
        deal.address,
        state,
        at,
        lambda: bool(view.web3.eth.get_code(deal.address)),
        0 if there else gas.of_deal(at(0).data, len(deal.terms.tranches)),
        (*deal.needs, f"token:{deal.id}"),
        why or ("" if written or not there else "its record is missing and will be written"),
    )
    return DealStep(step, record if there else None, written is not None)


def _written(view: View, wanted: Wanted, deal: WantedDeal, replace: bool) -> DeploymentRecord | None:
    path = record_path(wanted.folder, wanted.wish.chain_id, deal.id)
    if not path.exists():
        return None
    record = load_record(path)
    if record.genesis_hash == view.genesis_hash:
        return record
    if replace:
        return None
    raise FactsDifferError(
        f"{path}: is of a chain with genesis {record.genesis_hash}, the node's has {view.genesis_hash}",
        "A local chain that was started again: --replace begins its facts and records anew. Otherwise name the right node.",
    )


def _state(view: View, deal: WantedDeal, record: DeploymentRecord | None, there: bool) -> tuple[State, str]:
    if record is not None and record.deal.address != deal.address:
        why = f"its record is of another deal of that id, at {record.deal.address}: keep that file elsewhere"
        return State.DIFFERS, why
    if not there:
        lost = "its record is there and the chain has nothing: it was started again, or the node lags"
        return State.TO_SEND, lost if record else ""
    assert record is not None
    differ = differences(deal, record)
    sale = Sale(deal.id, record.arguments.get("opens", 0), record.arguments.get("deadline", 0))
    if shortened := sale.shortened(view.time_of(record.block_number)):
        differ.append(shortened)
    return (State.DIFFERS, "; ".join(differ)) if differ else (State.THERE, "")
