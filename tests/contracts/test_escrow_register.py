# SPDX-License-Identifier: Apache-2.0
"""The register in the escrow, written by a token in its own book only: how units move, whoever allowed it."""

from __future__ import annotations

import pytest

from tests.contracts.test_escrow import ATTACKER, HOLDER, SUPERVISOR, TOKEN, ZERO, Stage
from tests.support.chain import refused

MOST = 2**48 - 1
LOW_48 = 2**48 - 1
WALLET_FROZEN = 1 << 152
RETAINS = 1 << 153
CORRECTION = 2**152 - 1


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.open(0, (0, 0))
    return made


def units(stage: Stage, *holders: str) -> list[int]:
    return [stage.escrow.read("holdingOf", TOKEN, holder)[0] for holder in holders]


def test_rebook__before_the_books_open__nothing_to_issue() -> None:
    stage = Stage()
    with refused("RoyaltyEscrow_SupplyFixed", awaited=0, units=2):
        stage.issue(2)
    assert (units(stage, HOLDER), stage.escrow.read("bookOf", TOKEN)[0]) == ([0], 0)


def test_rebook__after_the_books_opened__what_was_placed_is_issued_and_not_a_unit_more() -> None:
    stage = Stage()
    stage.open_alone()
    for issued in (4, 2**48, 2**48 + 3, 2**255, 2**256 - 1):
        with refused("RoyaltyEscrow_SupplyFixed", awaited=3, units=issued):
            stage.issue(issued)
    stage.issue(2)
    with refused("RoyaltyEscrow_SupplyFixed", awaited=1, units=2):
        stage.issue(2, ATTACKER)
    stage.issue(1, ATTACKER)
    assert (units(stage, HOLDER, ATTACKER), stage.escrow.read("bookOf", TOKEN)[0]) == ([2, 1], 3)


def test_rebook__all_issued__moved_and_burnt_and_never_issued_again(stage: Stage) -> None:
    with refused("RoyaltyEscrow_SupplyFixed", awaited=0, units=1):
        stage.issue(1)
    stage.escrow.send("rebook", HOLDER, ATTACKER, 1, by=TOKEN)
    assert (units(stage, HOLDER, ATTACKER), stage.escrow.read("bookOf", TOKEN)[0]) == ([2, 1], 3)
    stage.escrow.send("rebook", ATTACKER, ZERO, 1, by=TOKEN)
    assert stage.escrow.read("bookOf", TOKEN)[0] == 2
    with refused("RoyaltyEscrow_SupplyFixed", awaited=0, units=1):
        stage.issue(1)


@pytest.mark.parametrize("receiver", [ATTACKER, ZERO])
@pytest.mark.parametrize("moved", [4, 2**48, 2**48 + 1, 2**256 - 1])
def test_rebook__more_units_than_held__refused(stage: Stage, receiver: str, moved: int) -> None:
    with refused("ERC20InsufficientBalance", sender=HOLDER, balance=3, needed=moved):
        stage.escrow.send("rebook", HOLDER, receiver, moved, by=TOKEN)


@pytest.mark.parametrize("moved", [0, 3, 4, 2**256 - 1])
def test_rebook__to_oneself_or_from_nobody_to_nobody__changes_nothing(stage: Stage, moved: int) -> None:
    before = stage.escrow.read("wordsOf", TOKEN, HOLDER, ZERO)
    for who in (HOLDER, ZERO):
        stage.escrow.send("rebook", who, who, moved, by=TOKEN)
    assert stage.escrow.read("wordsOf", TOKEN, HOLDER, ZERO) == before


def test_rebook__all_units_48_bits_can_count__issued_and_moved_whole() -> None:
    stage = Stage()
    stage.open_alone(units=MOST)
    stage.issue(MOST - 1)
    with refused("RoyaltyEscrow_SupplyFixed", awaited=1, units=2):
        stage.issue(2)
    stage.issue(1)
    stage.escrow.send("rebook", HOLDER, ATTACKER, MOST, by=TOKEN)
    assert units(stage, HOLDER, ATTACKER) == [0, MOST]


def words(stage: Stage, token: str = TOKEN) -> tuple[int, int]:
    """The holdings of HOLDER and ATTACKER."""
    _, holder, attacker = stage.escrow.read("wordsOf", token, HOLDER, ATTACKER)
    return holder, attacker


