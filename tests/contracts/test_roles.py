# SPDX-License-Identifier: Apache-2.0
"""Each officer can do its own acts and no other; nobody but the administrator appoints; the supervisor moves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.chain.deployer import ADMIN_DELAY
from tests.contracts.officers import DOER_OF, EVERYBODY, JUNIOR, NEWCOMER, ROLE_OF, SECOND, SENIOR, Offices
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import EVIDENCE, ORDER, REASON, REF, SUPERVISOR_OF, halt, resume
from tests.support.roles import actor
from tests.support.sample import DAY

CONTRACTS = ("agent", "supervisor", "registry")
APPOINTED = {(contract, officer): act for (contract, act), officer in reversed(DOER_OF.items()) if officer != "admin"}
"""Every role but the administrator's, and an act it is for."""
HEEDS_OF_ESCROW, HEEDS_OF_DEAL = 1 << 154, 1 << 216
"""The one bit that asks to look into the supervisor's book, in a word of the escrow's register and in the deal's progress."""


@pytest.fixture
def offices(platform: Platform) -> Offices:
    return Offices(platform)


@pytest.mark.parametrize(("contract", "act"), list(DOER_OF))
def test_act__tried_by_everybody__done_by_its_officer_and_refused_to_all_others(
    offices: Offices, contract: str, act: str
) -> None:
    officer = DOER_OF[contract, act]
    before = offices.chain.storage()
    for role in EVERYBODY:
        if role != officer:
            with refused("AccessControlUnauthorizedAccount", account=actor(role), neededRole=ROLE_OF[officer]):
                offices.do(contract, act, by=actor(role))
    assert offices.chain.storage() == before
    assert offices.do(contract, act, by=actor(officer)).events
    assert offices.chain.storage() != before


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("forcedTransfer", (SENIOR, SECOND, 1)),
        ("assignIncome", (SENIOR, SECOND, 1)),
        ("recoveryAddress", (SENIOR, SECOND, SENIOR)),
        ("setFrozenTokens", (SENIOR, 0)),
        ("freezePartialTokens", (SENIOR, 1)),
        ("unfreezePartialTokens", (SENIOR, 1)),
        ("setAddressFrozen", (SENIOR, True)),
        ("pause", ()),
        ("unpause", ()),
        ("burn", (SENIOR, 1)),
    ],
)
def test_power_of_the_token__tried_by_everybody__only_the_agent_s_contract(
    offices: Offices, function: str, arguments: tuple[Any, ...]
) -> None:
    """These ask for no order: officers, too, have to go through the transfer agent, which does."""
    before = offices.chain.storage()
    for role in EVERYBODY:
        with refused("TrancheToken_OnlyAgent", agent=offices.platform.agent.address, caller=actor(role)):
            offices.senior.send(function, *arguments, by=actor(role))
    assert offices.chain.storage() == before


@pytest.mark.parametrize("on", [False, True])
def test_heed__of_escrow_and_deal__tried_by_everybody__only_the_supervisor_s_contract(
    offices: Offices, on: bool
) -> None:
    before = offices.chain.storage()
    supervisor, escrow, deal = offices.platform.supervisor.address, offices.deal.escrow, offices.deal.deal
    for role in EVERYBODY:
        for holder in (JUNIOR, "0x" + "00" * 20):
            with refused("RoyaltyEscrow_OnlySupervisor", supervisor=supervisor, caller=actor(role)):
                escrow.send("heed", offices.senior.address, holder, on, by=actor(role))
        with refused("Deal_OnlySupervisor", supervisor=supervisor, caller=actor(role)):
            deal.send("heed", on, by=actor(role))
    assert offices.chain.storage() == before


def own(offices: Offices, name: str, role: str) -> Contract:
    """A contract of the attacker's, as the platform's, in which he holds the role."""
    attacker = actor("attacker")
    made = Contract.deploy(offices.chain, name, attacker, ADMIN_DELAY, by=attacker)
    made.send("grantRole", ROLE_OF[role], attacker, by=attacker)
    return made


def test_attacker__a_transfer_agent_of_his_own__refused_by_the_tokens(offices: Offices) -> None:
    agent = own(offices, "TransferAgent", "enforcer")
    with refused_whole(
        offices.chain, "TrancheToken_OnlyAgent", agent=offices.platform.agent.address, caller=agent.address
    ):
        agent.send(
            "batchForcedTransfer", offices.senior.address, [SENIOR], [SECOND], [1], [0], ORDER, by=actor("attacker")
        )


