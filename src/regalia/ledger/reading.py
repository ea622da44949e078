# SPDX-License-Identifier: Apache-2.0
"""The events of one deal."""

from __future__ import annotations

from collections.abc import Sequence, Set

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract

from regalia.chain.decoding import checksummed
from regalia.chain.deployer import contract
from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import call
from regalia.ledger.run import NOBODY
from regalia.ledger.wiring import WiringError, read_wiring

_SHARED = (
    "factory",
    "oracle",
    "transfer_agent",
    "supervisor",
    "support_facility",
    "noteholder_meeting",
    "investor_registry",
)
"""Fields of the record whose contracts serve many deals."""
_IDENTITY = bytes(keccak(text="identity(address)")[:4])


def read_events(web3: Web3, record: DeploymentRecord, to_block: int | None = None) -> list[Event]:
    """Every event of the deal's contracts from its first block to ``to_block`` (the latest when not given), in order.

    Of contracts that serve many deals only what is about this one: what names the deal, one of its tokens, or a resolution or an
    instruction of theirs and, of the registry, what is about its originator, or an investor who ever bid or held units. Raises
    ``LogError`` in its kinds and ``ChainUnreachableError``.
    """
    shared = {getattr(record, field).address for field in _SHARED}
    desk = record.settlement_desk and record.settlement_desk.address
    shared |= {desk} if desk else set()
    own = [record.deal, record.escrow, record.offering, *record.tokens.values()]
    reader = LogReader(web3, [*sorted(shared), *(contract.address for contract in own)], record.block_number)
    events = sorted(
        [*reader.read(to_block), *_of_rights(web3, record, to_block)],
        key=lambda event: (event.block_number, event.log_index),
    )
    subjects = {record.deal.address, *(token.address for token in record.tokens.values())}
    concerned = _investors(web3, record, events)
    resolutions = _resolutions(record, events)
    instructions = {event.args["id"] for event in events if event.name == "Instructed" and _is_about(event, subjects)}
    return [
        event
        for event in events
        if event.address not in shared
        or _is_about(event, subjects | concerned)
        or resolutions & {event.args.get(name) for name in ("resolution", "proposalId")}
        or (event.address == desk and event.args.get("id") in instructions)
    ]


def _originator(record: DeploymentRecord, events: Sequence[Event]) -> str:
    """As the deal was wired."""
    wired = next(
        (event for event in events if event.address == record.deal.address and event.name == "DealWired"), None
    )
    try:
        return read_wiring(wired.args["wiring"]).originator if wired else NOBODY
    except WiringError:
        return NOBODY


def _resolutions(record: DeploymentRecord, events: Sequence[Event]) -> set[int]:
    """Convened for the deal."""
    meeting, deal = record.noteholder_meeting.address, record.deal.address
    convened = (event for event in events if event.address == meeting and event.name == "Convened")
    return {event.args["resolution"] for event in convened if event.args["deal"] == deal}


def _of_rights(web3: Web3, record: DeploymentRecord, to_block: int | None) -> list[Event]:
    """All that was ever said of rights where the deal's are known: a right is older than the deal it comes to back."""
    if record.rights is None or record.pool_facts is None:
        return []
    addresses = [record.rights.registry.address, record.rights.oracle.address, record.pool_facts.address]
    if record.rights.valuation_oracle is not None:
        addresses.append(record.rights.valuation_oracle.address)
    return LogReader(web3, addresses, record.rights.since).read(to_block)


def _is_about(event: Event, subjects: Set[str]) -> bool:
    return not subjects.isdisjoint(event.args.get(name) for name in ("deal", "token", "wallet", "investor"))


def _investors(web3: Web3, record: DeploymentRecord, events: Sequence[Event]) -> set[str]:
    """The originator, whoever bid or ever held units, and the investors they belong to."""
    known = identities_of(web3, record, events)
    return {*known, *known.values()} - {NOBODY}


def identities_of(web3: Web3, record: DeploymentRecord, events: Sequence[Event]) -> dict[str, str]:
    """Whose wallets these are, those of the originator's investor included, asked of the registry now: a wallet once bound belongs to
    its investor for good, and events tell it only of those bound since the deal was made. Raises ``ChainUnreachableError``.
    """
    if record.investor_registry.artefact != "InvestorRegistry":  # the adapter of another says nothing
        return {}
    tokens = {token.address for token in record.tokens.values()}
    wallets = {event.args["to"] for event in events if event.address in tokens and event.name == "Transfer"}
    wallets |= {
        event.args[name]
        for event in events
        for name in ("investor", "to")
        if event.address == record.offering.address and name in event.args
    }
    registry = contract(web3, "InvestorRegistry", Web3.to_checksum_address(record.investor_registry.address))
    originator = _originator(record, events)
    own = call(web3, registry.functions.identity(originator))
    wallets |= {originator, *(call(web3, registry.functions.walletsOf(own)) if own != NOBODY else ())}
    known = _identities(web3, registry, sorted(wallets - {NOBODY}))
    return {wallet: investor for wallet, investor in known.items() if investor != NOBODY}


def _identities(web3: Web3, registry: Contract, wallets: Sequence[str]) -> dict[str, str]:
    """Of all of them at once: one by one, each takes as long as the way to the node and back."""
    questions = [Question(registry.address, _IDENTITY + encode(["address"], [wallet])) for wallet in wallets]
    return {
        wallet: checksummed(answer[-20:]) if answer else call(web3, registry.functions.identity(wallet))
        for wallet, answer in zip(wallets, ask_many(web3, questions), strict=True)
    }
