# SPDX-License-Identifier: Apache-2.0
"""What commands on rights do alike: find registry, oracles and pool, by a deal's record or by an address."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from regalia.cli.address import Address
from scripts._ape import NotSignedError, common, connection
from scripts._desk import Clerk, Desk, open_deal
from scripts._places import check_contract

_CONTRACTS = {"registry": "IPRegistry", "oracle": "LegalOracle", "valuation-oracle": "ValuationOracle"}


@dataclass(frozen=True)
class RightsDesk(Clerk):
    """One command on rights under way. ``token`` is the deal's payment token, None without a deal."""

    rights: Any
    token: Any

    @property
    def web3(self) -> Any:
        return self.rights.web3

    def parts_of(self, who: Any) -> Sequence[str]:
        from regalia.chain.issuance import NOBODY
        from regalia.servicing.acting import offices_of

        seats = {
            "rights-registrar": self.rights.registry_address,
            "appraiser": self.rights.registry_address,
            "legal-attestor": self.rights.oracle_address,
            "valuation-attestor": self.rights.valuation_oracle_address,
            "rights-trustee": self.rights.pool_address,
        }
        known = {name: seat for name, seat in seats.items() if seat not in (None, NOBODY)}
        return offices_of(self.web3, known, who) or ("no officer of these rights",)

    @property
    def now(self) -> int:
        """Seconds since 1970, by the latest block."""
        return int(self.web3.eth.get_block("latest")["timestamp"])

    @property
    def today(self) -> int:
        """The day of the latest block, yyyymmdd."""
        from regalia.domain.rights.day import today_of

        return today_of(self.now)


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that only reads: no account is asked for."""
    from ape.cli import network_option

    for option in (network_option(), click.option("--json", "as_json", is_flag=True, help="Print JSON.")):
        command = option(command)
    return command


def at_rights(by: str, base: Callable[..., Any] = common) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command a ``RightsDesk``, found by ``--record`` of a deal or by the address of the ``registry``, the ``oracle`` or the
    ``valuation-oracle``; ``base`` are the options that every such command has.
    """
    options = (
        base,
        click.option(
            "--record",
            "record_path",
            type=click.Path(dir_okay=False, path_type=Path),
            help=f"Deployment record of a deal on rights; or name the {by}.",
        ),
        click.option(f"--{by}", "named", type=Address(), help=f"Address of the {_CONTRACTS[by]}."),
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(
            as_json: bool, record_path: Path | None, named: Any, account: Any = None, yes: bool = True, **given: Any
        ) -> None:
            rights, token = _found(by, record_path, named)
            command(RightsDesk(account, yes, as_json, rights, token), **given)

        for option in reversed(options):
            run = option(run)
        return run

    return decorate


def rights_of(desk: Desk) -> Any:
    """The rights behind the deal. Raises ``NoRightsError``."""
    from regalia.servicing.rights import RightsContracts

    return RightsContracts.of(desk.web3, desk.deal.record)


def rights_at(contract_name: str, oracle: Any) -> Any:
    """An oracle, by its name in Solidity and its address, and the registry it reports to."""
    (by,) = (option for option, name in _CONTRACTS.items() if name == contract_name)
    return _found(by, None, oracle)[0]


def signed_by(account: Any, message: Any) -> bytes:
    """An Ape account's signature over an EIP-712 message. Raises ``NotSignedError``."""
    signed = account.sign_message(message)
    if signed is None:
        raise NotSignedError("the account did not sign", "Unlock it, or choose another with --account.")
    return bytes(signed.encode_rsv())


def _found(by: str, record_path: Path | None, named: Any) -> tuple[Any, Any]:
    from regalia.chain.deployer import contract
    from regalia.chain.issuance import NOBODY
    from regalia.chain.transact import call
    from regalia.servicing.rights import RightsContracts

    if (record_path is None) == (named is None):
        raise click.UsageError(f"Give --record, or --{by} where there is no deal yet; not both.")
    if record_path is not None:
        deal = open_deal(record_path)
        return RightsContracts.of(deal.web3, deal.record), deal.payment_token.address
    web3 = connection()
    check_contract(web3, f"--{by}", named, _CONTRACTS[by])
    if by == "registry":
        return RightsContracts(web3, named, NOBODY, NOBODY), None
    registry = call(web3, contract(web3, _CONTRACTS[by], named).functions.REGISTRY())
    if by == "oracle":
        return RightsContracts(web3, registry, named, NOBODY), None
    return RightsContracts(web3, registry, NOBODY, NOBODY, named), None
