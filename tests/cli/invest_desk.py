# SPDX-License-Identifier: Apache-2.0
"""An investor's folder beside a sample deal: records, deal file, keystores and an index that is up to date; and what is typed there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress

from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.demo.cast import address_of
from regalia.demo.sample import Sample, sample_deal
from regalia.demo.trading import transfer
from regalia.domain.terms import load_terms
from regalia.servicing import market, offering
from regalia.servicing.deal_contracts import DealContracts
from tests.cli.market_desk import PASSWORD

MNEMONIC = "test test test test test test test test test test test junk"
"""Of the accounts of a local chain: known to everybody."""
DEAL, SECOND = "mills-notes", "mills-second"
OWED_TWICE = "senior_investor_1"
"""Is owed income of two tranches; everybody with a keystore is owed some, but who has taken it."""
BIDS_AGAIN, BID = "senior_investor_2", 500
"""In the second deal."""
ROLES = (OWED_TWICE, "senior_investor_2", "mezzanine_investor", "outsider")


@dataclass(frozen=True)
class InvestDesk:
    """``place`` is the folder the commands are typed in."""

    sample: Sample
    place: Path

    @property
    def db(self) -> Path:
        return self.place / ".regalia" / "31337.db"

    @property
    def records(self) -> Path:
        return self.place / "deployments" / "31337"

    @property
    def record(self) -> Path:
        return self.records / f"{DEAL}.json"

    def wallet(self, role: str) -> ChecksumAddress:
        return self.sample.people[role]

    def run(self, *words: str, rpc: str | None = None) -> int:
        """As ``regalia invest`` would, at the sample's node or another; the exit code."""
        node = [] if "--offline" in words else ["--rpc", rpc or self.sample.url]
        return entry.run(["invest", words[0], *node, *words[1:]])

    def look(self, *words: str, role: str = "senior_investor_2", rpc: str | None = None) -> int:
        return self.run(*words, "--address", self.wallet(role), rpc=rpc)

    def claim(self, role: str, *words: str) -> int:
        return self.run("claim", *self.by(role), *words)

    def by(self, role: str) -> list[str]:
        return ["--keystore", str(self.place / f"{role}.json"), "--password-file", str(self.place / "password")]

    def sent(self, role: str) -> int:
        return self.sample.chain.web3.eth.get_transaction_count(self.wallet(role))

    def cash(self, role: str) -> int:
        return int(self.sample.deal.contracts.payment_token.functions.balanceOf(self.wallet(role)).call())

    def owed(self, tranche: str, role: str) -> int:
        contracts = self.sample.deal.contracts
        token = contracts.token(tranche).address
        return int(contracts.escrow.functions.entitlementOf(token, self.wallet(role)).call())


@contextmanager
def invest_desk(folder: Path) -> Iterator[InvestDesk]:
    """Mezzanine units go to a senior investor before the second payment date; nobody claims after it. The chain ends with the body."""
    with sample_deal(folder / "sample", quarters=1) as sample:
        transfer(sample.deal, "mezzanine", "mezzanine_investor", OWED_TWICE, 100)
        sample.pay()
        desk = InvestDesk(sample, folder)
        desk.records.mkdir(parents=True)
        shutil.copy(sample.record_path, desk.record)
        shutil.copy(sample.terms_path, desk.record.with_suffix(".yaml"))
        (desk.records / "platform.json").write_text("{}", encoding="utf-8")
        for role in ROLES:
            _keep_key(desk, role)
        _second_deal(desk)
        (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        desk.db.parent.mkdir()
        index = ["index", "--records", str(desk.records), "--rpc", sample.url, "--db", f"sqlite:///{desk.db}", "--json"]
        assert entry.run(index) == 0
        yield desk


def copied(desk: InvestDesk, folder: Path) -> InvestDesk:
    """The same with files of its own, the index too."""
    for name in ("deployments", ".regalia"):
        shutil.copytree(desk.place / name, folder / name)
    for file in (*desk.place.glob("*.json"), desk.place / "password"):
        shutil.copy(file, folder)
    return InvestDesk(desk.sample, folder)


def _second_deal(desk: InvestDesk) -> None:
    """Of the same terms by another name: somebody bid, and it is not closed."""
    sample, terms_file = desk.sample, desk.records / f"{SECOND}.yaml"
    text = sample.terms_path.read_text(encoding="utf-8").replace(f"\nid: {DEAL}\n", f"\nid: {SECOND}\n")
    terms_file.write_text(text, encoding="utf-8")
    terms, stage = load_terms(terms_file), sample.stage
    parties = {party.id: address_of(stage.cast.party(terms, party.id)) for party in terms.parties}
    addresses = DealAddresses(stage.currency, stage.cast.wallet(f"{SECOND}/originator"), parties)
    record = issue(sample.chain.web3, stage.platform, terms, addresses, stage.cast.wallet("arranger"))
    save_record(record, desk.place / "deployments")
    deal, bidder = DealContracts(sample.chain.web3, record), desk.wallet(BIDS_AGAIN)
    market.mint_test_money(deal, bidder, BID * offering.price_at(deal, "senior"), bidder)
    offering.subscribe(deal, "senior", BID, bidder)


def _keep_key(desk: InvestDesk, role: str) -> None:
    Account.enable_unaudited_hdwallet_features()
    place = desk.sample.chain.accounts.index(desk.wallet(role))
    key: LocalAccount = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{place}")
    keystore = Account.encrypt(key.key, PASSWORD, kdf="pbkdf2", iterations=2)
    (desk.place / f"{role}.json").write_text(json.dumps(keystore), encoding="utf-8")