@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("haltDeal", "Deal_OnlySupervisor"),
        ("haltTranche", "RoyaltyEscrow_OnlySupervisor"),
        ("haltHolder", "RoyaltyEscrow_OnlySupervisor"),
    ],
)
def test_attacker__a_supervisor_of_his_own__refused_by_deal_and_escrow(
    offices: Offices, function: str, error: str
) -> None:
    supervisor = own(offices, "Supervisor", "supervisor")
    deal, tranche = offices.deal.deal.address, offices.senior.address
    subject = {"haltDeal": (deal,), "haltTranche": (tranche,), "haltHolder": (deal, SENIOR)}[function]
    with refused_whole(offices.chain, error, supervisor=offices.platform.supervisor.address, caller=supervisor.address):
        supervisor.send(function, *subject, offices.until, REF, EVIDENCE, REASON, by=actor("attacker"))


@pytest.mark.parametrize(("contract", "officer"), list(APPOINTED))
@pytest.mark.parametrize("function", ["grantRole", "revokeRole"])
def test_appoint_and_dismiss__tried_by_everybody_else__refused(
    offices: Offices, contract: str, officer: str, function: str
) -> None:
    """Nor can who holds a role pass it on."""
    before = offices.chain.storage()
    for role in EVERYBODY:
        if role != "admin":
            with refused("AccessControlUnauthorizedAccount", account=actor(role), neededRole=bytes(32)):
                offices.contract(contract).send(function, ROLE_OF[officer], actor(officer), by=actor(role))
    assert offices.chain.storage() == before


@pytest.mark.parametrize(("contract", "officer"), list(APPOINTED))
def test_appoint__by_the_administrator__acts_until_dismissed(offices: Offices, contract: str, officer: str) -> None:
    register, role, act = offices.contract(contract), ROLE_OF[officer], APPOINTED[contract, officer]
    register.send("grantRole", role, NEWCOMER, by=actor("admin"))
    with offices.chain.undone():
        assert offices.do(contract, act, by=NEWCOMER).events
    register.send("revokeRole", role, NEWCOMER, by=actor("admin"))
    with refused_whole(offices.chain, "AccessControlUnauthorizedAccount", account=NEWCOMER, neededRole=role):
        offices.do(contract, act, by=NEWCOMER)
    assert offices.do(contract, act, by=actor(officer)).events


@pytest.mark.parametrize(("contract", "officer"), list(APPOINTED))
@pytest.mark.parametrize("ended_by", ["dismissal", "renunciation"])
def test_officer__dismissed_or_gone__can_act_no_more(
    offices: Offices, contract: str, officer: str, ended_by: str
) -> None:
    register, role = offices.contract(contract), ROLE_OF[officer]
    function, by = ("revokeRole", "admin") if ended_by == "dismissal" else ("renounceRole", officer)
    register.send(function, role, actor(officer), by=actor(by))
    for (of, act), doer in DOER_OF.items():
        if (of, doer) == (contract, officer):
            with refused("AccessControlUnauthorizedAccount", account=actor(officer), neededRole=role):
                offices.do(contract, act, by=actor(officer))


@pytest.mark.parametrize(("contract", "officer"), list(APPOINTED))
def test_officer__renounced_by_another__refused(offices: Offices, contract: str, officer: str) -> None:
    for by in ("admin", "outsider"):
        with refused_whole(offices.chain, "AccessControlBadConfirmation"):
            offices.contract(contract).send("renounceRole", ROLE_OF[officer], actor(officer), by=actor(by))


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("function", ["grantRole", "revokeRole"])
def test_administrator__appointed_or_dismissed_at_once__refused(offices: Offices, contract: str, function: str) -> None:
    with refused_whole(offices.chain, "AccessControlEnforcedDefaultAdminRules"):
        offices.contract(contract).send(function, bytes(32), NEWCOMER, by=actor("admin"))


