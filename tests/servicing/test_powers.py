# SPDX-License-Identifier: Apache-2.0
"""Officers' acts through the servicing functions: what changes, what the event says, who is refused."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call, send
from regalia.servicing import offices, powers, registration, supervision
from regalia.servicing.orders import EvidenceFileError, Order, OrderError, evidence_hash
from tests.servicing.notes import ORDER, UNLOCKED, Notes

pytestmark = pytest.mark.devnet

DAY = 24 * 3600


def second_wallet(deal: Notes, role: str = "senior_investor") -> None:
    """``new_wallet`` becomes another wallet of the investor."""
    registration.add_wallet(deal.chain.web3, deal.platform.registry, deal["new_wallet"], deal[role], deal["registrar"])


def test_order__text__padded_to_a_word() -> None:
    order = Order.of(" 2024-17 ", keccak(text="judgment"))
    assert order.as_tuple() == (b"2024-17" + bytes(25), keccak(text="judgment"))


@pytest.mark.parametrize("reference", ["", "  ", "x" * 33, "é" * 17])
def test_order__no_reference_or_one_that_is_too_long__refused(reference: str) -> None:
    with pytest.raises(OrderError, match="must have 1 to 32"):
        Order.of(reference, keccak(text="judgment"))


def test_order__reference_of_32_bytes__kept_whole() -> None:
    assert Order.of("x" * 32, keccak(text="judgment")).reference == b"x" * 32


@pytest.mark.parametrize("evidence", [bytes(32), b"", b"short"])
def test_order__evidence_that_is_no_hash__refused(evidence: bytes) -> None:
    with pytest.raises(OrderError, match="evidence: must be a SHA-256"):
        Order.of("2024-17", evidence)


def test_evidence_hash__file__its_sha256(tmp_path: Path) -> None:
    (tmp_path / "judgment.pdf").write_bytes(b"abc")
    # the test vector of FIPS 180-2
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert evidence_hash(str(tmp_path / "judgment.pdf")).hex() == expected == sha256(b"abc").hexdigest()


def test_evidence_hash__hash__as_given() -> None:
    assert evidence_hash("0x" + "aB" * 32) == b"\xab" * 32


def test_evidence_hash__no_such_file__named(tmp_path: Path) -> None:
    with pytest.raises(EvidenceFileError, match=r"evidence: .*none\.pdf can't be read"):
        evidence_hash(str(tmp_path / "none.pdf"))


def test_freeze_and_thaw__so_many_more_and_fewer__event_with_the_order(deal: Notes) -> None:
    holder, freezer = deal["senior_investor"], deal["freezer"]
    powers.freeze(deal.deal, "senior", holder, 300, ORDER, freezer)
    powers.freeze(deal.deal, "senior", holder, 200, ORDER, freezer)
    powers.thaw(deal.deal, "senior", holder, 100, ORDER, freezer)
    assert deal.holding("senior", "senior_investor") == (4_000, 400, False, False)
    events = [event["args"] for event in deal.agent_events("UnitsFrozen")]
    assert [event["units"] for event in events] == [300, 500, 400]
    assert {(e["ref"], e["evidence"], e["by"]) for e in events} == {(*ORDER.as_tuple(), freezer)}


@pytest.mark.parametrize("units", [0, 7, 10**9])
def test_freeze_to__whatever_was_frozen_and_held__so_many_with_the_order(deal: Notes, units: int) -> None:
    holder, freezer = deal["senior_investor"], deal["freezer"]
    powers.freeze(deal.deal, "senior", holder, 300, ORDER, freezer)
    powers.freeze_to(deal.deal, "senior", holder, units, ORDER, freezer)
    assert deal.holding("senior", "senior_investor") == (4_000, units, False, False)
    event = deal.agent_events("UnitsFrozen")[-1]["args"]
    assert (event["units"], event["ref"], event["by"]) == (units, ORDER.as_tuple()[0], freezer)


def test_freeze_wallet_and_release__of_one_tranche__flag_on_and_off(deal: Notes) -> None:
    holder, freezer = deal["senior_investor"], deal["freezer"]
    powers.freeze_wallet(deal.deal, "senior", holder, ORDER, freezer)
    assert deal.holding("senior", "senior_investor") == (4_000, 0, True, False)
    powers.release_wallet(deal.deal, "senior", holder, ORDER, freezer)
    assert deal.holding("senior", "senior_investor") == (4_000, 0, False, False)
    assert [event["args"]["frozen"] for event in deal.agent_events("WalletFrozen")] == [True, False]


def test_force__units_of_a_frozen_wallet__moved_under_the_order(deal: Notes) -> None:
    powers.freeze_wallet(deal.deal, "senior", deal["senior_investor"], ORDER, deal["freezer"])
    powers.force(
        deal.deal, "senior", deal["senior_investor"], deal["second_senior_investor"], 1_500, ORDER, deal["enforcer"]
    )
    assert deal.holding("senior", "senior_investor")[0] == 2_500
    assert deal.holding("senior", "second_senior_investor")[0] == 5_500
    (forced,) = deal.deal.token("senior").events.ForcedTransfer().get_logs(from_block=0)
    (event,) = deal.deal.token("senior").events.Ordered().get_logs(from_block=0)
    assert (forced["args"]["amount"], forced["transactionHash"]) == (1_500, event["transactionHash"])
    assert dict(event["args"]) == {"ref": ORDER.as_tuple()[0], "evidence": ORDER.as_tuple()[1], "by": deal["enforcer"]}


def test_recover__in_two_tranches__everything_of_both(deal: Notes) -> None:
    deal.admit("senior_investor", "US", "professional")
    powers.force(
        deal.deal, "mezzanine", deal["mezzanine_investor"], deal["senior_investor"], 500, ORDER, deal["enforcer"]
    )
    powers.freeze(deal.deal, "senior", deal["senior_investor"], 100, ORDER, deal["freezer"])
    second_wallet(deal)
    done = powers.recover(deal.deal, deal["senior_investor"], deal["new_wallet"], ORDER, deal["recoverer"])
    assert [(part.tranche, part.units, part.income) for part in done] == [("senior", 4_000, 0), ("mezzanine", 500, 0)]
    assert deal.holding("senior", "new_wallet") == (4_000, 100, False, False)
    assert deal.holding("mezzanine", "new_wallet") == (500, 0, False, False)
    assert deal.holding("senior", "senior_investor") == (0, 0, True, False)
    assert len(deal.agent_events("WalletRecovered")) == 2


def test_recover__done_already__nothing_left_and_the_new_wallet_stays_free(deal: Notes) -> None:
    second_wallet(deal)
    powers.recover(deal.deal, deal["senior_investor"], deal["new_wallet"], ORDER, deal["recoverer"])
    with pytest.raises(powers.NothingToRecoverError, match="has nothing in mills-notes"):
        powers.recover(deal.deal, deal["senior_investor"], deal["new_wallet"], ORDER, deal["recoverer"])
    assert deal.holding("senior", "new_wallet") == (4_000, 0, False, False)


def test_recover_wallet__recovered_before__refused_and_the_new_wallet_stays_free(deal: Notes) -> None:
    """The lost wallet has nothing but its own freeze, which is not the investor's."""
    second_wallet(deal)
    lost, fresh = deal["senior_investor"], deal["new_wallet"]
    powers.recover(deal.deal, lost, fresh, ORDER, deal["recoverer"])
    token = deal.deal.token("senior").address
    again = powers.transfer_agent(deal.deal).functions.recoverWallet(token, lost, fresh, lost, ORDER.as_tuple())
    with pytest.raises(ContractRevertedError, match="TrancheToken_NothingToRecover"):
        send(deal.chain.web3, again, deal["recoverer"])
    assert deal.holding("senior", "new_wallet") == (4_000, 0, False, False)


