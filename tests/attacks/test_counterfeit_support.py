# SPDX-License-Identifier: Apache-2.0
"""A clone of the deal's contract that an attacker makes and wires himself: no deal of the factory, and without reach into one."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

import pytest

from regalia.chain.deployer import OracleRequest
from tests.support import whole
from tests.support.acts import demand, needed, pay_support
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.roles import actor, attestors
from tests.support.whole import GUARANTEE, PROGRAM, USD, live_whole

ATTACKER, GUARANTOR = actor("attacker"), actor("guarantor")
KEYS = attestors(2, "accomplice")
GREEDY = replace(PROGRAM, tranches=tuple(replace(t, original_balance=2**80) for t in PROGRAM.tranches))


@dataclass
class Counterfeit:
    """The clone, live in its own escrow, with the attacker's attestors; it names the real guarantor as its provider."""

    deal: Contract
    escrow: Contract
    report: tuple[object, ...]


def clone_of(platform: Platform, implementation: str) -> Contract:
    """A minimal proxy, as ERC-1167 has it."""
    head, tail = "3d602d80600a3d3981f3363d3d373d3d3d363d73", "5af43d82803e903d91602b57fd5bf3"
    made = platform.chain.deploy(ATTACKER, bytes.fromhex(head + implementation[2:] + tail))
    return Contract(platform.chain, "Deal", made)


def wire(platform: Platform, clone: Contract, escrow: str, tokens: list[str]) -> None:
    addresses = [escrow, platform.oracle.address, ATTACKER, ATTACKER]
    wiring = GREEDY.pack() + b"".join(bytes.fromhex(a[2:]) for a in addresses) + bytes(32)
    wiring += b"".join(bytes.fromhex(token[2:]) for token in tokens) + bytes(16)
    wiring += b"".join(bytes.fromhex(actor(payee)[2:]) for payee in whole.PAYEES)
    terms = OracleRequest(2, 0, 0, 0, tuple(key.address for key in KEYS), (1, 1))
    clone.send("initialize", wiring, terms.packed(), b"", by=ATTACKER)


@pytest.fixture
def real(platform: Platform, money: Contract) -> DealContracts:
    """The guarantor has allowed its escrow everything it has."""
    deal = live_whole(platform, money)
    deal.give(GUARANTOR, 1_000_000 * USD, deal.escrow)
    return deal


@pytest.fixture
def counterfeit(platform: Platform, real: DealContracts) -> Counterfeit:
    clone = clone_of(platform, platform.implementation.address)
    shared = (platform.registry.address, platform.supervisor.address)
    escrow = Contract.deploy(
        platform.chain, "RoyaltyEscrow", clone.address, real.money.address, 3, *shared, b"", NO_ADDRESS, by=ATTACKER
    )
    wire(platform, clone, escrow.address, [token.address for token in real.tokens])
    clone.send("close", 0, b"", by=ATTACKER)
    report = astuple(replace(real.report(0), deal=clone.address))
    digest = platform.oracle.read("digestOf", report)
    signatures = b"".join(key.unsafe_sign_hash(digest).signature for key in KEYS)
    platform.oracle.send("submit", report, signatures, by=ATTACKER)
    real.reach(1)
    return Counterfeit(clone, escrow, report)


def test_counterfeit__live_by_itself__the_factory_has_announced_no_such_deal(
    platform: Platform, counterfeit: Counterfeit
) -> None:
    assert counterfeit.deal.read("status") == 3
    announced = {e.args["deal"] for e in platform.chain.log if e.name == "DealCreated"}
    assert counterfeit.deal.address not in announced and announced


def test_clone__wired_to_the_real_escrow__can_t_even_close(platform: Platform, real: DealContracts) -> None:
    clone = clone_of(platform, platform.implementation.address)
    wire(platform, clone, real.escrow.address, [token.address for token in real.tokens])
    with refused("RoyaltyEscrow_OnlyDeal", deal=real.deal.address, caller=clone.address):
        clone.send("close", 0, b"", by=ATTACKER)


