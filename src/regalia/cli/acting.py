# SPDX-License-Identifier: Apache-2.0
"""Who a command acts as, in which deal on which chain: said before it asks."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.cli.keystore import Account
from regalia.servicing.acting import acting_line, parts_of
from regalia.servicing.deal_contracts import DealContracts


@dataclass(frozen=True)
class Acting:
    """An account at a deal; nothing is looked up until it is said."""

    account: Account
    deal: DealContracts

    def line(self) -> str:
        """Raises as ``regalia.chain.transact.call`` does."""
        web3, account = self.deal.web3, self.account
        node = getattr(web3.provider, "endpoint_uri", None)
        return acting_line(
            web3, account.address, account.name, parts_of(self.deal, account.address), node=node and str(node)
        )
