# SPDX-License-Identifier: Apache-2.0
"""A chain of the tests as a genesis that forge loads: code, nonce and storage of every contract on it."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import Any

from regalia.chain.decoding import checksummed
from tests.support.chain import Chain

_ACCOUNT = re.compile(r"nonce: (\d+),.*?bytecode: 0x([0-9a-f]*), state: Analysed \{ len: (\d+)", re.DOTALL)


def genesis(chain: Chain) -> dict[str, dict[str, Any]]:
    """By address, as ``vm.loadAllocs`` wants it. Accounts without code have nothing that is worth keeping."""
    slots: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (address, slot), value in chain.storage().items():
        slots[address][_word(slot)] = _word(value)
    found: dict[str, dict[str, Any]] = {}
    # a pointer that stores data as code is nobody's interface, so the machine is asked for all it knows; it pads code with zeros
    for before, account in pairwise(chain._evm.journal_str.split(": Account {")):
        read = _ACCOUNT.search(account[: account.find("storage: {")])
        if read and int(read[3]):
            address = checksummed(before[-42:])
            code = read[2][: 2 * int(read[3])]
            found[address] = {
                "balance": "0x0",
                "nonce": hex(int(read[1])),
                "code": f"0x{code}",
                "storage": slots[address],
            }
    return found


def _word(value: int) -> str:
    return f"0x{value:064x}"