@pytest.fixture
def owed(stage: Stage) -> Stage:
    """HOLDER has 1 unit and is owed 33⅓, ATTACKER has 2 and is owed 66⅔."""
    stage.escrow.send("rebook", HOLDER, ATTACKER, 2, by=TOKEN)
    stage.pay(100)
    stage.distribute(income=(100,))
    return stage


def holding(word: int, *, units: int = 0, income: int = 0, flags: int = 0) -> int:
    """The word with so many more units and so much more income, in 2^48 fixed point."""
    correction = (word + income) & CORRECTION
    return ((word >> 208) + units << 208) | (word & ~(LOW_48 << 208) & ~CORRECTION) | flags | correction


def test_restrain__bits_of_freezing_and_retaining__as_they_are_given(stage: Stage) -> None:
    stage.escrow.send("restrain", HOLDER, 0, 7 << 160 | WALLET_FROZEN, by=TOKEN)
    assert stage.escrow.read("holdingOf", TOKEN, HOLDER) == (3, 7, True, False)
    stage.escrow.send("restrain", HOLDER, LOW_48 << 160 | WALLET_FROZEN, 5 << 160 | RETAINS, by=TOKEN)
    assert stage.escrow.read("holdingOf", TOKEN, HOLDER) == (3, 5, False, True)


@pytest.mark.parametrize(("clear", "set_"), [(2**256 - 1, 0), (0, 2**256 - 1), (2**256 - 1, 2**256 - 1)])
def test_restrain__every_bit_there_is__neither_units_nor_income_nor_the_supervisors_mark(
    owed: Stage, clear: int, set_: int
) -> None:
    owed.escrow.send("heed", TOKEN, HOLDER, clear != 0, by=SUPERVISOR)
    before = words(owed)[0]
    owed.escrow.send("restrain", HOLDER, clear, set_, by=TOKEN)
    restraints = LOW_48 << 160 | WALLET_FROZEN | RETAINS
    assert words(owed)[0] & ~restraints == before & ~restraints
    assert words(owed)[0] & restraints == set_ & restraints


def test_amend__units_and_income_change_hands__as_written(owed: Stage) -> None:
    """One unit, worth 33⅓ of past income, and its income go from ATTACKER to HOLDER."""
    holder, attacker = words(owed)
    third = 100 * 2**48 // 3
    owed.escrow.send("amend", ATTACKER, holding(attacker, units=-1), HOLDER, holding(holder, units=1), by=TOKEN)
    assert units(owed, HOLDER, ATTACKER) == [2, 1]
    assert (owed.entitlement(), owed.entitlement(ATTACKER)) == (66, 33), "with the unit went what it had earned"
    holder, attacker = words(owed)
    changed = (holding(attacker, income=third), holding(holder, income=-third))
    owed.escrow.send("amend", ATTACKER, changed[0], HOLDER, changed[1], by=TOKEN)
    assert (owed.entitlement(), owed.entitlement(ATTACKER)) == (33, 66)


@pytest.mark.parametrize(
    ("of_attacker", "of_holder"),
    [
        ({"units": 1}, {}),
        ({"units": -1}, {}),
        ({"income": 1}, {}),
        ({"income": -1}, {}),
        ({"income": 34 << 48}, {"income": -(34 << 48)}),
        ({"income": -(67 << 48)}, {"income": 67 << 48}),
        ({"units": -2}, {"units": 2, "income": -1}),
    ],
)
def test_amend__units_or_income_made_or_lost_or_overdrawn__refused(
    owed: Stage, of_attacker: dict[str, int], of_holder: dict[str, int]
) -> None:
    holder, attacker = words(owed)
    with refused("RoyaltyEscrow_BadAmendment", a=ATTACKER, b=HOLDER):
        changed = (holding(attacker, **of_attacker), holding(holder, **of_holder))
        owed.escrow.send("amend", ATTACKER, changed[0], HOLDER, changed[1], by=TOKEN)
    assert words(owed) == (holder, attacker)


@pytest.mark.parametrize(("a", "b"), [(HOLDER, HOLDER), (ZERO, HOLDER), (HOLDER, ZERO), (ZERO, ZERO)])
def test_amend__not_of_two_holders__refused(owed: Stage, a: str, b: str) -> None:
    word = {HOLDER: words(owed)[0], ZERO: 0}
    with refused("RoyaltyEscrow_BadAmendment", a=a, b=b):
        owed.escrow.send("amend", a, word[a], b, word[b], by=TOKEN)


