# SPDX-License-Identifier: Apache-2.0
"""Halts of a deal, a tranche or a holder: for a reason, by order, until a second; and what a supervisor can't order."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.halts import (
    CHIEF,
    KINDS,
    LONGEST,
    MEZZANINE,
    SENIOR,
    SUPERVISOR,
    UNTIL,
    ZERO,
    Kind,
    of_every_kind,
    trades,
)
from tests.support.chain import refused
from tests.support.contract import Contract, functions
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.powers import EVIDENCE, REASON, REF, halt, order, resume
from tests.support.roles import actor
from tests.support.rules import transfer_refused
from tests.support.sample import CLOSING, DAY, SENIOR_UNIT, USD

# The act


@of_every_kind
def test_halt__any__says_subject_expiry_order_reason_and_who(
    live: DealContracts, platform: Platform, kind: Kind
) -> None:
    done = kind.halt(platform, live, UNTIL)
    fields = dict(zip(("token",) if kind.name == "Tranche" else ("deal", "holder"), kind.subject(live), strict=False))
    assert [event.name for event in done.events] == [f"{kind.name}Halted"]
    assert done.only(f"{kind.name}Halted") == {
        **fields,
        "until": UNTIL,
        "orderReference": REF,
        "evidence": EVIDENCE,
        "reason": REASON,
        "by": SUPERVISOR,
    }
    assert kind.until(platform, live) == UNTIL
    live.chain.now += DAY
    done = kind.resume(platform, live)
    assert [event.name for event in done.events] == [f"{kind.name}Resumed"]
    assert done.only(f"{kind.name}Resumed") == {**fields, "orderReference": REF, "evidence": EVIDENCE, "by": CHIEF}
    assert kind.until(platform, live) == 0


@of_every_kind
@pytest.mark.parametrize(("seconds", "halted"), [(-1, True), (0, True), (1, False), (DAY, False)])
def test_halt__around_its_last_second__ends_by_itself(
    live: DealContracts, platform: Platform, kind: Kind, seconds: int, halted: bool
) -> None:
    kind.halt(platform, live, UNTIL)
    live.chain.now = UNTIL + seconds
    assert trades(live, kind) is not halted
    assert kind.until(platform, live) == (UNTIL if halted else 0)


@of_every_kind
def test_halt__never_given__nothing_is_halted(live: DealContracts, platform: Platform, kind: Kind) -> None:
    assert kind.until(platform, live) == 0
    assert trades(live, kind)


@of_every_kind
def test_halt__renewed__lasts_until_the_later_second(live: DealContracts, platform: Platform, kind: Kind) -> None:
    kind.halt(platform, live, UNTIL)
    live.chain.now = UNTIL
    kind.halt(platform, live, UNTIL + LONGEST)
    live.chain.now = UNTIL + LONGEST
    assert not trades(live, kind)
    live.chain.now += 1
    assert trades(live, kind)


@of_every_kind
def test_halt__shortened__refused_and_ends_as_before(live: DealContracts, platform: Platform, kind: Kind) -> None:
    """Ending a halt early is for those who resume; to renew it to the same second changes nothing."""
    kind.halt(platform, live, UNTIL)
    live.chain.now += 60
    with refused("Supervisor_Shortens", inForce=UNTIL, given=UNTIL - 1):
        kind.halt(platform, live, UNTIL - 1)
    kind.halt(platform, live, UNTIL)
    live.chain.now = UNTIL
    assert not trades(live, kind)
    live.chain.now += 1
    assert trades(live, kind)


@pytest.mark.parametrize("function", ["haltDeal", "haltTranche", "haltHolder"])
def test_halt__of_no_contract__refused(platform: Platform, function: str) -> None:
    subject = (actor("nobody"), actor("outsider"))[: 2 if function == "haltHolder" else 1]
    with refused("Supervisor_NoContract", subject=actor("nobody")):
        halt(platform, function, *subject, until=platform.chain.now)


@of_every_kind
def test_halt__again_after_it_ended__in_force_again(live: DealContracts, platform: Platform, kind: Kind) -> None:
    kind.halt(platform, live, UNTIL)
    live.chain.now = UNTIL + 1
    kind.halt(platform, live, UNTIL + DAY)
    assert not trades(live, kind)
    kind.resume(platform, live)
    assert trades(live, kind)
    kind.halt(platform, live, UNTIL + DAY)
    assert not trades(live, kind)


# Bad input: a named error, and nothing changed


def everything(deal: DealContracts, platform: Platform) -> list[object]:
    """All that a halt writes."""
    words = [deal.escrow.read("wordsOf", token.address, SENIOR, ZERO) for token in deal.tokens]
    return [*words, *(kind.until(platform, deal) for kind in KINDS), len(deal.chain.log)]


@of_every_kind
@pytest.mark.parametrize("seconds", [0, 1, LONGEST - 1, LONGEST])
def test_halt__until_now_or_as_far_as_can_be__accepted(
    live: DealContracts, platform: Platform, kind: Kind, seconds: int
) -> None:
    assert platform.supervisor.read("LONGEST") == LONGEST
    kind.halt(platform, live, CLOSING + seconds)
    assert kind.until(platform, live) == CLOSING + seconds


@of_every_kind
@pytest.mark.parametrize("until", [0, CLOSING - 1, CLOSING + LONGEST + 1, 2**48 - 1])
def test_halt__past_or_too_far_ahead__refused(live: DealContracts, platform: Platform, kind: Kind, until: int) -> None:
    before = everything(live, platform)
    with refused("Supervisor_BadExpiry", earliest=CLOSING, latest=CLOSING + LONGEST, given=until):
        kind.halt(platform, live, until)
    assert everything(live, platform) == before


@of_every_kind
def test_halt__renewed_with_bad_expiry__the_present_one_stays(
    live: DealContracts, platform: Platform, kind: Kind
) -> None:
    kind.halt(platform, live, UNTIL)
    before = everything(live, platform)
    with refused("Supervisor_BadExpiry", earliest=CLOSING, latest=CLOSING + LONGEST, given=CLOSING - 1):
        kind.halt(platform, live, CLOSING - 1)
    assert everything(live, platform) == before
    assert not trades(live, kind)


@of_every_kind
def test_halt__without_a_reason__refused(live: DealContracts, platform: Platform, kind: Kind) -> None:
    before = everything(live, platform)
    with refused("Supervisor_NoReason"):
        platform.supervisor.send(f"halt{kind.name}", *kind.subject(live), UNTIL, REF, EVIDENCE, "", by=SUPERVISOR)
    assert everything(live, platform) == before


@of_every_kind
@pytest.mark.parametrize(("ref", "evidence"), [(bytes(32), EVIDENCE), (REF, bytes(32)), (bytes(32), bytes(32))])
def test_halt_and_resume__without_order_or_evidence__refused(
    live: DealContracts, platform: Platform, kind: Kind, ref: bytes, evidence: bytes
) -> None:
    supervisor, subject = platform.supervisor, kind.subject(live)
    before = everything(live, platform)
    with refused("Supervisor_NoOrder", orderReference=ref, evidence=evidence):
        supervisor.send(f"halt{kind.name}", *subject, UNTIL, ref, evidence, REASON, by=SUPERVISOR)
    assert everything(live, platform) == before
    kind.halt(platform, live, UNTIL)
    before = everything(live, platform)
    with refused("Supervisor_NoOrder", orderReference=ref, evidence=evidence):
        supervisor.send(f"resume{kind.name}", *subject, ref, evidence, by=CHIEF)
    assert everything(live, platform) == before


@of_every_kind
@pytest.mark.parametrize("ended", ["never", "by itself", "by order"])
def test_resume__of_what_is_not_halted__refused(
    live: DealContracts, platform: Platform, kind: Kind, ended: str
) -> None:
    if ended != "never":
        kind.halt(platform, live, UNTIL)
    if ended == "by itself":
        live.chain.now = UNTIL + 1
    elif ended == "by order":
        kind.resume(platform, live)
    before = everything(live, platform)
    with refused("Supervisor_NotHalted", subject=kind.subject(live)[-1]):
        kind.resume(platform, live)
    assert everything(live, platform) == before


def test_halt_holder__nobody__refused(live: DealContracts, platform: Platform) -> None:
    """Nobody's place in the register is the tranche's own."""
    before = everything(live, platform)
    with refused("Supervisor_ZeroAddress"):
        halt(platform, "haltHolder", live.deal.address, ZERO, until=UNTIL)
    assert everything(live, platform) == before


def test_resume_holder__nobody__refused(live: DealContracts, platform: Platform) -> None:
    halt(platform, "haltTranche", live.tokens[0].address, until=UNTIL)
    with refused("Supervisor_NotHalted", subject=ZERO):
        resume(platform, "resumeHolder", live.deal.address, ZERO)
    assert not trades(live, KINDS[1])


@of_every_kind
def test_halt__by_a_supervisor_of_other_deals__refused(live: DealContracts, platform: Platform, kind: Kind) -> None:
    rival = Contract.deploy(platform.chain, "Supervisor", actor("admin"), ADMIN_DELAY, by=actor("admin"))
    rival.send("grantRole", keccak(text="HALTER_ROLE"), SUPERVISOR, by=actor("admin"))
    before = everything(live, platform)
    contract = "Deal" if kind.name == "Deal" else "RoyaltyEscrow"
    with refused(f"{contract}_OnlySupervisor", supervisor=platform.supervisor.address, caller=rival.address):
        rival.send(f"halt{kind.name}", *kind.subject(live), UNTIL, REF, EVIDENCE, REASON, by=SUPERVISOR)
    assert everything(live, platform) == before
    assert rival.read(f"{kind.name.lower()}HaltedUntil", *kind.subject(live)) == 0
    assert trades(live, kind)


# What the supervisor may read: everything, as anybody may

ASKED: dict[str, object] = {
    "tranche": 0,
    "period": 1,
    "units": 5,
    "code": 2,
    "index": 0,
    "level": 0,
    "place": 0,
    "timepoint": CLOSING,
    "role": keccak(text="HALTER_ROLE"),
    "id": bytes.fromhex("3edbb4c4"),
    "interfaceId": bytes.fromhex("01ffc9a7"),
    "payee": actor("trustee"),
    "e": (SENIOR, SENIOR, 840, 2, UNTIL, 0, UNTIL),
    **dict.fromkeys(("holder", "account", "owner", "wallet", "investor", "issuer", "from", "a"), SENIOR),
    **dict.fromkeys(("to", "b"), MEZZANINE),
}
"""What views are asked, by the names of their arguments; deal, token, spender and report are those of the deal."""
OF_THE_HALT = {
    "TrancheToken": {"answersOf", "canTransfer", "canSend", "canReceive", "detectTransferRestriction", "paused"},
    "RoyaltyEscrow": {"bookOf", "wordsOf"},
    "Supervisor": {"dealHaltedUntil", "trancheHaltedUntil", "holderHaltedUntil", "haltsOn"},
}
"""The views that answer otherwise while all is halted and paused, as they should."""
REFUSING = "checkIssue"
"""A view that says no by refusing."""


def all_views(deal: DealContracts, platform: Platform, report: object, by: str) -> dict[tuple[str, str], object]:
    """What every view of the interfaces answers; none may refuse but the one that is for it."""
    asked = ASKED | {"deal": deal.deal.address, "token": deal.tokens[0].address, "report": report, "spender": CHIEF}
    return {
        (contract.name, name): contract.read(name, *(asked[i["name"]] for i in entry["inputs"]), by=by)
        for contract in (
            deal.deal,
            deal.escrow,
            deal.tokens[0],
            deal.offering,
            platform.registry,
            platform.supervisor,
        )
        for name, entry in functions(contract.name).items()
        if entry["stateMutability"] in ("view", "pure") and name != REFUSING
    }


def test_views__all_halted_and_paused__answer_the_supervisor_as_before_and_as_anybody(
    platform: Platform, money: Contract
) -> None:
    """Cash, payables, entitlements, holdings with their freezes, halts: none is hidden, and no halt hides one."""
    deal = platform.create(money, DealSpec(transfer_rules=(TransferRules(RuleFlag.RECORD_DATES).pack(),) * 3))
    deal.sell()
    deal.close()
    deal.pay_date(100_000 * USD, invoices=(0,))
    platform.registry.send("addIssuer", CHIEF, by=actor("admin"))
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 10)
    report, until = astuple(deal.report(90_000 * USD)), deal.chain.now + DAY
    before = all_views(deal, platform, report, SUPERVISOR)
    for kind in KINDS:
        kind.halt(platform, deal, until)
    order(platform, "pause", deal.tokens[0])
    with transfer_refused(Question.NOT_HALTED, ZERO, SENIOR, 5):
        deal.tokens[0].read(REFUSING, SENIOR, 5)
    after = all_views(deal, platform, report, SUPERVISOR)
    assert after == all_views(deal, platform, report, actor("outsider"))
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {(contract, view) for contract, views in OF_THE_HALT.items() for view in views}
    assert after["RoyaltyEscrow", "cash"] == (0, (48_000 * USD,))
    assert after["RoyaltyEscrow", "payableTo"] == 2_500 * USD
    assert after["RoyaltyEscrow", "entitlementOf"] == 600 * SENIOR_UNIT
    assert after["RoyaltyEscrow", "holdingOf"] == (600, 10, False, False)
    assert {after["Supervisor", f"{kind.name.lower()}HaltedUntil"] for kind in KINDS} == {until}
