# SPDX-License-Identifier: Apache-2.0
"""A deal that is on the chain: its record made again from the transaction that made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from eth_abi.exceptions import DecodingError
from eth_typing import ChecksumAddress
from eth_utils.abi import function_abi_to_4byte_selector
from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import Web3Exception, Web3ValueError
from web3.logs import DISCARD
from web3.types import EventData, TxReceipt

from regalia.chain import issuance
from regalia.chain.deployer import DealRequest, MadeDeal, OracleRequest, contract, platform_of
from regalia.chain.logs import LogReader
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import explained
from regalia.deployment.errors import FoundDealError
from regalia.deployment.view import View
from regalia.deployment.wanted_deal import WantedDeal

TIMES = ("opens", "deadline")
"""Of a request, what follows from the moment it was sent."""


def record_of(
    view: View, deal: WantedDeal, factory: ChecksumAddress, desk: ChecksumAddress | None, block: int | None = None
) -> DeploymentRecord:
    """``block`` is that in which it was made, where it is known. Raises ``FoundDealError``."""
    web3 = view.web3
    receipt, made = _creation(view, deal, factory, view.first_block(deal.address) if block is None else block)
    args = made["args"]
    request = _request(web3, factory, receipt, args, deal.salt)
    parts = MadeDeal(args["deal"], args["escrow"], args["offering"], tuple(args["tokens"]), receipt)
    rights = issuance.rights_behind(web3, request.facts)
    return issuance.record_of_deal(
        web3, platform_of(web3, factory, desk), deal.terms, deal.program, request, parts, rights
    )


def differences(deal: WantedDeal, record: DeploymentRecord) -> list[str]:
    """In what the deal that is there is not the one that is wished for."""
    wanted, found = issuance.arguments_of(deal.request(0)), record.arguments
    differ = [
        f"{name}: {_short(found.get(name))} is there, {_short(value)} is wished for"
        for name, value in wanted.items()
        if name not in TIMES and found.get(name) != value
    ]
    lasts = wanted["deadline"] - wanted["opens"], found.get("deadline", 0) - found.get("opens", 0)
    return differ + ([f"offering: lasts {lasts[1]} s, {lasts[0]} s are wished for"] if lasts[0] != lasts[1] else [])


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:40]}… ({len(text)} characters)"


def _creation(view: View, deal: WantedDeal, factory: ChecksumAddress, block: int) -> tuple[TxReceipt, EventData]:
    event = contract(view.web3, "DealFactory", factory).events.DealCreated()
    with explained(f"deal {deal.id}"):
        there = event.get_logs(from_block=block, to_block=block, argument_filters={"deal": deal.address})
        transaction = there[0]["transactionHash"] if there else _searched(view, deal, factory, block)
        receipt = view.web3.eth.get_transaction_receipt(transaction)
        (made,) = (one for one in event.process_receipt(receipt, errors=DISCARD) if one["args"]["deal"] == deal.address)
    return receipt, made


def _searched(view: View, deal: WantedDeal, factory: ChecksumAddress, block: int) -> HexBytes:
    """Where the node keeps no old states, only a block before the deal's is known."""
    for event in LogReader(view.web3, [factory], block).read():
        if event.name == "DealCreated" and event.args["deal"] == deal.address:
            return HexBytes(event.transaction_hash)
    raise FoundDealError(
        f"deal {deal.id}: {deal.address} has code, and no event of the factory {factory} tells of it",
        "Ask a node that keeps all logs.",
    )


def _request(
    web3: Web3, factory: ChecksumAddress, receipt: TxReceipt, args: Mapping[str, Any], salt: bytes
) -> DealRequest:
    """The parameters, from the call data: also where a Safe or another contract passed them on. One transaction may make several deals of
    the same terms; ``salt`` is this one's, as its address follows from it.
    """
    with explained("transaction"):
        data = bytes(web3.eth.get_transaction(receipt["transactionHash"])["input"])
    event = (args["termsHash"], args["paymentToken"], tuple(args["offers"]), args["opens"], args["deadline"], salt)
    found = {request for request in _requests(web3, factory, data) if _told(request) == event}
    if len(found) == 1:
        return found.pop()
    holds = f"holds {len(found)} different parameters for it" if found else "does not hold its parameters"
    raise FoundDealError(
        f"deal at {args['deal']}: the transaction {receipt['transactionHash'].to_0x_hex()} {holds}",
        "Keep the record that was written when it was made.",
    )


def _told(request: DealRequest) -> tuple[Any, ...]:
    """What the event and the deal's address tell as well."""
    return (request.terms_hash, request.payment_token, request.offers, request.opens, request.deadline, request.salt)


def _requests(web3: Web3, factory: ChecksumAddress, data: bytes) -> Iterator[DealRequest]:
    """Whatever in the data is a call of ``createDeal``."""
    of_factory = contract(web3, "DealFactory", factory)
    selector = function_abi_to_4byte_selector(of_factory.get_function_by_name("createDeal").abi)
    at = data.find(selector)
    while at >= 0:
        try:
            (params,) = of_factory.decode_function_input(data[at:])[1].values()
            yield request_from(tuple(params.values()))
        except (DecodingError, Web3Exception, Web3ValueError, ValueError, OverflowError):
            pass
        at = data.find(selector, at + 1)


def request_from(values: tuple[Any, ...]) -> DealRequest:
    """What ``DealRequest.as_tuple`` made the arguments of."""
    found = dict(zip((field.name for field in fields(DealRequest)), map(_plain, values), strict=True))
    return DealRequest(**{**found, "oracle": _oracle(found["oracle"])})


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return bytes(value) if isinstance(value, bytes) else value


def _oracle(packed: bytes) -> OracleRequest:
    """As ``OracleRequest.packed`` wrote it."""
    head, signers = packed[:19], [packed[at : at + 21] for at in range(19, len(packed), 21)]
    return OracleRequest(
        threshold=head[6],
        dispute_window=int.from_bytes(head[:4], "big"),
        missing_after_days=int.from_bytes(head[4:6], "big"),
        dispute_bond=int.from_bytes(head[7:], "big"),
        attestors=tuple(Web3.to_checksum_address(signer[:20]) for signer in signers),
        weights=tuple(signer[20] for signer in signers),
    )