def test_recover__to_another_investors_wallet__refused_and_nothing_sent(deal: Notes) -> None:
    block = deal.chain.web3.eth.block_number
    with pytest.raises(ContractRevertedError, match="TrancheToken_OtherInvestor"):
        powers.recover(deal.deal, deal["senior_investor"], deal["second_senior_investor"], ORDER, deal["recoverer"])
    assert deal.chain.web3.eth.block_number == block


def test_recover__holder_is_halted__refused_and_nothing_sent(deal: Notes) -> None:
    second_wallet(deal)
    supervision.halt_holder(deal.deal, deal["senior_investor"], UNLOCKED + DAY, ORDER, "inquiry", deal["supervisor"])
    block = deal.chain.web3.eth.block_number
    with pytest.raises(ContractRevertedError, match="TrancheToken_TransferRefused"):
        powers.recover(deal.deal, deal["senior_investor"], deal["new_wallet"], ORDER, deal["recoverer"])
    assert deal.chain.web3.eth.block_number == block


def test_tranches_of__only_frozen_and_halted__none(deal: Notes) -> None:
    powers.freeze_wallet(deal.deal, "senior", deal["buyer"], ORDER, deal["freezer"])
    supervision.halt_holder(deal.deal, deal["buyer"], UNLOCKED + DAY, ORDER, "inquiry", deal["supervisor"])
    assert powers.tranches_of(deal.deal, deal["buyer"]) == []
    assert powers.tranches_of(deal.deal, deal["originator"]) == ["junior"]


def test_pause_and_resume__flag_on_and_off(deal: Notes) -> None:
    paused = deal.deal.token("junior").functions.paused()
    powers.pause(deal.deal, "junior", ORDER, deal["pauser"])
    assert call(deal.chain.web3, paused)
    powers.resume(deal.deal, "junior", ORDER, deal["resumer"])
    assert not call(deal.chain.web3, paused)


