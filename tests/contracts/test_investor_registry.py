# SPDX-License-Identifier: Apache-2.0
"""Who is an eligible investor, with which wallets, until when: what agents and the administrator do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regalia.chain.deployer import ADMIN_DELAY
from tests.contracts.registry_desk import (
    ADMIN,
    AGENT_ROLE,
    NOTHING,
    REGISTRAR,
    YEAR,
    ZERO,
    Passport,
    RegistryDesk,
)
from tests.support.chain import refused
from tests.support.roles import actor, key_of
from tests.support.sample import START

FUND, SECOND, THIRD, BANK = (actor(role) for role in ("pension_fund", "second_wallet", "third_wallet", "bank"))
MAX_WALLETS = 16


@pytest.fixture
def desk() -> RegistryDesk:
    return RegistryDesk()


def test_admit__unknown_wallet__a_new_investor(desk: RegistryDesk) -> None:
    done = desk.admit(FUND, 156, 3, START + 10)
    assert done.only("InvestorAdmitted") == {
        "wallet": FUND,
        "investor": FUND,
        "country": 156,
        "class": 3,
        "validUntil": START + 10,
        "issuer": 0,
        "by": REGISTRAR,
    }
    assert desk.passport(FUND) == Passport(FUND, START + 10, 156, 3, 0, 1, closed=False, eligible=True)
    assert desk.wallets(FUND) == (FUND,)


@pytest.mark.parametrize("wallet", [FUND, ZERO])
def test_wallet__never_admitted__nothing_known(desk: RegistryDesk, wallet: str) -> None:
    assert desk.passport(wallet) == NOTHING
    assert desk.wallets(wallet) == ()


@pytest.mark.parametrize(("seconds", "eligible"), [(-1, True), (0, True), (1, False)])
def test_eligibility__around_its_end__until_the_last_second(desk: RegistryDesk, seconds: int, eligible: bool) -> None:
    desk.admit(FUND, until=START + 100)
    desk.chain.now = START + 100 + seconds
    assert desk.passport(FUND).eligible is eligible


def test_passport__largest_facts__no_field_spills(desk: RegistryDesk) -> None:
    desk.admit(FUND, 2**16 - 1, 4, 2**48 - 1)
    assert desk.passport(FUND) == Passport(FUND, 2**48 - 1, 2**16 - 1, 4, 0, 1, closed=False, eligible=True)


def test_passports__two_wallets__each_its_own(desk: RegistryDesk) -> None:
    desk.admit(FUND, 156, 1)
    desk.admit(BANK, 276, 3, START)
    desk.chain.now = START + 1
    first, second = map(Passport.read, desk.contract.read("particulars", FUND, BANK))
    assert (first.investor, first.country, first.eligible) == (FUND, 156, True)
    assert (second.investor, second.country, second.eligible) == (BANK, 276, False)


def test_admit__known_wallet__changes_what_is_known(desk: RegistryDesk) -> None:
    desk.admit(FUND, until=START + 100)
    desk.admit(FUND, 276, 1, START + 50)
    assert desk.passport(FUND) == Passport(FUND, START + 50, 276, 1, 0, 1, closed=False, eligible=True)


def test_admit__after_its_end__eligible_again(desk: RegistryDesk) -> None:
    desk.admit(FUND, until=START + 1)
    desk.chain.now = START + 2
    desk.admit(FUND, until=START + 3)
    assert desk.passport(FUND).eligible


def test_admit__for_this_second_only__eligible_in_it(desk: RegistryDesk) -> None:
    desk.admit(FUND, until=START)
    assert desk.passport(FUND).eligible


def test_admit__already_over__refused(desk: RegistryDesk) -> None:
    with refused("InvestorRegistry_AlreadyExpired", validUntil=START - 1, timestamp=START):
        desk.admit(FUND, until=START - 1)
    assert desk.passport(FUND) == NOTHING


@pytest.mark.parametrize("unknown", [0, 5, 255])
def test_admit__unknown_class__refused(desk: RegistryDesk, unknown: int) -> None:
    with refused("InvestorRegistry_UnknownClass", largest=4, given=unknown):
        desk.admit(FUND, investor_class=unknown)
    assert desk.passport(FUND) == NOTHING


def test_admit_and_add__the_zero_address__refused(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    with refused("InvestorRegistry_ZeroAddress"):
        desk.admit(ZERO)
    with refused("InvestorRegistry_ZeroAddress"):
        desk.add(ZERO, FUND)


def test_add_wallet__unknown_wallet__shares_the_facts(desk: RegistryDesk) -> None:
    desk.admit(FUND, 156, 3)
    done = desk.add(SECOND, FUND)
    assert done.only("WalletAdded") == {"wallet": SECOND, "investor": FUND, "by": REGISTRAR}
    shared = Passport(FUND, START + YEAR, 156, 3, 0, 2, closed=False, eligible=True)
    assert desk.passport(FUND) == desk.passport(SECOND) == shared


def test_add_wallet__to_a_further_wallet__of_the_same_investor(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    desk.add(SECOND, FUND)
    desk.add(THIRD, SECOND)
    assert [desk.passport(w).investor for w in (FUND, SECOND, THIRD)] == [FUND] * 3
    assert [desk.passport(w).wallets for w in (FUND, SECOND, THIRD)] == [3] * 3
    assert desk.wallets(FUND) == (FUND, SECOND, THIRD)
    assert desk.wallets(SECOND) == ()


def test_admit__by_a_further_wallet__changes_all_wallets_of_the_investor(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    desk.add(SECOND, FUND)
    done = desk.admit(SECOND, 276, 1, START + 5)
    assert done.only("InvestorAdmitted")["investor"] == FUND
    assert desk.passport(FUND) == desk.passport(SECOND)
    assert desk.passport(FUND) == Passport(FUND, START + 5, 276, 1, 0, 2, closed=False, eligible=True)


@pytest.mark.parametrize(("wallet", "investor"), [(FUND, FUND), (SECOND, FUND), (BANK, BANK)])
def test_add_wallet__bound_already__refused_for_good(desk: RegistryDesk, wallet: str, investor: str) -> None:
    desk.admit(FUND)
    desk.add(SECOND, FUND)
    desk.admit(BANK)
    for sibling in (FUND, BANK):
        with refused("InvestorRegistry_WalletTaken", wallet=wallet, investor=investor):
            desk.add(wallet, sibling)
    desk.remove(wallet)
    with refused("InvestorRegistry_WalletTaken", wallet=wallet, investor=investor):
        desk.add(wallet, FUND)


def test_add_wallet__to_an_unknown_wallet__refused(desk: RegistryDesk) -> None:
    with refused("InvestorRegistry_NotAdmitted", wallet=FUND):
        desk.add(SECOND, FUND)


def test_add_wallet__the_seventeenth__refused(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    further = [actor(f"wallet {i}") for i in range(1, MAX_WALLETS)]
    for wallet in further:
        desk.add(wallet, FUND)
    assert desk.wallets(FUND) == (FUND, *further)
    with refused("InvestorRegistry_TooManyWallets", limit=MAX_WALLETS, given=MAX_WALLETS + 1):
        desk.add(SECOND, FUND)
    assert desk.passport(SECOND) == NOTHING
    assert desk.contract.read("MAX_WALLETS") == MAX_WALLETS
    desk.remove(further[-1])
    assert not any(desk.passport(wallet).eligible for wallet in (FUND, *further))


def test_close_wallet__one_of_two__only_that_one_and_for_good(desk: RegistryDesk) -> None:
    desk.admit(FUND, 156, 3)
    desk.add(SECOND, FUND)
    done = desk.close(FUND)
    assert done.only("WalletClosed") == {"wallet": FUND, "by": REGISTRAR}
    assert desk.passport(FUND) == Passport(FUND, START + YEAR, 156, 3, 0, 2, closed=True, eligible=False)
    assert desk.passport(SECOND) == Passport(FUND, START + YEAR, 156, 3, 0, 2, closed=False, eligible=True)
    desk.admit(SECOND, until=START + 2 * YEAR)
    assert desk.passport(FUND).closed and not desk.passport(FUND).eligible
    assert desk.passport(FUND).valid_until == START + 2 * YEAR
    assert desk.wallets(FUND) == (FUND, SECOND)


def test_close_wallet__lost__a_new_wallet_of_the_investor_takes_its_place(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    desk.close(FUND)
    desk.add(SECOND, FUND)
    assert desk.passport(SECOND).investor == FUND
    assert desk.passport(SECOND).eligible and not desk.passport(SECOND).closed
    assert not desk.passport(FUND).eligible


def test_closed_wallet__admitted_or_closed_again__refused(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    desk.close(FUND)
    before = desk.state(FUND)
    for act in (desk.admit, desk.close):
        with refused("InvestorRegistry_WalletClosed", wallet=FUND):
            act(FUND)
    assert desk.state(FUND) == before


def test_close_and_remove__unknown_wallet__refused(desk: RegistryDesk) -> None:
    for act in (desk.close, desk.remove):
        with refused("InvestorRegistry_NotAdmitted", wallet=FUND):
            act(FUND)


def test_remove__one_of_two_wallets__neither_is_eligible_and_facts_stay(desk: RegistryDesk) -> None:
    desk.admit(FUND, 156, 3)
    desk.add(SECOND, FUND)
    desk.admit(BANK)
    done = desk.remove(SECOND)
    assert done.only("InvestorRemoved") == {"wallet": SECOND, "investor": FUND, "by": REGISTRAR}
    withdrawn = Passport(FUND, 0, 156, 3, 0, 2, closed=False, eligible=False)
    assert desk.passport(FUND) == desk.passport(SECOND) == withdrawn
    assert desk.passport(BANK).eligible


def test_admit__after_removal__the_same_investor_again(desk: RegistryDesk) -> None:
    desk.admit(FUND)
    desk.add(SECOND, FUND)
    desk.remove(FUND)
    desk.admit(SECOND)
    assert desk.passport(FUND) == desk.passport(SECOND)
    assert desk.passport(SECOND).investor == FUND
    assert desk.passport(SECOND).eligible


Act = Callable[[RegistryDesk, str], object]
AGENT_ACTS: dict[str, Act] = {
    "admit": lambda desk, by: desk.contract.send("admit", BANK, 840, 2, 2**40, by=by),
    "addWallet": lambda desk, by: desk.contract.send("addWallet", BANK, FUND, by=by),
    "closeWallet": lambda desk, by: desk.contract.send("closeWallet", FUND, by=by),
    "remove": lambda desk, by: desk.contract.send("remove", FUND, by=by),
}
ADMIN_ACTS: dict[str, Act] = {
    "addIssuer": lambda desk, by: desk.contract.send("addIssuer", BANK, by=by),
    "removeIssuer": lambda desk, by: desk.contract.send("removeIssuer", key_of("issuer").address, by=by),
    "grantRole": lambda desk, by: desk.contract.send("grantRole", AGENT_ROLE, by, by=by),
}


@pytest.mark.parametrize("act", AGENT_ACTS)
@pytest.mark.parametrize("who", [ADMIN, key_of("issuer").address, FUND, actor("attacker")])
def test_agents_act__by_others__refused(desk: RegistryDesk, act: str, who: str) -> None:
    desk.admit(FUND)
    desk.appoint(key_of("issuer").address)
    before = desk.state(FUND, BANK)
    with refused("AccessControlUnauthorizedAccount", account=who, neededRole=AGENT_ROLE):
        AGENT_ACTS[act](desk, who)
    assert desk.state(FUND, BANK) == before


@pytest.mark.parametrize("act", ADMIN_ACTS)
@pytest.mark.parametrize("who", [REGISTRAR, key_of("issuer").address, FUND, actor("attacker")])
def test_administrators_act__by_others__refused(desk: RegistryDesk, act: str, who: str) -> None:
    desk.admit(FUND)
    desk.appoint(key_of("issuer").address)
    with refused("AccessControlUnauthorizedAccount", account=who, neededRole=bytes(32)):
        ADMIN_ACTS[act](desk, who)
    assert desk.contract.read("isIssuer", key_of("issuer").address)
    assert not desk.contract.read("isIssuer", BANK)


def test_registrar__revoked__can_admit_no_more(desk: RegistryDesk) -> None:
    desk.contract.send("revokeRole", AGENT_ROLE, REGISTRAR, by=ADMIN)
    with refused("AccessControlUnauthorizedAccount", account=REGISTRAR, neededRole=AGENT_ROLE):
        desk.admit(FUND)


@pytest.mark.parametrize(("seconds", "over"), [(0, False), (1, True)])
def test_admin__handed_over__only_after_the_delay(desk: RegistryDesk, seconds: int, over: bool) -> None:
    successor = actor("successor")
    desk.contract.send("beginDefaultAdminTransfer", successor, by=ADMIN)
    desk.chain.now = START + ADMIN_DELAY + seconds
    if over:
        desk.contract.send("acceptDefaultAdminTransfer", by=successor)
        assert desk.contract.read("defaultAdmin") == successor
    else:
        with refused("AccessControlEnforcedDefaultAdminDelay", schedule=START + ADMIN_DELAY):
            desk.contract.send("acceptDefaultAdminTransfer", by=successor)
