# SPDX-License-Identifier: Apache-2.0
"""Onboarding by an issuer's attestation: who may say what of whom, once, in time, and only while the issuer is trusted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_typing import ChecksumAddress

from regalia.servicing.eligibility import RegistryDomain, digest, sign
from tests.contracts.registry_desk import NOTHING, REGISTRAR, YEAR, ZERO, Passport, RegistryDesk
from tests.support.chain import Emitted, refused
from tests.support.contract import Contract
from tests.support.roles import actor, key_of
from tests.support.sample import START

FUND, SECOND, THIRD, BANK = (actor(role) for role in ("pension_fund", "second_wallet", "third_wallet", "bank"))
ISSUER, RIVAL = key_of("issuer"), key_of("rival issuer")
MAX_ISSUERS = 255


@pytest.fixture
def desk() -> RegistryDesk:
    made = RegistryDesk()
    assert made.appoint(ISSUER.address) == 1
    assert made.appoint(RIVAL.address) == 2
    return made


def test_register__new_investor__eligible_on_the_issuer_s_word(desk: RegistryDesk) -> None:
    done = desk.register(desk.attestation(FUND, country=276, investor_class=3))
    assert done.only("InvestorAdmitted") == {
        "wallet": FUND,
        "investor": FUND,
        "country": 276,
        "class": 3,
        "validUntil": START + YEAR,
        "issuer": 1,
        "by": FUND,
    }
    assert done.all("WalletAdded") == []
    assert desk.passport(FUND) == Passport(FUND, START + YEAR, 276, 3, 1, 1, closed=False, eligible=True)
    assert desk.contract.read("nonces", FUND) == 1


def test_register__handed_in_by_another__refused(desk: RegistryDesk) -> None:
    for caller in (actor("attacker"), ISSUER.address, REGISTRAR):
        with refused("InvestorRegistry_OnlyWallet", wallet=FUND, caller=caller):
            desk.register(desk.attestation(FUND), by=caller)
    assert desk.passport(FUND) == NOTHING


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, True), (1, False)])
def test_register__around_the_deadline__until_its_last_second(desk: RegistryDesk, seconds: int, taken: bool) -> None:
    attested = desk.attestation(FUND, deadline=START + 10)
    desk.chain.now = START + 10 + seconds
    if taken:
        desk.register(attested)
    else:
        with refused("InvestorRegistry_AttestationExpired", deadline=START + 10, timestamp=START + 11):
            desk.register(attested)
    assert desk.passport(FUND).eligible is taken


def test_register__the_same_again__refused(desk: RegistryDesk) -> None:
    attested = desk.attestation(FUND)
    desk.register(attested)
    before = desk.state(FUND)
    with refused("InvalidAccountNonce", account=FUND, currentNonce=1):
        desk.register(attested)
    assert desk.state(FUND) == before


@pytest.mark.parametrize("nonce", [1, 2**256 - 1])
def test_register__with_a_later_nonce__refused(desk: RegistryDesk, nonce: int) -> None:
    with refused("InvalidAccountNonce", account=FUND, currentNonce=0):
        desk.register(replace(desk.attestation(FUND), nonce=nonce))
    assert desk.contract.read("nonces", FUND) == 0


def test_register__on_the_word_of_no_issuer__refused(desk: RegistryDesk) -> None:
    with refused("InvestorRegistry_NotAnIssuer", issuer=key_of("attacker").address):
        desk.register(desk.attestation(FUND), key_of("attacker"))
    with refused("InvestorRegistry_NotAnIssuer", issuer=ZERO):
        desk.submit(desk.attestation(FUND), ZERO, bytes(65))


def test_register__signed_by_another_than_named__refused(desk: RegistryDesk) -> None:
    attested = desk.attestation(FUND)
    signed = digest(attested, desk.domain)
    for signature in (sign(attested, desk.domain, RIVAL), bytes(65), b"", b"\xff" * 65):
        with refused("InvestorRegistry_BadSignature", issuer=ISSUER.address, digest=signed):
            desk.submit(attested, ISSUER.address, signature)
    assert desk.state(FUND) == ((NOTHING, (), 0),)


def test_register__other_half_of_the_curve__refused(desk: RegistryDesk) -> None:
    attested = desk.attestation(FUND)
    signature = sign(attested, desk.domain, ISSUER)
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    twin = signature[:32] + (order - int.from_bytes(signature[32:64], "big")).to_bytes(32, "big")
    with refused("InvestorRegistry_BadSignature"):
        desk.submit(attested, ISSUER.address, twin + bytes([55 - signature[64]]))


@pytest.mark.parametrize("unknown", [0, 5, 255])
def test_register__unknown_class__refused(desk: RegistryDesk, unknown: int) -> None:
    with refused("InvestorRegistry_UnknownClass", largest=4, given=unknown):
        desk.register(desk.attestation(FUND, investor_class=unknown))
    assert desk.state(FUND) == ((NOTHING, (), 0),)


def test_register__eligibility_already_over__refused(desk: RegistryDesk) -> None:
    with refused("InvestorRegistry_AlreadyExpired", validUntil=START - 1, timestamp=START):
        desk.register(desk.attestation(FUND, until=START - 1))


def test_register__news_of_an_own_investor__in_all_its_wallets(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.add(SECOND, FUND)
    desk.register(desk.attestation(SECOND, FUND, country=156, investor_class=1, until=START + 7))
    changed = Passport(FUND, START + 7, 156, 1, 1, 2, closed=False, eligible=True)
    assert desk.passport(FUND) == desk.passport(SECOND) == changed


def test_register__further_wallet_of_an_own_investor__bound(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    done = desk.register(desk.attestation(SECOND, FUND))
    assert done.only("WalletAdded") == {"wallet": SECOND, "investor": FUND, "by": SECOND}
    assert done.only("InvestorAdmitted")["wallet"] == SECOND
    assert desk.passport(FUND) == desk.passport(SECOND)
    assert desk.passport(SECOND).wallets == 2
    assert desk.wallets(FUND) == (FUND, SECOND)


def test_register__of_an_unknown_investor__refused(desk: RegistryDesk) -> None:
    with refused("InvestorRegistry_NotAdmitted", wallet=FUND):
        desk.register(desk.attestation(SECOND, FUND))


def test_register__investor_named_by_a_further_wallet__refused(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.add(SECOND, FUND)
    for wallet in (SECOND, THIRD):
        with refused("InvestorRegistry_WrongInvestor", expected=FUND, given=SECOND):
            desk.register(desk.attestation(wallet, SECOND))


def test_register__bound_wallet_to_another_investor__refused(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.register(desk.attestation(BANK))
    with refused("InvestorRegistry_WrongInvestor", expected=BANK, given=FUND):
        desk.register(desk.attestation(BANK, FUND))


@pytest.mark.parametrize("wallet", [FUND, SECOND])
def test_register__investor_of_another_issuer__refused(desk: RegistryDesk, wallet: ChecksumAddress) -> None:
    desk.register(desk.attestation(FUND), RIVAL)
    before = desk.state(FUND, SECOND)
    with refused("InvestorRegistry_ForeignInvestor", itsIssuer=2, given=1):
        desk.register(desk.attestation(wallet, FUND))
    assert desk.state(FUND, SECOND) == before


@pytest.mark.parametrize("wallet", [FUND, SECOND])
def test_register__investor_of_the_agents__refused(desk: RegistryDesk, wallet: ChecksumAddress) -> None:
    desk.admit(FUND)
    with refused("InvestorRegistry_ForeignInvestor", itsIssuer=0, given=1):
        desk.register(desk.attestation(wallet, FUND))


def test_register__closed_wallet__refused(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.close(FUND)
    with refused("InvestorRegistry_WalletClosed", wallet=FUND):
        desk.register(desk.attestation(FUND))


def test_register__the_seventeenth_wallet__refused(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    for i in range(1, 16):
        desk.add(actor(f"wallet {i}"), FUND)
    with refused("InvestorRegistry_TooManyWallets", limit=16, given=17):
        desk.register(desk.attestation(SECOND, FUND))


@pytest.mark.parametrize("wallet", [FUND, SECOND, THIRD])
def test_remove__attestations_outstanding__all_of_the_investor_die(desk: RegistryDesk, wallet: ChecksumAddress) -> None:
    desk.register(desk.attestation(FUND))
    desk.add(SECOND, FUND)
    outstanding = desk.attestation(wallet, FUND)
    desk.remove(FUND)
    with refused("InvalidAccountNonce", account=FUND, currentNonce=2):
        desk.register(outstanding)
    assert not desk.passport(FUND).eligible


def test_close_wallet__attestation_of_a_further_wallet_outstanding__dies(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    outstanding = desk.attestation(SECOND, FUND)
    desk.close(FUND)
    with refused("InvalidAccountNonce", account=FUND, currentNonce=2):
        desk.register(outstanding)


def test_register__after_removal_with_a_fresh_attestation__eligible_again(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.remove(FUND)
    assert desk.passport(FUND) == Passport(FUND, 0, 276, 3, 1, 1, closed=False, eligible=False)
    desk.register(desk.attestation(FUND))
    assert desk.passport(FUND).eligible


def test_admit__investor_of_an_issuer__the_agents_take_it_over(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    outstanding = desk.attestation(FUND)
    desk.admit(FUND, 840, 2)
    assert desk.passport(FUND) == Passport(FUND, START + YEAR, 840, 2, 0, 1, closed=False, eligible=True)
    with refused("InvestorRegistry_ForeignInvestor", itsIssuer=0, given=1):
        desk.register(outstanding)
    desk.dismiss(ISSUER.address)
    assert desk.passport(FUND).eligible


def test_remove_issuer__its_investors__ineligible_at_once_and_only_they(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.add(SECOND, FUND)
    desk.register(desk.attestation(BANK), RIVAL)
    desk.admit(THIRD)
    done = desk.dismiss(ISSUER.address)
    assert done.only("IssuerRemoved") == {"issuer": ISSUER.address, "index": 1}
    assert [desk.passport(w).eligible for w in (FUND, SECOND, BANK, THIRD)] == [False, False, True, True]
    assert desk.passport(FUND) == Passport(FUND, START + YEAR, 276, 3, 1, 2, closed=False, eligible=False)
    for pair, eligible in (
        ((FUND, BANK), (False, True)),
        ((THIRD, FUND), (True, False)),
        ((THIRD, BANK), (True, True)),
    ):
        words = desk.contract.read("particulars", *pair)
        assert tuple(Passport.read(word).eligible for word in words) == eligible


def test_register__on_the_word_of_a_removed_issuer__refused(desk: RegistryDesk) -> None:
    attested = desk.attestation(FUND)
    desk.dismiss(ISSUER.address)
    with refused("InvestorRegistry_NotAnIssuer", issuer=ISSUER.address):
        desk.register(attested)


def test_add_issuer__removed_before__new_index_and_the_old_word_stays_dead(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.dismiss(ISSUER.address)
    assert desk.appoint(ISSUER.address) == 3
    assert not desk.passport(FUND).eligible
    with refused("InvestorRegistry_ForeignInvestor", itsIssuer=1, given=3):
        desk.register(desk.attestation(FUND))
    desk.register(desk.attestation(BANK))
    assert desk.passport(BANK).issuer == 3 and desk.passport(BANK).eligible
    assert [desk.contract.read("issuerAt", i) for i in range(5)] == [
        ZERO,
        ISSUER.address,
        RIVAL.address,
        ISSUER.address,
        ZERO,
    ]


def test_issuers__bad_appointments__refused(desk: RegistryDesk) -> None:
    with refused("InvestorRegistry_ZeroAddress"):
        desk.appoint(ZERO)
    with refused("InvestorRegistry_AlreadyIssuer", issuer=RIVAL.address, index=2):
        desk.appoint(RIVAL.address)
    with refused("InvestorRegistry_NotAnIssuer", issuer=BANK):
        desk.dismiss(BANK)
    desk.dismiss(RIVAL.address)
    with refused("InvestorRegistry_NotAnIssuer", issuer=RIVAL.address):
        desk.dismiss(RIVAL.address)


def test_add_issuer__the_last_index__counts_and_one_more_is_refused(desk: RegistryDesk) -> None:
    for i in range(3, MAX_ISSUERS):
        desk.appoint(actor(f"issuer {i}"))
    last = key_of("last issuer")
    assert desk.appoint(last.address) == MAX_ISSUERS
    desk.register(desk.attestation(FUND), last)
    assert desk.passport(FUND) == Passport(FUND, START + YEAR, 276, 3, MAX_ISSUERS, 1, closed=False, eligible=True)
    desk.dismiss(last.address)
    assert not desk.passport(FUND).eligible
    with refused("InvestorRegistry_TooManyIssuers", limit=MAX_ISSUERS, given=MAX_ISSUERS + 1):
        desk.appoint(last.address)


HONEST, REFUSING, GARBAGE, REVERTING, BURNING = range(5)


@pytest.mark.parametrize("mood", [REFUSING, GARBAGE, REVERTING, BURNING])
def test_register__issuer_is_a_contract__only_what_it_accepts(desk: RegistryDesk, mood: int) -> None:
    house = Contract.deploy(desk.chain, "MockContractSigner", key_of("owner").address, by=actor("admin"))
    desk.appoint(house.address)
    attested = desk.attestation(FUND)
    signature = sign(attested, desk.domain, key_of("owner"))
    house.send("setMood", mood, by=actor("anybody"))
    with refused("InvestorRegistry_BadSignature", issuer=house.address, digest=digest(attested, desk.domain)):
        desk.submit(attested, house.address, signature)
    house.send("setMood", HONEST, by=actor("anybody"))
    with refused("InvestorRegistry_BadSignature"):
        desk.submit(attested, house.address, sign(attested, desk.domain, key_of("attacker")))
    desk.submit(attested, house.address, signature)
    assert desk.passport(FUND).eligible


def test_register__meant_for_another_registry_or_chain__refused(desk: RegistryDesk) -> None:
    attested = desk.attestation(FUND)
    for domain in (RegistryDomain(1, desk.domain.registry), RegistryDomain(desk.domain.chain_id, BANK)):
        with refused("InvestorRegistry_BadSignature"):
            desk.submit(attested, ISSUER.address, sign(attested, domain, ISSUER))


def test_events__of_a_whole_life__rebuild_the_state(desk: RegistryDesk) -> None:
    desk.register(desk.attestation(FUND))
    desk.register(desk.attestation(SECOND, FUND, country=40))
    desk.admit(BANK, 156, 1)
    desk.add(THIRD, BANK)
    desk.close(BANK)
    desk.remove(FUND)
    desk.register(desk.attestation(SECOND, FUND, country=756))
    desk.dismiss(RIVAL.address)
    desk.remove(THIRD)
    wallets = (FUND, SECOND, BANK, THIRD)
    assert rebuilt(desk.chain.log, desk.chain.now) == {w: desk.passport(w) for w in wallets}


def rebuilt(log: list[Emitted], now: int) -> dict[str, Passport]:
    """Passports by the events alone."""
    investor_of: dict[str, ChecksumAddress] = {}
    facts: dict[str, tuple[int, int, int, int]] = {}
    closed: set[str] = set()
    in_force = {0}
    for event in log:
        args = event.args
        match event.name:
            case "InvestorAdmitted":
                investor_of[args["wallet"]] = args["investor"]
                facts[args["investor"]] = (args["validUntil"], args["country"], args["class"], args["issuer"])
            case "WalletAdded":
                investor_of[args["wallet"]] = args["investor"]
            case "WalletClosed":
                closed.add(args["wallet"])
            case "InvestorRemoved":
                facts[args["investor"]] = (0, *facts[args["investor"]][1:])
            case "IssuerAdded":
                in_force.add(args["index"])
            case "IssuerRemoved":
                in_force.remove(args["index"])
    found = {}
    for wallet, investor in investor_of.items():
        until, country, investor_class, issuer = facts[investor]
        count = list(investor_of.values()).count(investor)
        eligible = now <= until and wallet not in closed and issuer in in_force
        found[wallet] = Passport(investor, until, country, investor_class, issuer, count, wallet in closed, eligible)
    return found
