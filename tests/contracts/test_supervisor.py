# SPDX-License-Identifier: Apache-2.0
"""Halts of a deal, a tranche or a holder: for a reason, by order, until a second; what they stop, and what they never do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.powers import EVIDENCE, REASON, REF, halt, order, resume
from tests.support.roles import actor
from tests.support.rules import transfer_refused
from tests.support.sample import DAY, START, USD

SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
SUPERVISOR, CHIEF, BROKER = actor("supervisor"), actor("chief_supervisor"), actor("broker")
ZERO = "0x" + "00" * 20
LONGEST = 90 * DAY
UNTIL = START + 10 * DAY


@dataclass(frozen=True)
class Kind:
    """What can be halted: names in the supervisor's contract, and what a transfer of the senior investor's is then refused with."""

    name: str
    question: Question

    def subject(self, deal: DealContracts) -> tuple[str, ...]:
        return {
            "Deal": (deal.deal.address,),
            "Tranche": (deal.tokens[0].address,),
            "Holder": (deal.deal.address, SENIOR),
        }[self.name]

    def halt(self, platform: Platform, deal: DealContracts, until: int) -> Any:
        return halt(platform, f"halt{self.name}", *self.subject(deal), until=until)

    def resume(self, platform: Platform, deal: DealContracts) -> Any:
        return resume(platform, f"resume{self.name}", *self.subject(deal))

    def until(self, platform: Platform, deal: DealContracts) -> int:
        return int(platform.supervisor.read(f"{self.name.lower()}HaltedUntil", *self.subject(deal)))


KINDS = (
    Kind("Deal", Question.NOT_HALTED),
    Kind("Tranche", Question.NOT_HALTED),
    Kind("Holder", Question.SENDER_NOT_HALTED),
)
of_every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def trade(deal: DealContracts, sender: str = SENIOR, receiver: str = MEZZANINE, tranche: int = 0) -> None:
    deal.tokens[tranche].send("transfer", receiver, 1, by=sender)


def trades(deal: DealContracts, kind: Kind) -> bool:
    """Whether the senior investor can sell a unit of the senior tranche; a refusal must be that of the halt. It is undone."""
    if deal.tokens[0].read("canTransfer", SENIOR, MEZZANINE, 1):
        with deal.chain.undone():
            trade(deal)
        return True
    with transfer_refused(kind.question, SENIOR, MEZZANINE, 1):
        trade(deal)
    return False


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


# How far it reaches


def test_deal_halt__transfers_of_every_tranche__refused_by_every_way(live: DealContracts, platform: Platform) -> None:
    halt(platform, "haltDeal", live.deal.address, until=UNTIL)
    for token, sender, receiver in zip(
        live.tokens, (SENIOR, MEZZANINE, JUNIOR), (MEZZANINE, SENIOR, SENIOR), strict=True
    ):
        token.send("approve", BROKER, UNLIMITED, by=sender)
        for function, arguments, by in (
            ("transfer", (receiver, 1), sender),
            ("transferFrom", (sender, receiver, 1), BROKER),
            ("batchTransfer", ([receiver], [1]), sender),
        ):
            with transfer_refused(Question.NOT_HALTED, sender, receiver, 1):
                token.send(function, *arguments, by=by)
    resume(platform, "resumeDeal", live.deal.address)
    trade(live, SENIOR, MEZZANINE, 0)
    trade(live, MEZZANINE, SENIOR, 1)
    trade(live, JUNIOR, SENIOR, 2)


def test_tranche_halt__another_tranche_and_payment_dates__go_on(live: DealContracts, platform: Platform) -> None:
    halt(platform, "haltTranche", live.tokens[0].address, until=START + LONGEST)
    trade(live, MEZZANINE, SENIOR, 1)
    trade(live, JUNIOR, SENIOR, 2)
    live.pay_royalty(100_000 * USD)
    live.chain.now = START + LONGEST
    halt(platform, "haltTranche", live.tokens[0].address, until=sample.FIRST_DATE + DAY)
    live.pay_date_without_cash(100_000 * USD)
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
    live.claim(0, "senior_investor")
    with transfer_refused(Question.NOT_HALTED, SENIOR, MEZZANINE, 1):
        trade(live)


def test_holder_halt__in_every_tranche__neither_sends_receives_nor_claims(
    live: DealContracts, platform: Platform
) -> None:
    live.pay_date(200_000 * USD)
    until = live.chain.now + DAY
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=until)
    assert live.entitlement(0, "senior_investor") > 0
    with transfer_refused(Question.SENDER_NOT_HALTED, SENIOR, MEZZANINE, 1):
        trade(live, SENIOR, MEZZANINE, 0)
    with transfer_refused(Question.SENDER_NOT_HALTED, SENIOR, JUNIOR, 1):
        trade(live, SENIOR, JUNIOR, 2)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, MEZZANINE, SENIOR, 1):
        trade(live, MEZZANINE, SENIOR, 1)
    with refused("RoyaltyEscrow_HolderHalted", holder=SENIOR, until=until):
        live.claim(0, "senior_investor")
    trade(live, MEZZANINE, JUNIOR, 0)
    live.claim(0, "mezzanine_investor")


@pytest.mark.parametrize(("seconds", "claims"), [(-1, False), (0, False), (1, True)])
def test_holder_halt__claim_around_the_last_second__all_that_was_earned_meanwhile(
    live: DealContracts, platform: Platform, seconds: int, claims: bool
) -> None:
    """The payment date lies inside the halt."""
    until = sample.FIRST_DATE + DAY
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=until)
    live.pay_date(100_000 * USD)
    live.chain.now = until + seconds
    if claims:
        live.claim(0, "senior_investor")
    else:
        with refused("RoyaltyEscrow_HolderHalted", holder=SENIOR, until=until):
            live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == (600 * sample.SENIOR_UNIT if claims else 0)


def test_holder_halt__resumed__claims_at_once(live: DealContracts, platform: Platform) -> None:
    live.pay_date(100_000 * USD)
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=live.chain.now + DAY)
    resume(platform, "resumeHolder", live.deal.address, SENIOR)
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == 600 * sample.SENIOR_UNIT


def test_holder_halt__before_he_holds_anything__keeps_units_from_him(live: DealContracts, platform: Platform) -> None:
    newcomer = actor("newcomer")
    halt(platform, "haltHolder", live.deal.address, newcomer, until=UNTIL)
    platform.admit(newcomer)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, SENIOR, newcomer, 1):
        trade(live, SENIOR, newcomer)


@of_every_kind
def test_halt__of_one_deal__another_deal_with_the_same_investors_goes_on(
    live: DealContracts, platform: Platform, money: Contract, kind: Kind
) -> None:
    other = platform.create(money, by=actor("other issuer"))
    other.sell()
    other.close()
    kind.halt(platform, live, UNTIL)
    assert not trades(live, kind)
    assert trades(other, kind)
    assert kind.until(platform, other) == 0


# What a halted deal stops, and what it does not


def test_deal_halt__subscription_and_closing__wait_for_its_end(offered: DealContracts, platform: Platform) -> None:
    halt(platform, "haltDeal", offered.deal.address, until=START + DAY)
    with transfer_refused(Question.NOT_HALTED, ZERO, SENIOR, 1):
        offered.subscribe(SENIOR, 0, 1)
    assert offered.tokens[0].read("totalSupply") == 0
    offered.chain.now = START + DAY + 1
    offered.sell()
    halt(platform, "haltDeal", offered.deal.address, until=START + 2 * DAY)
    with refused("Deal_Halted", until=START + 2 * DAY):
        offered.close()
    offered.chain.now = START + 2 * DAY
    with refused("Deal_Halted", until=START + 2 * DAY):
        offered.close()
    offered.chain.now += 1
    offered.close()
    trade(offered)


def test_deal_halt__until_the_offering_lapsed__subscribers_are_refunded_all_the_same(
    sold: DealContracts, platform: Platform
) -> None:
    window = sold.offering.read("CLOSING_WINDOW")
    halt(platform, "haltDeal", sold.deal.address, until=START + LONGEST)
    sold.chain.now = sample.DEADLINE + window
    with refused("Deal_Halted", until=START + LONGEST):
        sold.close()
    sold.chain.now += 1
    sold.offering.send("refund", 0, by=SENIOR)
    assert sold.money.read("balanceOf", SENIOR) == 600 * sample.PRICES[0]
    assert sold.units(0, "senior_investor") == 0


def test_tranche_halt__subscription__refused_for_that_tranche_only(offered: DealContracts, platform: Platform) -> None:
    halt(platform, "haltTranche", offered.tokens[0].address, until=UNTIL)
    with transfer_refused(Question.NOT_HALTED, ZERO, SENIOR, 1):
        offered.subscribe(SENIOR, 0, 1)
    offered.subscribe(SENIOR, 2, 1)
    assert offered.units(2, "senior_investor") == 1


def test_holder_halt__his_subscription__refused_and_others_go_on(offered: DealContracts, platform: Platform) -> None:
    halt(platform, "haltHolder", offered.deal.address, SENIOR, until=UNTIL)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, ZERO, SENIOR, 1):
        offered.subscribe(SENIOR, 0, 1)
    offered.subscribe(MEZZANINE, 0, 1)
    assert offered.tokens[0].read("totalSupply") == 1


@pytest.mark.parametrize(("seconds", "executed"), [(-1, False), (0, False), (1, True)])
def test_deal_halt__payment_date__waits_for_its_end_and_pays_what_it_would_have(
    live: DealContracts, platform: Platform, seconds: int, executed: bool
) -> None:
    """Its royalties and its report come in meanwhile."""
    until = sample.FIRST_DATE + DAY
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltDeal", live.deal.address, until=until)
    live.pay_royalty(100_000 * USD)
    report = live.report(100_000 * USD)
    live.reach(1)
    live.submit(report)
    expected = live.preview(report)
    live.chain.now = until + seconds
    if executed:
        live.execute(report)
    else:
        with refused("Deal_Halted", until=until):
            live.execute(report)
    assert live.deal.read("nextPeriod") == 1 + executed
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT * executed
    if executed:
        assert live.deal.read("state") == expected[1]


def test_deal_halt__resumed__the_payment_date_is_executed(live: DealContracts, platform: Platform) -> None:
    live.chain.now = sample.FIRST_DATE - DAY
    halt(platform, "haltDeal", live.deal.address, until=sample.FIRST_DATE + DAY)
    live.pay_royalty(100_000 * USD)
    report = live.report(100_000 * USD)
    live.reach(1)
    live.submit(report)
    resume(platform, "resumeDeal", live.deal.address)
    live.execute(report)
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


def test_deal_halt__claims_withdrawals_royalties__go_on(live: DealContracts, platform: Platform) -> None:
    live.pay_date(100_000 * USD)
    halt(platform, "haltDeal", live.deal.address, until=live.chain.now + DAY)
    halt(platform, "haltTranche", live.tokens[0].address, until=live.chain.now + DAY)
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == 600 * sample.SENIOR_UNIT
    live.escrow.send("withdraw", by=actor("trustee"))
    assert live.money.read("balanceOf", actor("trustee")) == 2_500 * USD
    before, _ = live.cash()
    live.pay_royalty(5 * USD)
    assert live.cash()[0] == before + 5 * USD


def test_deal_halt__orders_of_the_transfer_agent__still_carried_out(live: DealContracts, platform: Platform) -> None:
    token = live.tokens[0]
    halt(platform, "haltDeal", live.deal.address, until=UNTIL)
    order(platform, "setFrozenTokens", token, SENIOR, 5)
    order(platform, "forcedTransfer", token, SENIOR, MEZZANINE, 600, 0)
    order(platform, "pause", token)
    order(platform, "unpause", token)
    assert token.read("balanceOf", MEZZANINE) == 1_000


def test_holder_halt__forced_transfer__from_him_but_not_to_him(live: DealContracts, platform: Platform) -> None:
    token = live.tokens[0]
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=UNTIL)
    with transfer_refused(Question.RECEIVER_NOT_HALTED, MEZZANINE, SENIOR, 1):
        order(platform, "forcedTransfer", token, MEZZANINE, SENIOR, 1, 0)
    order(platform, "forcedTransfer", token, SENIOR, MEZZANINE, 600, 0)
    assert token.read("balanceOf", MEZZANINE) == 1_000


# Halts over each other, and over a pause


@pytest.mark.parametrize("first", ["Deal", "Tranche"])
@pytest.mark.parametrize("lifted", ["Deal", "Tranche"])
def test_halts__of_deal_and_tranche__lifting_one_keeps_the_other(
    live: DealContracts, platform: Platform, first: str, lifted: str
) -> None:
    deal, tranche, _ = KINDS
    for kind in (deal, tranche) if first == "Deal" else (tranche, deal):
        kind.halt(platform, live, UNTIL)
    gone, kept = (deal, tranche) if lifted == "Deal" else (tranche, deal)
    gone.resume(platform, live)
    assert (gone.until(platform, live), kept.until(platform, live)) == (0, UNTIL)
    assert not trades(live, kept)
    if kept is tranche:
        trade(live, MEZZANINE, SENIOR, 1)
    else:
        with transfer_refused(Question.NOT_HALTED, MEZZANINE, SENIOR, 1):
            trade(live, MEZZANINE, SENIOR, 1)
    kept.resume(platform, live)
    assert trades(live, kept)


@pytest.mark.parametrize(("of_deal", "of_tranche"), [(1, 2), (2, 1)])
def test_halts__of_deal_and_tranche__last_until_the_later_end(
    live: DealContracts, platform: Platform, of_deal: int, of_tranche: int
) -> None:
    halt(platform, "haltDeal", live.deal.address, until=START + of_deal * DAY)
    halt(platform, "haltTranche", live.tokens[0].address, until=START + of_tranche * DAY)
    live.chain.now = START + 2 * DAY
    assert not trades(live, KINDS[1])
    live.chain.now += 1
    assert trades(live, KINDS[1])


def test_halts__deal_resumed_after_the_tranche_s_ended__trading_goes_on(
    live: DealContracts, platform: Platform
) -> None:
    halt(platform, "haltTranche", live.tokens[0].address, until=START + DAY)
    halt(platform, "haltDeal", live.deal.address, until=START + 3 * DAY)
    live.chain.now = START + DAY + 1
    resume(platform, "resumeDeal", live.deal.address)
    assert trades(live, KINDS[1])


def test_halts__of_holder_and_deal__each_by_itself(live: DealContracts, platform: Platform) -> None:
    deal, _, holder = KINDS
    for kind in (deal, holder):
        kind.halt(platform, live, UNTIL)
    assert not trades(live, deal)  # the tranche's question comes before the sender's
    deal.resume(platform, live)
    assert not trades(live, holder)
    holder.resume(platform, live)
    assert trades(live, holder)


def test_resume__of_a_paused_tranche__stays_paused(live: DealContracts, platform: Platform) -> None:
    """The supervisor ends its own halts only."""
    order(platform, "pause", live.tokens[0])
    halt(platform, "haltTranche", live.tokens[0].address, until=UNTIL)
    resume(platform, "resumeTranche", live.tokens[0].address)
    with transfer_refused(Question.NOT_PAUSED, SENIOR, MEZZANINE, 1):
        trade(live)


def test_unpause__of_a_halted_tranche__stays_halted(live: DealContracts, platform: Platform) -> None:
    order(platform, "pause", live.tokens[0])
    halt(platform, "haltTranche", live.tokens[0].address, until=UNTIL)
    order(platform, "unpause", live.tokens[0])
    assert not trades(live, KINDS[1])


@of_every_kind
def test_resume__of_a_frozen_wallet__stays_frozen(live: DealContracts, platform: Platform, kind: Kind) -> None:
    order(platform, "setAddressFrozen", live.tokens[0], SENIOR, True)
    kind.halt(platform, live, UNTIL)
    kind.resume(platform, live)
    with transfer_refused(Question.SENDER_NOT_FROZEN, SENIOR, MEZZANINE, 1):
        trade(live)


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
    kind.halt(platform, live, START + seconds)
    assert kind.until(platform, live) == START + seconds


@of_every_kind
@pytest.mark.parametrize("until", [0, START - 1, START + LONGEST + 1, 2**48 - 1])
def test_halt__past_or_too_far_ahead__refused(live: DealContracts, platform: Platform, kind: Kind, until: int) -> None:
    before = everything(live, platform)
    with refused("Supervisor_BadExpiry", earliest=START, latest=START + LONGEST, given=until):
        kind.halt(platform, live, until)
    assert everything(live, platform) == before


@of_every_kind
def test_halt__renewed_with_bad_expiry__the_present_one_stays(
    live: DealContracts, platform: Platform, kind: Kind
) -> None:
    kind.halt(platform, live, UNTIL)
    before = everything(live, platform)
    with refused("Supervisor_BadExpiry", earliest=START, latest=START + LONGEST, given=START - 1):
        kind.halt(platform, live, START - 1)
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
