# SPDX-License-Identifier: Apache-2.0
"""Addresses and keys of actors, found from the name of their role: the same in every run."""

from __future__ import annotations

import functools

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from tests.support.quick_keys import quick_key


@functools.cache
def actor(role: str) -> ChecksumAddress:
    """Somebody whose key no test needs."""
    return to_checksum_address(keccak(text=role)[-20:])


@functools.cache
def key_of(role: str) -> LocalAccount:
    """Somebody who signs."""
    return quick_key(keccak(text=role))


@functools.cache
def attestors(count: int, group: str = "attestor") -> tuple[LocalAccount, ...]:
    """Signers of reports, in rising order of address."""
    keys = (key_of(f"{group} {i}") for i in range(count))
    return tuple(sorted(keys, key=lambda key: int(key.address, 16)))
