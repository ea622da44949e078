# SPDX-License-Identifier: Apache-2.0
"""Names and arguments are those of the contracts' errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.refusal_words import WORDS
from regalia.domain.rights.words import Act, Status
from regalia.errors import RegaliaError
from tests.domain.rights.story import ONE, paper

INTERFACES = Path(__file__).parents[3] / "contracts" / "interfaces"
NOT_MODELLED = {"RightsPool_OnlyRegistry"}
"""Between the two contracts only."""


def errors_of_the_contracts() -> dict[str, int]:
    """How many arguments each has."""
    found = {}
    for name in ("IIPRegistry.sol", "IRightsPool.sol"):
        text = (INTERFACES / name).read_text(encoding="utf-8")
        for error, arguments in re.findall(r"error (\w+)\(([^)]*)\)", text):
            found[error] = len([argument for argument in arguments.split(",") if argument.strip()])
    return found


def test_words__errors_of_the_contracts__all_of_them_and_no_other() -> None:
    assert set(WORDS) == set(errors_of_the_contracts()) - NOT_MODELLED


@pytest.mark.parametrize("name", WORDS)
def test_words__arguments__none_beyond_those_the_error_has(name: str) -> None:
    sentence, hint = WORDS[name]
    places = [int(place) for place in re.findall(r"\{(\d+)\}", sentence)]
    assert all(place < errors_of_the_contracts()[name] for place in places)
    assert hint


def test_refusal__values__kept_as_they_are_and_said_in_words() -> None:
    error = RightsRefusedError("IPRegistry_NotAllowed", ONE, Status.ENTERED, Act.GRANTED)
    assert error.values == (ONE, 0, 4)
    assert error.message == "act granted can't happen to the right CN102020010000001 in status entered"
    assert isinstance(error, RegaliaError) and isinstance(error, ValueError)


def test_refusal__hashes_and_meanings__shortened() -> None:
    document = bytes.fromhex("ab" * 32)
    error = RightsRefusedError("IPRegistry_DocumentMeans", document, bytes(32), (ONE, 1, 1))
    assert error.message.startswith("the document 0xabababab… stands for nothing, not for CN102020010000001, purpose 1")
    assert paper("any") != document
