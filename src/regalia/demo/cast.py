# SPDX-License-Identifier: Apache-2.0
"""The people of the demo: a wallet for every role, keys of attestors in memory only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3.types import Wei

from regalia.chain.local_chain import LocalChain
from regalia.chain.transact import Sender
from regalia.domain.terms import Terms

GAS_MONEY = 10**18


@dataclass
class Cast:
    """Accounts of the local chain by role, given out as roles appear; attestors hold keys of their own."""

    chain: LocalChain
    wallets: dict[str, ChecksumAddress] = field(default_factory=dict)
    keys: dict[str, LocalAccount] = field(default_factory=dict)

    def wallet(self, role: str) -> ChecksumAddress:
        """The wallet of a role; the first call takes the next free account."""
        if role not in self.wallets:
            self.wallets[role] = next(self._free())
        return self.wallets[role]

    def renew(self, role: str) -> ChecksumAddress:
        """Another wallet for a role, whose key was lost."""
        lost = self.wallets[role]
        self.wallets[role] = next(self._free())
        self.wallets[f"{role} (lost)"] = lost
        return self.wallets[role]

    def attestor(self, deal: str, party: str) -> LocalAccount:
        """The key of an attestor of a deal, made at the first call and funded to pay for its own transactions."""
        name = f"{deal}/{party}"
        if name not in self.keys:
            key: LocalAccount = Account.create()
            self.chain.web3.eth.send_transaction(
                {"from": self.chain.accounts[-1], "to": key.address, "value": Wei(GAS_MONEY)}
            )
            self.keys[name] = key
        return self.keys[name]

    def party(self, terms: Terms, party: str) -> Sender:
        """Who acts for a party of a deal: a key for attestors, a wallet for the others."""
        if party in terms.attestors:
            return self.attestor(terms.id, party)
        return self.wallet(f"{terms.id}/{party}")

    def _free(self) -> Iterator[ChecksumAddress]:
        # the last account is the faucet
        return (account for account in self.chain.accounts[:-1] if account not in self.wallets.values())


def address_of(sender: Sender) -> ChecksumAddress:
    return sender if isinstance(sender, str) else sender.address
