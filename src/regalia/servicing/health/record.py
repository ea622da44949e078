# SPDX-License-Identifier: Apache-2.0
"""Whether the record is of this chain and of this release, and the deal file the one the deal was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regalia.chain.record_check import RecordMismatchError, check_record, check_sources
from regalia.domain.terms import terms_hash
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import Look

SHOWN = 5
"""Differences told of; `regalia verify` has them all."""


def look_at_record(look: Look) -> Iterator[Finding]:
    record = look.record
    contracts = sum(1 for _ in record.contracts())
    made = f"{record.deal_id}, made in block {record.block_number}"
    yield _held(
        look,
        "record.chain",
        f"{made}: the code of {contracts} contracts is as recorded",
        lambda: check_record(look.web3, record),
    )
    version = record.compiler.version
    yield _held(
        look, "record.release", f"compiled by solc {version} from this release's sources", lambda: check_sources(record)
    )
    if look.terms is not None:
        yield _terms(look, "0x" + terms_hash(look.terms).hex())


def _held(look: Look, check: str, fine: str, act: Callable[[], None]) -> Finding:
    try:
        act()
    except RecordMismatchError as error:
        told = [str(mismatch) for mismatch in error.mismatches]
        more = [f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
        return look.broken(check, "; ".join([*told[:SHOWN], *more]), error.hint, "look-at-node")
    return look.well(check, fine)


def _terms(look: Look, found: str) -> Finding:
    if found == look.record.terms_hash:
        return look.well("record.terms", f"the deal file has hash {found}, as recorded")
    return look.broken(
        "record.terms",
        f"the deal file has hash {found}, the record says {look.record.terms_hash}",
        "Take the file the deal was made from: --terms FILE.",
        "status",
    )