def test_redeem__tranche_not_repaid__refused(deal: Notes) -> None:
    with pytest.raises(ContractRevertedError, match="TrancheToken_NotRedeemed"):
        powers.redeem(deal.deal, "senior", deal["senior_investor"], 1, ORDER, deal["redeemer"])


def test_halts__deal_tranche_and_holder__until_and_lifted(deal: Notes) -> None:
    end, officer, chief = UNLOCKED + DAY, deal["supervisor"], deal["chief-supervisor"]
    book = supervision.supervisor(deal.deal).functions
    views = (
        book.dealHaltedUntil(deal.deal.deal.address),
        book.trancheHaltedUntil(deal.deal.token("senior").address),
        book.holderHaltedUntil(deal.deal.deal.address, deal["senior_investor"]),
    )
    supervision.halt_deal(deal.deal, end, ORDER, "inquiry", officer)
    supervision.halt_tranche(deal.deal, "senior", end + 1, ORDER, "inquiry", officer)
    supervision.halt_holder(deal.deal, deal["senior_investor"], end + 2, ORDER, "inquiry", officer)
    assert [call(deal.chain.web3, view) for view in views] == [end, end + 1, end + 2]
    (event,) = deal.supervisor_events("TrancheHalted")
    assert (event["args"]["reason"], event["args"]["orderReference"]) == ("inquiry", ORDER.reference)
    supervision.resume_deal(deal.deal, ORDER, chief)
    supervision.resume_tranche(deal.deal, "senior", ORDER, chief)
    supervision.resume_holder(deal.deal, deal["senior_investor"], ORDER, chief)
    assert [call(deal.chain.web3, view) for view in views] == [0, 0, 0]


ACTS: list[Callable[[Notes], object]] = [
    lambda n: powers.freeze(n.deal, "senior", n["senior_investor"], 1, ORDER, n["outsider"]),
    lambda n: powers.thaw(n.deal, "senior", n["senior_investor"], 1, ORDER, n["outsider"]),
    lambda n: powers.freeze_to(n.deal, "senior", n["senior_investor"], 1, ORDER, n["outsider"]),
    lambda n: powers.freeze_wallet(n.deal, "senior", n["senior_investor"], ORDER, n["outsider"]),
    lambda n: powers.release_wallet(n.deal, "senior", n["senior_investor"], ORDER, n["outsider"]),
    lambda n: powers.force(n.deal, "senior", n["senior_investor"], n["originator"], 1, ORDER, n["outsider"]),
    lambda n: powers.recover(n.deal, n["senior_investor"], n["new_wallet"], ORDER, n["outsider"]),
    lambda n: powers.pause(n.deal, "senior", ORDER, n["outsider"]),
    lambda n: powers.resume(n.deal, "senior", ORDER, n["outsider"]),
    lambda n: powers.redeem(n.deal, "senior", n["senior_investor"], 1, ORDER, n["outsider"]),
    lambda n: supervision.halt_deal(n.deal, UNLOCKED + DAY, ORDER, "inquiry", n["outsider"]),
    lambda n: supervision.halt_tranche(n.deal, "senior", UNLOCKED + DAY, ORDER, "inquiry", n["outsider"]),
    lambda n: supervision.halt_holder(n.deal, n["buyer"], UNLOCKED + DAY, ORDER, "inquiry", n["outsider"]),
    lambda n: supervision.resume_deal(n.deal, ORDER, n["supervisor"]),
    lambda n: supervision.resume_tranche(n.deal, "senior", ORDER, n["supervisor"]),
    lambda n: supervision.resume_holder(n.deal, n["buyer"], ORDER, n["supervisor"]),
]


@pytest.mark.parametrize("act", ACTS)
def test_act__without_its_role__refused_and_nothing_sent(deal: Notes, act: Callable[[Notes], object]) -> None:
    block = deal.chain.web3.eth.block_number
    with pytest.raises(ContractRevertedError, match="AccessControlUnauthorizedAccount"):
        act(deal)
    assert deal.chain.web3.eth.block_number == block


def test_dismiss__officer__can_act_no_more(deal: Notes) -> None:
    web3, seat = deal.chain.web3, deal.platform.agent
    offices.dismiss(web3, "pauser", seat, deal["pauser"], deal["admin"])
    with pytest.raises(ContractRevertedError, match="AccessControlUnauthorizedAccount"):
        powers.pause(deal.deal, "senior", ORDER, deal["pauser"])


def test_appoint__by_who_does_not_administer__refused(deal: Notes) -> None:
    with pytest.raises(ContractRevertedError, match="AccessControlUnauthorizedAccount"):
        offices.appoint(deal.chain.web3, "freezer", deal.platform.agent, deal["outsider"], deal["outsider"])


def test_office__unknown__known_ones_named() -> None:
    with pytest.raises(offices.UnknownOfficeError, match="'treasurer' is not one of registrar, freezer, enforcer"):
        offices.office("treasurer")