def test_counterfeit__demands_a_fortune_that_nobody_pays__the_guarantor_is_in_no_default_with_the_real_deal(
    real: DealContracts, counterfeit: Counterfeit
) -> None:
    made = real.support.send("demand", counterfeit.deal.address, GUARANTEE, counterfeit.report, by=ATTACKER)
    deadline = int.from_bytes(made.output[32:], "big")
    real.chain.now = deadline + 1
    assert real.support.read("unpaidOf", counterfeit.deal.address, 1, 2) == 0b10
    assert real.support.read("unpaidOf", real.deal.address, 1, 2) == 0
    assert real.support.read("noticeOf", real.deal.address, GUARANTEE) == (0, 0, 0, 0)
    report = real.report(0)
    real.submit(report)
    assert needed(real, report) == (20_000 * USD, 4_000 * USD)
    asked, _ = demand(real, GUARANTEE, report)
    pay_support(real, GUARANTEE, asked, by="guarantor")


def test_counterfeit__the_guarantor_pays_it_in_error__refused_as_only_the_real_escrow_was_allowed(
    real: DealContracts, counterfeit: Counterfeit
) -> None:
    made = real.support.send("demand", counterfeit.deal.address, GUARANTEE, counterfeit.report, by=ATTACKER)
    asked = int.from_bytes(made.output[:32], "big")
    with refused("ERC20InsufficientAllowance", spender=counterfeit.escrow.address, allowance=0, needed=asked):
        real.support.send("pay", counterfeit.deal.address, GUARANTEE, asked, by=GUARANTOR)
    assert real.money.read("allowance", GUARANTOR, real.escrow.address) == UNLIMITED


def test_counterfeit__its_report_at_the_real_deal_and_the_other_way_round__refused(
    real: DealContracts, counterfeit: Counterfeit
) -> None:
    foreign = {"expected": real.deal.address, "given": counterfeit.deal.address}
    with refused("DealLens_ForeignReport", **foreign):
        real.support.send("demand", real.deal.address, GUARANTEE, counterfeit.report, by=ATTACKER)
    with refused("DealLens_ForeignReport", **foreign):
        real.lens.read("preview", real.deal.address, counterfeit.report)
    report = real.report(0)
    real.submit(report)
    with refused("DealLens_ForeignReport", expected=counterfeit.deal.address, given=real.deal.address):
        real.support.send("demand", counterfeit.deal.address, GUARANTEE, astuple(report), by=ATTACKER)


def test_counterfeit__pays_income_to_the_real_tokens__only_its_own_escrow_hears_it(
    real: DealContracts, counterfeit: Counterfeit
) -> None:
    before = [real.entitlement(t, role) for t in range(2) for role in whole.ALLOCATION]
    for facility in (0, 1):
        real.support.send("demand", counterfeit.deal.address, facility, counterfeit.report, by=ATTACKER)
    real.chain.now += 241 * whole.HOUR
    counterfeit.deal.send("execute", counterfeit.report, by=ATTACKER)
    assert [real.entitlement(t, role) for t in range(2) for role in whole.ALLOCATION] == before
    assert real.deal.read("nextPeriod") == 1
    assert real.state().balance == (1_000_000 * USD, 400_000 * USD)


@pytest.mark.parametrize("function", ["receiveSupport", "conclude", "exerciseCall"])
def test_counterfeit__acts_of_its_own_at_the_real_deal__refused_to_its_maker(
    real: DealContracts, counterfeit: Counterfeit, function: str
) -> None:
    acts = {
        "receiveSupport": ((GUARANTEE, GUARANTOR, 5), "Deal_OnlySupportFacility"),
        "conclude": ((), "DealLens_NotOver"),
        "exerciseCall": ((2, 10**15), "Calls_PaymentDateDue"),
    }
    arguments, error = acts[function]
    with refused(error):
        real.deal.send(function, *arguments, by=ATTACKER)
