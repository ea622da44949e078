# SPDX-License-Identifier: Apache-2.0
"""The register in the escrow, written by a token in its own book only: how units move, whoever allowed it."""

from __future__ import annotations

import pytest

from tests.contracts.test_escrow import ATTACKER, HOLDER, SUPERVISOR, TOKEN, ZERO, Stage
from tests.support.chain import refused

MOST = 2**48 - 1
WALLET_FROZEN = 1 << 152


@pytest.fixture
def stage() -> Stage:
    return Stage()


def units(stage: Stage, *holders: str) -> list[int]:
    return [stage.escrow.read("unitsOf", TOKEN, holder) for holder in holders]


def test_rebook__before_the_books_open__minted_moved_and_burnt(stage: Stage) -> None:
    """Whether units are traded yet is the token's question, not the register's."""
    stage.escrow.send("rebook", ZERO, HOLDER, 2, by=TOKEN)
    stage.escrow.send("rebook", HOLDER, ATTACKER, 1, by=TOKEN)
    stage.escrow.send("rebook", HOLDER, ZERO, 3, by=TOKEN)
    assert (units(stage, HOLDER, ATTACKER), stage.escrow.read("supplyOf", TOKEN)) == ([1, 1], 2)


def test_rebook__after_the_books_opened__moved_and_burnt_but_not_minted(stage: Stage) -> None:
    stage.open()
    with refused("RoyaltyEscrow_SupplyFixed", token=TOKEN):
        stage.escrow.send("rebook", ZERO, HOLDER, 1, by=TOKEN)
    stage.escrow.send("rebook", HOLDER, ATTACKER, 1, by=TOKEN)
    assert (units(stage, HOLDER, ATTACKER), stage.escrow.read("supplyOf", TOKEN)) == ([2, 1], 3)
    stage.escrow.send("rebook", ATTACKER, ZERO, 1, by=TOKEN)
    assert stage.escrow.read("supplyOf", TOKEN) == 2


@pytest.mark.parametrize("function", ["rebook", "take"])
@pytest.mark.parametrize("receiver", [ATTACKER, ZERO])
@pytest.mark.parametrize("moved", [4, 2**48, 2**48 + 1, 2**256 - 1])
def test_move__more_units_than_held__refused(stage: Stage, function: str, receiver: str, moved: int) -> None:
    stage.open()
    with refused("ERC20InsufficientBalance", sender=HOLDER, balance=3, needed=moved):
        stage.escrow.send(function, HOLDER, receiver, moved, by=TOKEN)


@pytest.mark.parametrize("moved", [0, 3, 4, 2**256 - 1])
def test_rebook__to_oneself_or_from_nobody_to_nobody__changes_nothing(stage: Stage, moved: int) -> None:
    before = stage.escrow.read("wordsOf", TOKEN, HOLDER, ZERO)
    for who in (HOLDER, ZERO):
        stage.escrow.send("rebook", who, who, moved, by=TOKEN)
    assert stage.escrow.read("wordsOf", TOKEN, HOLDER, ZERO) == before


def test_rebook__minting_around_48_bits__not_beyond(stage: Stage) -> None:
    for minted in (2**48 - 3, 2**48, 2**255):
        with refused("RoyaltyEscrow_TooManyUnits", limit=MOST, supply=3 + minted):
            stage.escrow.send("rebook", ZERO, HOLDER, minted, by=TOKEN)
    with refused("Panic"):
        stage.escrow.send("rebook", ZERO, HOLDER, 2**256 - 1, by=TOKEN)
    stage.escrow.send("rebook", ZERO, HOLDER, 2**48 - 4, by=TOKEN)
    assert units(stage, HOLDER) == [MOST]


@pytest.mark.parametrize(("amount", "kept"), [(0, 0), (3, 3), (MOST, MOST), (2**48, MOST), (2**256 - 1, MOST)])
def test_set_frozen__any_amount__absolute_and_at_most_48_bits(stage: Stage, amount: int, kept: int) -> None:
    stage.escrow.send("setFrozen", HOLDER, 7, by=TOKEN)
    done = stage.escrow.send("setFrozen", HOLDER, amount, by=TOKEN)
    assert int.from_bytes(done.output, "big") == kept
    assert stage.escrow.read("holdingOf", TOKEN, HOLDER) == (3, kept, False, False)


@pytest.mark.parametrize(
    ("frozen", "moved", "left"), [(0, 3, 0), (1, 2, 1), (1, 3, 0), (3, 1, 2), (5, 1, 2), (5, 3, 0)]
)
def test_force__frozen_units__as_many_thawed_as_are_taken_of_them(
    stage: Stage, frozen: int, moved: int, left: int
) -> None:
    """Of more frozen units than are held, those beyond go first: 5 of 3 are 3, and one taken leaves 2."""
    stage.escrow.send("setFrozen", HOLDER, frozen, by=TOKEN)
    stage.escrow.send("take", HOLDER, ATTACKER, moved, by=TOKEN)
    held, kept, _, _ = stage.escrow.read("holdingOf", TOKEN, HOLDER)
    assert held == 3 - moved
    assert kept == (frozen - max(0, moved - max(0, 3 - frozen)))
    assert min(held, kept) == left


@pytest.mark.parametrize(("amount", "carried"), [(0, 0), (1, 1), (33, 33), (2**256 - 1, 33)])
def test_carry__income_of_another__up_to_what_is_owed(stage: Stage, amount: int, carried: int) -> None:
    stage.open(0, (0, 0))
    stage.escrow.send("rebook", HOLDER, ATTACKER, 2, by=TOKEN)
    stage.pay(100)
    stage.distribute(income=(100,))
    done = stage.escrow.send("carry", HOLDER, TOKEN, amount, by=TOKEN)
    assert int.from_bytes(done.output, "big") == carried
    assert (stage.entitlement(), stage.entitlement(TOKEN), stage.entitlement(ATTACKER)) == (33 - carried, carried, 66)


@pytest.mark.parametrize("amount", [34, 2**208, 2**256 - 2])
def test_carry__more_than_is_owed__refused(stage: Stage, amount: int) -> None:
    stage.open(0, (0, 0))
    stage.escrow.send("rebook", HOLDER, ATTACKER, 2, by=TOKEN)
    stage.pay(100)
    stage.distribute(income=(100,))
    with refused("RoyaltyEscrow_NotEnoughIncome", holder=HOLDER, owed=33, wanted=amount):
        stage.escrow.send("carry", HOLDER, ATTACKER, amount, by=TOKEN)


@pytest.mark.parametrize("who", [HOLDER, ATTACKER, TOKEN])
def test_heed__by_anybody_but_the_supervisor__refused(stage: Stage, who: str) -> None:
    with refused("RoyaltyEscrow_OnlySupervisor", supervisor=SUPERVISOR, caller=who):
        stage.escrow.send("heed", TOKEN, HOLDER, True, by=who)


def test_books__written_by_another__only_his_own_changes(stage: Stage) -> None:
    before = stage.escrow.read("wordsOf", TOKEN, HOLDER, ATTACKER)
    for function, arguments in (
        ("rebook", (ZERO, ATTACKER, 5)),
        ("take", (ATTACKER, HOLDER, 1)),
        ("setFrozen", (HOLDER, 5)),
        ("mark", (HOLDER, WALLET_FROZEN, True)),
        ("carry", (HOLDER, ATTACKER, 2**256 - 1)),
        ("recover", (HOLDER, ATTACKER)),
    ):
        stage.escrow.send(function, *arguments, by=ATTACKER)
    assert stage.escrow.read("wordsOf", TOKEN, HOLDER, ATTACKER) == before
