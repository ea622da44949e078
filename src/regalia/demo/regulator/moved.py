# SPDX-License-Identifier: Apache-2.0
"""A real deal moved to other years, as a chain's clock only goes forward and its chapters are told in another order than it "
"happened."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from regalia.demo.places import find

_PERIOD = re.compile(r"([0-9]{4})([QMH][0-9]{1,2})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2}-[0-9]{2})")
_HEAD = """# SPDX-License-Identifier: Apache-2.0
# Made by the demo for regulators from deals/{name}.yaml: the same terms, {years} years later.
"""
_TOKEN_DECIMALS = 6
"""Of the test money."""


def moved_terms(name: str, years: int, folder: Path) -> Path:
    """A deal file with the id ``NAME-moved`` whose every date and period is ``years`` later, paid in the demo's test money."""
    data = yaml.safe_load(find("deals", f"{name}.yaml").read_text(encoding="utf-8"))
    said = f"moved {years} years on for the demo; paid in test money of {_TOKEN_DECIMALS} decimals"
    moved = _shifted(data, years) | {
        "id": f"{data['id']}-moved",
        "currency": data["currency"] | {"decimals": _TOKEN_DECIMALS},
        "assumed": [f"every date and period: {said}", *data["assumed"]],
    }
    path = folder / f"{name}-moved.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(moved, allow_unicode=True, sort_keys=False, width=140)
    path.write_text(_HEAD.format(name=name, years=years) + text, encoding="utf-8")
    return path


def moved_receipts(name: str, file: str, years: int, folder: Path) -> Path:
    """The receipts of ``data/NAME/FILE``, moved alike."""
    head, *lines = find("data", name, file).read_text(encoding="utf-8").splitlines()
    path = folder / f"{name}-receipts.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [",".join(str(_shifted(cell, years)) for cell in line.split(",")[:2]) for line in lines]
    rest = [line.split(",", 2)[2] for line in lines]
    text = "".join(f"{line}\n" for line in (head, *(f"{row},{more}" for row, more in zip(rows, rest, strict=True))))
    path.write_text(text, encoding="utf-8")
    return path


def _shifted(value: Any, years: int) -> Any:
    """Days and periods, wherever they are; sentences stay as they are."""
    match value:
        case dict():
            return {key: _shifted(part, years) for key, part in value.items()}
        case list():
            return [_shifted(part, years) for part in value]
        case date():
            return value.replace(year=value.year + years)
        case str() if found := _DAY.fullmatch(value):
            return f"{int(found[1]) + years}-{found[2]}"
        case str() if (found := _PERIOD.fullmatch(value)) and found[2]:
            return f"{int(found[1]) + years}{found[2]}"
    return value


def moved_time(timestamp: int, years: int) -> int:
    """A second so many years later, on the same day of the calendar."""
    then = datetime.fromtimestamp(timestamp, UTC)
    return int(then.replace(year=then.year + years).timestamp())
