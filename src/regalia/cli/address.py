# SPDX-License-Identifier: Apache-2.0
"""Addresses as people type them."""

from __future__ import annotations

from typing import Any

import click
from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address


class Address(click.ParamType):
    """An address as typed; mixed letters must spell its checksum. Gives it in checksum form."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ChecksumAddress:
        one_case = value in (value.lower(), value.upper().replace("X", "x", 1))
        if not is_hex_address(value) or not (one_case or is_checksum_address(value)):
            self.fail(f"{value!r} is not an address: 0x and 40 hexadecimal digits, with its checksum", param, ctx)
        return to_checksum_address(value)
