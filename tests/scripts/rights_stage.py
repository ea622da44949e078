# SPDX-License-Identifier: Apache-2.0
"""A deal on two patents, brought about by the scripts: each act as the person runs it who may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from regalia.chain.deployer import deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.record import save_record
from regalia.domain.terms import load_terms
from regalia.servicing.offices import appoint
from tests.scripts.rights_files import written
from tests.scripts.support import ACCOUNT, ROOT, ape, printed
from tests.support.roles import key_of

START = 1_735_776_000
"""2025-01-02 00:00 UTC."""
REGISTRAR = ACCOUNT
VALUER, ATTESTOR, ORIGINATOR, OUTSIDER = (("--account", f"TEST::{n}") for n in (1, 2, 9, 5))
NUMBER_OF = {"rights-registrar": 0, "appraiser": 1, "legal-attestor": 2, "rights-trustee": 4}
"""Which account has which office."""
SECOND_ATTESTOR = key_of("second legal attestor")
"""With a key that Ape doesn't know."""


@dataclass(frozen=True)
class RightsStage:
    """``places`` are addresses by what the scripts call them."""

    chain: Devnet
    places: dict[str, Any]
    record: Path
    files: dict[str, Path]
    folder: Path

    @property
    def at_registry(self) -> tuple[str, ...]:
        return ("--registry", self.places["registry of rights"])

    @property
    def at_oracle(self) -> tuple[str, ...]:
        return ("--oracle", self.places["legal oracle"])

    @property
    def at_valuation_oracle(self) -> tuple[str, ...]:
        return ("--valuation-oracle", self.places["valuation oracle"], "--payment-token", self.places["payment token"])

    @property
    def parties(self) -> list[str]:
        """Of the portfolio, with their addresses."""
        accounts = {"originator": 9, "owner": 6, "valuer": 1}
        return [word for party, n in accounts.items() for word in ("--party", f"{party}={self.chain.accounts[n]}")]

    def run(
        self, command: str, *options: str, by: Sequence[str] = REGISTRAR, answer: str = ""
    ) -> CompletedProcess[str]:
        """A command of rights, answered where there is an answer."""
        reads = command.startswith("propose")
        asked = () if answer else ("--json",) if reads else ("--yes", "--json")
        return ape(self.chain, "rights", command, *options, *asked, *(() if reads else by), answer=answer)

    def enter(self, by: Sequence[str] = REGISTRAR) -> dict[str, Any]:
        money = ("--payment-token", self.places["payment token"])
        file = str(self.files["portfolio"])
        return printed(self.run("enter", file, *self.at_registry, *self.parties, *money, by=by))

    def on_deal(
        self, command: str, *options: str, by: Sequence[str] = ORIGINATOR, answer: str = ""
    ) -> CompletedProcess[str]:
        return self.run(command, "--record", str(self.record), *options, by=by, answer=answer)


def set_up(chain: Devnet, folder: Path) -> RightsStage:
    """Registry, oracle and pool, by script, with their officers; and a deal on them that nobody bought into yet."""
    admin, thresholds = chain.accounts[0], ("--threshold", "2", "--valuation-threshold", "1")
    rights = printed(ape(chain, "deploy", "rights", *thresholds, "--yes", "--json", *ACCOUNT))
    of = {
        "rights-registrar": "registry of rights",
        "appraiser": "registry of rights",
        "rights-trustee": "pool of rights",
    }
    for office, seat in of.items():
        appoint(chain.web3, office, rights[seat], chain.accounts[NUMBER_OF[office]], admin)
    for attestor in (chain.accounts[NUMBER_OF["legal-attestor"]], SECOND_ATTESTOR.address):
        appoint(chain.web3, "legal-attestor", rights["legal oracle"], attestor, admin)
    appoint(chain.web3, "valuation-attestor", rights["valuation oracle"], chain.accounts[2], admin)
    token, terms = deploy_contract(chain.web3, "MockPaymentToken", admin), load_terms(ROOT / "deals" / "patents.yaml")
    parties = {party.id: chain.accounts[number % 9] for number, party in enumerate(terms.parties, 1)}
    addresses = DealAddresses(token, chain.accounts[9], parties, rights["pool of rights"])
    record = issue(chain.web3, deploy_platform(chain.web3, admin), terms, addresses, admin)
    path = save_record(record, folder / "deployments")
    return RightsStage(chain, {**rights, "payment token": token}, path, written(folder), folder)
