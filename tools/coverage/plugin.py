# SPDX-License-Identifier: Apache-2.0
"""Runs the tests on the marked contracts, and keeps which marks were reached. Loaded with ``-p tools.coverage.plugin``.

A mark is a static call to an account that doesn't exist. The machine remembers every account it looked up, whatever was reverted
afterwards: so what was reached is the list of accounts when a chain ends.
"""

from __future__ import annotations

import functools
import json
import os
import weakref
from typing import Any

import pytest
from pyrevm import EVM

from regalia.chain import artefacts
from tests.support import chain
from tools.coverage.instrument import ARTEFACTS, FOLDER
from tools.coverage.places import BASE

_GAS = 1_000_000_000
"""Of a transaction: marks cost gas, and how much is used is not what is measured here."""
_reached: set[int] = set()
_endings: list[weakref.finalize[Any, Any]] = []


def pytest_configure(config: pytest.Config) -> None:
    artefacts.FOLDER = ARTEFACTS
    artefacts.load.cache_clear()
    chain.GAS_LIMIT = _GAS
    chain.new_machine = functools.partial(chain.new_machine, limit_contract_code_size=10**7)
    make = chain.Chain.__init__

    @functools.wraps(make)
    def make_and_watch(self: chain.Chain, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        _endings.append(weakref.finalize(self, _gather, self._evm))

    chain.Chain.__init__ = make_and_watch  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    for ending in _endings:
        ending()  # chains that are still alive
    name = f"reached-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"
    (FOLDER / name).write_text(json.dumps(sorted(_reached)), encoding="utf-8")


def _gather(machine: EVM) -> None:
    for address in machine.db_accounts:
        number = int(address, 16)
        if BASE <= number < 2 * BASE:
            _reached.add(number - BASE)
