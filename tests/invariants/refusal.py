# SPDX-License-Identifier: Apache-2.0
"""What an act came to: nothing when it was done, else the name of the error, and of the ladder the code of its question."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from regalia.chain.errors import decode_revert
from regalia.domain.transfer_questions import Question
from tests.support.chain import RefusedError


class Refusal(NamedTuple):
    """``code`` is that of the ladder's question, 0 elsewhere."""

    name: str
    code: int = 0


def of_ladder(question: Question) -> Refusal:
    """Frozen units have an error of their own, the standard's."""
    if question is Question.UNITS_NOT_FROZEN:
        return Refusal("ERC7943InsufficientUnfrozenBalance")
    return Refusal("TrancheToken_TransferRefused", question.value)


_names: dict[bytes, str] = {}


def of_bytes(returned: bytes) -> Refusal:
    """Of what a contract reverted with; its name is decoded once."""
    selector = returned[:4]
    if selector not in _names:
        _names[selector] = decode_revert(returned).name
    name = _names[selector]
    return Refusal(name, int.from_bytes(returned[4:36], "big") if name == "TrancheToken_TransferRefused" else 0)


def outcome_of(act: Callable[[], object]) -> Refusal | None:
    """The same of an act that raises when it is refused."""
    try:
        act()
    except RefusedError as refused:
        revert = refused.revert
        return Refusal(revert.name, revert.arguments["code"] if revert.name == "TrancheToken_TransferRefused" else 0)
    return None
