# SPDX-License-Identifier: Apache-2.0
"""Which deal a file is about and as of when: the same in every file for programs."""

from __future__ import annotations

from typing import Any

from regalia.reports.supervisor.flat import iso_time
from regalia.reports.supervisor.subject import Subject


def head_of(subject: Subject) -> dict[str, Any]:
    record, as_of = subject.ledger.record, subject.as_of
    return {
        "notice": subject.ledger.terms.notice,
        "deal": record.deal_id,
        "deal_name": subject.ledger.terms.name,
        "address": record.deal.address,
        "chain_id": record.chain_id,
        "currency": subject.ledger.terms.money.code,
        "block": as_of.block,
        "block_hash": as_of.block_hash,
        "block_time": iso_time(as_of.timestamp),
    }