@pytest.mark.parametrize("halted", [HOLDER, ATTACKER])
def test_amend__that_takes_the_supervisors_mark_away__refused(owed: Stage, halted: str) -> None:
    unmarked = words(owed)
    owed.escrow.send("heed", TOKEN, halted, True, by=SUPERVISOR)
    with refused("RoyaltyEscrow_BadAmendment", a=HOLDER, b=ATTACKER):
        owed.escrow.send("amend", HOLDER, unmarked[0], ATTACKER, unmarked[1], by=TOKEN)


def test_amend__of_a_book_of_ones_own__makes_no_income(owed: Stage) -> None:
    """A stranger's token has a book, too; it never has units, and whatever it writes, nobody is owed anything by it."""
    with refused("RoyaltyEscrow_SupplyFixed", awaited=0, units=5):
        owed.escrow.send("rebook", ZERO, HOLDER, 5, by=ATTACKER)
    holder, attacker = words(owed, ATTACKER)
    for income in (1, 2**48, 2**150):
        changed = (holding(holder, income=income), holding(attacker, income=-income))
        with refused("RoyaltyEscrow_BadAmendment", a=HOLDER, b=ATTACKER):
            owed.escrow.send("amend", HOLDER, changed[0], ATTACKER, changed[1], by=ATTACKER)


@pytest.mark.parametrize("who", [HOLDER, ATTACKER, TOKEN])
def test_heed__by_anybody_but_the_supervisor__refused(stage: Stage, who: str) -> None:
    with refused("RoyaltyEscrow_OnlySupervisor", supervisor=SUPERVISOR, caller=who):
        stage.escrow.send("heed", TOKEN, HOLDER, True, by=who)


def test_books__written_by_another__only_his_own_changes(stage: Stage) -> None:
    before = stage.escrow.read("wordsOf", TOKEN, HOLDER, ATTACKER)
    for function, arguments in (
        ("rebook", (ZERO, ATTACKER, 0)),
        ("restrain", (HOLDER, 0, WALLET_FROZEN)),
        ("amend", (ATTACKER, 0, HOLDER, WALLET_FROZEN)),
        ("stopTrading", (True,)),
    ):
        stage.escrow.send(function, *arguments, by=ATTACKER)
    assert stage.escrow.read("wordsOf", TOKEN, HOLDER, ATTACKER) == before


def test_rebook__last_to_burn_is_owed_a_fraction__paid_to_who_leaves_after_him(stage: Stage) -> None:
    """4 on 3 units: ATTACKER is owed 1⅓ and burns, HOLDER claims 2 of 2⅔ and burns last; ATTACKER's claim is the other 2, not 1."""
    stage.escrow.send("rebook", HOLDER, ATTACKER, 1, by=TOKEN)
    stage.pay(4)
    stage.distribute(income=(4,))
    stage.escrow.send("rebook", ATTACKER, ZERO, 1, by=TOKEN)
    assert stage.escrow.send("claim", TOKEN, by=HOLDER).only("IncomeClaimed")["gross"] == 2
    stage.escrow.send("rebook", HOLDER, ZERO, 2, by=TOKEN)
    assert stage.escrow.send("claim", TOKEN, by=ATTACKER).only("IncomeClaimed")["gross"] == 2
    assert stage.escrow.read("bookOf", TOKEN)[5] == 0, "nothing is left behind"
    assert stage.money.read("balanceOf", stage.escrow.address) == 0


def test_rebook__all_in_hands_burnt_before_the_last_is_issued__the_fraction_waits_for_it() -> None:
    """4 on 3 units: HOLDER's two earn 2⅔, of which the third is left to who comes for the last unit."""
    stage = Stage()
    stage.open_alone()
    stage.issue(2)
    stage.pay(4)
    stage.distribute(income=(4,))
    stage.escrow.send("rebook", HOLDER, ZERO, 2, by=TOKEN)
    assert stage.escrow.send("claim", TOKEN, by=HOLDER).only("IncomeClaimed")["gross"] == 2
    stage.issue(1, ATTACKER)
    stage.escrow.send("rebook", ATTACKER, ZERO, 1, by=TOKEN)
    assert stage.escrow.send("claim", TOKEN, by=ATTACKER).only("IncomeClaimed")["gross"] == 2
    assert stage.escrow.read("bookOf", TOKEN)[0] == 0
