# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.entitlement import BookError
from regalia.domain.register import MOST_FROZEN, Register


def halves() -> Register:
    """Ten units each of two holders, 100 owed to each."""
    register = Register()
    register.place(20)
    for holder in ("senior_investor", "custodian"):
        register.issue(holder, 10)
    register.credit(200)
    return register


def test_claim__frozen_wallet__refused_and_income_waits() -> None:
    register = halves()
    register.freeze_wallet("custodian", True)
    register.credit(200)
    with pytest.raises(BookError, match="custodian is frozen"):
        register.claim("custodian")
    register.freeze_wallet("custodian", False)
    assert register.claim("custodian") == 200


def test_claim__frozen_units__paid() -> None:
    register = halves()
    register.set_frozen("custodian", 10)
    assert register.claim("custodian") == 100


@pytest.mark.parametrize(
    ("frozen", "units", "left"), [(4, 6, 4), (4, 7, 3), (4, 10, 0), (15, 1, 14), (15, 10, 5), (0, 10, 0)]
)
def test_force__frozen_units__thawed_by_what_is_taken_of_them(frozen: int, units: int, left: int) -> None:
    register = halves()
    register.set_frozen("custodian", frozen)
    assert register.force("custodian", "senior_investor", units) == left
    assert register.account("senior_investor").units == 10 + units


def test_force__more_than_is_held__refused_and_no_freeze_loosened() -> None:
    register = halves()
    register.set_frozen("custodian", 4)
    with pytest.raises(BookError):
        register.force("custodian", None, 11)
    assert (register.frozen["custodian"], register.account("custodian").units, register.supply) == (4, 10, 20)


def test_force__income__stays_with_the_former_holder() -> None:
    register = halves()
    register.force("custodian", "senior_investor", 10)
    assert (register.entitlement("custodian"), register.entitlement("senior_investor")) == (100, 100)


def test_recover__everything__goes_along_and_the_lost_wallet_is_frozen() -> None:
    register = halves()
    register.set_frozen("custodian", 4)
    register.set_frozen("new wallet", 1)
    register.freeze_wallet("custodian", True)
    register.retaining.add("custodian")
    register.recover("custodian", "new wallet")
    assert (register.account("new wallet").units, register.entitlement("new wallet")) == (10, 100)
    assert (register.frozen, register.retaining) == ({"new wallet": 5}, {"new wallet"})
    assert register.wallets == {"custodian", "new wallet"}
    assert register.is_empty("custodian")


def test_recover__wallet_not_frozen__only_the_lost_one_is_afterwards() -> None:
    register = halves()
    register.recover("custodian", "new wallet")
    assert register.wallets == {"custodian"}
    assert register.claim("new wallet") == 100


def test_recover__twice__nothing_left_and_the_new_wallet_stays_free() -> None:
    register = halves()
    register.recover("custodian", "new wallet")
    with pytest.raises(BookError, match="nothing to recover"):
        register.recover("custodian", "new wallet")
    assert register.wallets == {"custodian"}


def test_set_frozen__beyond_the_register__kept_at_the_most() -> None:
    assert Register().set_frozen("custodian", 2**256 - 1) == MOST_FROZEN
