# SPDX-License-Identifier: Apache-2.0
"""Bytes as values of JSON, one or several one behind the other."""

from __future__ import annotations

import json
import re
from typing import Any

from regalia.statements.problem_list import ProblemList

_BETWEEN = re.compile(r"[ \t\r\n\ufeff]*")
"""What may stand between pages that are kept one behind the other."""


def json_values(content: bytes, problems: ProblemList, place: str) -> list[Any]:
    """What the JSON says, value by value; none where it can't be read."""
    whole = place.rstrip(": ")
    found, at = list[Any](), 0
    try:
        text = content.decode("utf-8-sig")
        while not found or at < len(text):
            value, end = _DECODER.raw_decode(text, _after(text, at))
            found.append(value)
            at = _after(text, end)
    except UnicodeDecodeError as error:
        problems.note(0, whole, "", f"is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        shown = content[:60].decode("utf-8", "replace")
        rule = f"is not JSON ({error.msg}, line {error.lineno}): it was cut off, or is something else"
        problems.note(0, whole, shown, rule)
    except (ValueError, RecursionError) as error:
        problems.note(
            0, place, "", f"is not JSON: {'it is nested too deep' if isinstance(error, RecursionError) else error}"
        )
    else:
        return found
    return []


def _after(text: str, at: int) -> int:
    """Where the next value begins."""
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} is given twice in one object")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)
