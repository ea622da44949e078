# SPDX-License-Identifier: Apache-2.0
"""A chain as its node told it, kept to be told again without the node: blocks, logs, code, and what the index asks contracts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from web3 import Web3
from web3.providers.rpc import HTTPProvider
from web3.types import RPCEndpoint

from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms, load_terms
from tests.ledger import life
from tests.mills import NOTES

Answer = dict[str, Any]


@dataclass(frozen=True)
class Recording:
    """``blocks`` and ``logs`` by number; ``answers`` to ``eth_call`` by block, address and data."""

    terms: Terms
    record: DeploymentRecord
    blocks: Sequence[Answer]
    logs: Sequence[Sequence[Answer]]
    code: dict[str, str]
    answers: dict[tuple[int, str, str], str]

    @property
    def head(self) -> int:
        return len(self.blocks) - 1


def record_notes() -> Recording:
    """The notes over five quarters."""
    return recorded(_notes)


def recorded(live: Callable[[Devnet], life.Life], accounts: int = 25) -> Recording:
    with devnet(timestamp=life.DECEMBER_2023, accounts=accounts) as chain:
        found = live(chain)
        return _of(chain, found.terms, found.record)


def _notes(chain: Devnet) -> life.Life:
    notes = life.begin(chain, load_terms(NOTES))
    life.sell_out(notes)
    life.live(notes)
    return notes


def _of(chain: Devnet, terms: Terms, record: DeploymentRecord) -> Recording:
    numbers = range(chain.web3.eth.block_number + 1)
    headers = _ask(chain.web3, "eth_getBlockByNumber", [[hex(number), False] for number in numbers])
    blocks = [{key: header[key] for key in ("number", "hash", "timestamp", "logsBloom")} for header in headers]
    (logs,) = _ask(chain.web3, "eth_getLogs", [[{"fromBlock": "0x0", "toBlock": "latest"}]])
    by_block: list[list[Answer]] = [[] for _ in numbers]
    for log in logs:
        by_block[int(log["blockNumber"], 16)].append(log)
    calls = [(block, *call) for block in numbers if block >= record.block_number for call in _calls(chain.web3, record)]
    given = _ask(
        chain.web3, "eth_call", [[{"to": address, "data": data}, hex(block)] for block, address, data in calls]
    )
    code = _ask(chain.web3, "eth_getCode", [[record.deal.address, "latest"]])
    return Recording(
        terms, record, blocks, by_block, {record.deal.address: code[0]}, dict(zip(calls, given, strict=True))
    )


def _calls(web3: Web3, record: DeploymentRecord) -> list[tuple[str, str]]:
    """What ``index.agree`` asks: address and data."""
    deal = contract(web3, "Deal", Web3.to_checksum_address(record.deal.address))
    escrow = contract(web3, "RoyaltyEscrow", Web3.to_checksum_address(record.escrow.address))
    books = [
        (record.escrow.address, escrow.encode_abi("bookOf", [Web3.to_checksum_address(token.address)]))
        for token in record.tokens.values()
    ]
    return [(record.deal.address, deal.encode_abi("state", [])), *books]


def _ask(web3: Web3, method: str, params: Sequence[list[Any]]) -> list[Any]:
    provider, found = cast(HTTPProvider, web3.provider), []
    for start in range(0, len(params), 200):
        some = params[start : start + 200]
        answers = cast(Any, provider.make_batch_request([(RPCEndpoint(method), one) for one in some]))
        found += [answer["result"] for answer in answers]
    return found
