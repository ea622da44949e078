# SPDX-License-Identifier: Apache-2.0
"""Whose units are looked at: an address as typed, or the one a keystore is of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from eth_utils.address import is_hex_address, to_checksum_address

from regalia.chain.typed_address import NotAnAddressError, address_from
from regalia.cli.invest_options import Whose
from regalia.cli.keystore import password_of

Known = Callable[[], Iterable[str]]


def typed_wallet(whose: Whose) -> str:
    """As typed, not checked yet. Raises ``KeystoreError``, ``PasswordFileError``, and click's ``UsageError``."""
    if (whose.address is None) == (whose.keystore is None):
        raise click.UsageError("name the wallet: --address ADDRESS, or --keystore FILE")
    if whose.address is not None:
        return whose.address
    assert whose.keystore is not None
    return _of_keystore(whose.keystore, whose.password_file)


def checked(typed: str, known: Known) -> ChecksumAddress:
    """Raises click's ``BadParameter``, with the one of the ``known`` that may be meant."""
    try:
        return address_from(typed, known)
    except NotAnAddressError as error:
        words = error.message.removeprefix("address: ")
        raise click.BadParameter(f"{words}. {error.hint}", param_hint="--address") from None


def _of_keystore(file: Path, password_file: Path | None) -> str:
    """Most keystores name their address, and to look at that no password is needed."""
    from regalia.oracle.keystore import load_signer

    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return load_signer(file, "").address  # which says what is wrong with the file
    address = content.get("address") if isinstance(content, dict) else None
    if isinstance(address, str) and is_hex_address(address):
        return to_checksum_address(address)
    return load_signer(file, password_of(file, password_file)).address
