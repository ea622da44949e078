# SPDX-License-Identifier: Apache-2.0
"""What the contracts of a deal answer at one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from eth_abi.exceptions import DecodingError
from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.chain.deal_status import STATUSES
from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.record import ContractRecord, DeploymentRecord
from regalia.chain.state_words import state_of
from regalia.chain.transact import explained
from regalia.domain.state import State
from regalia.market.views import SilentContractError

_WORD = 32


@dataclass(frozen=True)
class TrancheWord:
    """What the program in force says of a tranche: ``coupon`` in ppm a year, ``units`` and ``original`` balance as placed."""

    coupon: int
    units: int
    original: int


@dataclass(frozen=True)
class Snapshot:
    """``next_payment`` is None where none is to come; ``supply`` are the units in hands, by tranche in their order."""

    status: str
    next_payment: date | None
    tranches: tuple[TrancheWord, ...]
    state: State
    supply: tuple[int, ...]

    @classmethod
    def read(cls, web3: Web3, record: DeploymentRecord, block: int, tranches: Sequence[str]) -> Snapshot:
        """``tranches`` are ids, most senior first. Raises ``SilentContractError``, ``ChainUnreachableError`` and ``NodeRefusedError``."""

        def ask(name: str, part: ContractRecord, view: str, *arguments: Any) -> Any:
            made = contract(web3, name, Web3.to_checksum_address(part.address))
            try:
                with explained(view):
                    return made.functions[view](*arguments).call(block_identifier=block)
            except (ContractRevertedError, Web3Exception, DecodingError) as error:
                raise SilentContractError(
                    f"{part.address}: does not answer {view}() at block {block} as {name} does ({type(error).__name__})",
                    "Check the record: deal.verify(). A node that forgets old states needs deal.refresh().",
                ) from error

        status = STATUSES[ask("Deal", record.deal, "status")]
        day = None
        if status == "live":
            scheduled = ask("Deal", record.deal, "scheduledAt", ask("Deal", record.deal, "nextPeriod"))
            day = datetime.fromtimestamp(scheduled, UTC).date()
        program = bytes(ask("Deal", record.deal, "program"))
        state = state_of(ask("Deal", record.deal, "state"), len(tranches))
        supply = tuple(ask("TrancheToken", record.tokens[tranche], "totalSupply") for tranche in tranches)
        return cls(status, day, _words(program, len(tranches)), state, supply)


def _words(program: bytes, count: int) -> tuple[TrancheWord, ...]:
    """The words after the header, one a tranche; the twin of ``TrancheProgram.pack``."""
    found = []
    for t in range(1, count + 1):
        word = program[t * _WORD : (t + 1) * _WORD]
        found.append(TrancheWord(*(int.from_bytes(word[a:b], "big") for a, b in ((0, 4), (6, 12), (12, 28)))))
    return tuple(found)
