# SPDX-License-Identifier: Apache-2.0
"""One act, ready to be sent: in words, and as the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from web3.contract.contract import ContractFunction
from web3.types import TxParams

from regalia.chain.transact import call, explained
from regalia.web.prepare.place import Place
from regalia.web.prepare.said import N_, Sentence, in_every_language, sentence

_MOST_GAS = 2**24
"""Of one transaction (EIP-7825)."""


@dataclass(frozen=True)
class Prepared:
    """``more``: when it is mined the same has to be asked again for what comes next."""

    says: Sequence[Sentence]
    act: ContractFunction
    more: bool = False

    def as_json(self, place: Place) -> dict[str, Any]:
        """Tried out first. Raises ``ContractRevertedError``, ``NodeRefusedError`` and ``ChainUnreachableError``."""
        call(place.web3, self.act, place.wallet)
        where = sentence(N_("The transaction goes to the contract %(address)s."), address=self.act.address)
        return {
            "chainId": place.subject.record.chain_id,
            "says": in_every_language([*self.says, where]),
            "transaction": {**_transaction(self.act, place), "gas": hex(self._gas(place))},
            "more": self.more,
        }

    def _gas(self, place: Place) -> int:
        """With room, as for what this project sends itself: another transaction may come first."""
        asked: TxParams = {"from": place.wallet, "to": self.act.address, "data": self.act._encode_transaction_data()}
        with explained(self.act.fn_name):
            return min(place.web3.eth.estimate_gas(asked) * 2 + 50_000, _MOST_GAS)


def _transaction(act: ContractFunction, place: Place) -> dict[str, str]:
    data = str(act._encode_transaction_data())
    return {"from": place.wallet, "to": str(act.address), "data": data, "value": "0x0"}