@pytest.mark.parametrize("contract", CONTRACTS)
def test_administrator__handed_over__after_the_delay_only_the_new_one_appoints(offices: Offices, contract: str) -> None:
    register, due = offices.contract(contract), offices.chain.now + ADMIN_DELAY
    register.send("beginDefaultAdminTransfer", NEWCOMER, by=actor("admin"))
    for second in (due - 1, due):
        offices.chain.now = second
        with refused_whole(offices.chain, "AccessControlEnforcedDefaultAdminDelay", schedule=due):
            register.send("acceptDefaultAdminTransfer", by=NEWCOMER)
    offices.chain.now = due + 1
    with refused_whole(offices.chain, "AccessControlInvalidDefaultAdmin", defaultAdmin=SENIOR):
        register.send("acceptDefaultAdminTransfer", by=SENIOR)
    register.send("acceptDefaultAdminTransfer", by=NEWCOMER)
    role = next(ROLE_OF[officer] for of, officer in APPOINTED if of == contract)
    with refused_whole(offices.chain, "AccessControlUnauthorizedAccount", account=actor("admin"), neededRole=bytes(32)):
        register.send("grantRole", role, actor("admin"), by=actor("admin"))
    register.send("grantRole", role, SENIOR, by=NEWCOMER)
    assert register.read("hasRole", role, SENIOR) is True


def figures(platform: Platform, deal: DealContracts) -> dict[str, Any]:
    """Every unit and every smallest unit of cash: the register's words without the supervisor's bit, cash, payables, pockets, debt."""
    wallets = [actor(role) for role in (*EVERYBODY, "mezzanine_investor", "junior_investor")]
    words = [deal.escrow.read("wordsOf", token.address, w, w) for token in deal.tokens for w in wallets]
    pockets = [*wallets, deal.escrow.address, deal.offering.address, platform.supervisor.address]
    return {
        "register": [[word & ~HEEDS_OF_ESCROW for word in three] for three in words],
        "income": [token.read("entitlementOf", wallet) for token in deal.tokens for wallet in wallets],
        "cash": deal.cash(),
        "payable": [deal.escrow.read("payableTo", wallet) for wallet in wallets],
        "money": [deal.money.read("balanceOf", pocket) for pocket in pockets],
        "debt": deal.deal.read("state"),
    }


def changed_words(platform: Platform, stored: dict[Any, int]) -> int:
    """How many words outside the supervisor's contract are not as they were stored; each must differ by the bit that makes it ask."""
    now = platform.chain.storage()
    slots = {slot for slot in stored.keys() | now.keys() if slot[0] != platform.supervisor.address}
    changed = [bits for slot in slots if (bits := stored.get(slot, 0) ^ now.get(slot, 0))]
    assert set(changed) <= {HEEDS_OF_ESCROW, HEEDS_OF_DEAL}
    return len(changed)


@pytest.mark.parametrize("act", list(SUPERVISOR_OF))
def test_supervisor__each_of_his_acts_amid_halts__moves_no_unit_and_no_cash(offices: Offices, act: str) -> None:
    platform, deal = offices.platform, offices.deal
    before, stored = figures(platform, deal), offices.chain.storage()
    offices.do("supervisor", act, by=actor(SUPERVISOR_OF[act]))
    assert figures(platform, deal) == before
    words = {
        "resumeDeal": 1 + 2,
        "resumeHolder": 3,
    }  # the halted tranche goes on asking; a halt over a halt changes nothing
    assert changed_words(platform, stored) == words.get(act, 0)


@pytest.mark.parametrize(("subject", "words"), [("Deal", 1 + 3), ("Tranche", 1), ("Holder", 3)])
def test_supervisor__halts_and_resumes__moves_no_unit_and_no_cash(
    live: DealContracts, platform: Platform, subject: str, words: int
) -> None:
    live.pay_date(100_000 * sample.USD)
    deal, token = live.deal.address, live.tokens[0].address
    halted = {"Deal": (deal,), "Tranche": (token,), "Holder": (deal, SENIOR)}[subject]
    before, stored = figures(platform, live), platform.chain.storage()
    assert sum(before["income"]) > 0
    halt(platform, f"halt{subject}", *halted, until=platform.chain.now + DAY)
    assert figures(platform, live) == before
    assert changed_words(platform, stored) == words
    resume(platform, f"resume{subject}", *halted)
    assert figures(platform, live) == before
    assert changed_words(platform, stored) == 0
