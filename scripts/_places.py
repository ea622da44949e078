# SPDX-License-Identifier: Apache-2.0
"""Whether the contract that an option names is there, before anything is asked or sent."""

from __future__ import annotations

from typing import Any

import click

DELEGATED = bytes.fromhex("ef0100")
"""How the code of an ordinary account begins that lets a contract act for it (EIP-7702)."""


def check_contract(web3: Any, option: str, address: Any, artefact: str | None = None) -> None:
    """The address must have code; of this release's ``artefact`` where one is named. Usage error otherwise."""
    from regalia.chain import artefacts

    code = bytes(web3.eth.get_code(address))
    if not code or code.startswith(DELEGATED):
        raise click.BadParameter(
            f"{address} is an ordinary account on this chain, no contract", param_hint=repr(option)
        )
    if artefact and not artefacts.load(artefact).matches(code):
        raise click.BadParameter(f"{address} is a contract, but no {artefact} of this release", param_hint=repr(option))
