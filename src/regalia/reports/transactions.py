# SPDX-License-Identifier: Apache-2.0
"""The transaction log: everything the contracts of the deal said, in the order of the chain, as CSV and as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from regalia.chain.events import Event
from regalia.ledger.model import DealLedger, Place
from regalia.reports.csv_text import csv_text, iso_time
from regalia.reports.names import Names

HEADER = ("block", "time", "transaction", "log_index", "contract", "address", "event", "arguments")


def transactions_csv(ledger: DealLedger, names: Names) -> str:
    """One row an event; ``arguments`` is one JSON object."""
    rows = []
    for event in ledger.events:
        figures = _figures(event, names)
        rows.append([*(figures[column] for column in HEADER[:-1]), _json(figures["arguments"])])
    return csv_text(HEADER, rows)


def transactions_jsonl(ledger: DealLedger, names: Names) -> str:
    """One JSON object a line, an event each, with the columns of the CSV as keys."""
    return "".join(_json(_figures(event, names)) + "\n" for event in ledger.events)


def _figures(event: Event, names: Names) -> dict[str, Any]:
    return {
        "block": event.block_number,
        "time": iso_time(Place.of(event)),
        "transaction": event.transaction_hash,
        "log_index": event.log_index,
        "contract": names.contract(event.address),
        "address": event.address,
        "event": event.name,
        "arguments": _value(event.args),
    }


def _value(value: Any) -> Any:
    """As JSON: whole numbers as text, since many readers lose digits above 2^53; bytes as ``0x…``."""
    match value:
        case bool() | str() | None:
            return value
        case int():
            return str(value)
        case bytes():
            return "0x" + value.hex()
        case Mapping():
            return {name: _value(part) for name, part in value.items()}
        case tuple() | list():
            return [_value(part) for part in value]
    raise TypeError(f"an event argument of type {type(value).__name__} has no form in the log")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
