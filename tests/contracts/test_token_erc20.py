# SPDX-License-Identifier: Apache-2.0
"""What a wallet or an exchange relies on: a tranche token is an ERC-20 with the errors of ERC-6093."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.roles import actor
from tests.support.rules import transfer_refused

ZERO = "0x" + "00" * 20
SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
OUTSIDER, BROKER = actor("outsider"), actor("broker")


def move(deal: DealContracts, to: str, units: int, by: str = SENIOR) -> None:
    deal.tokens[0].send("transfer", to, units, by=by)


def test_metadata__every_tranche__name_symbol_and_whole_units(live: DealContracts) -> None:
    assert tuple(token.read("name") for token in live.tokens) == sample.NAMES
    assert tuple(token.read("symbol") for token in live.tokens) == sample.SYMBOLS
    assert {token.read("decimals") for token in live.tokens} == {0}


def test_transfer__to_an_eligible_holder__units_move_and_the_supply_stays(live: DealContracts) -> None:
    done = live.tokens[0].send("transfer", MEZZANINE, 150, by=SENIOR)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Transfer") == {"from": SENIOR, "to": MEZZANINE, "value": 150}
    assert (live.units(0, "senior_investor"), live.units(0, "mezzanine_investor")) == (450, 550)
    assert live.tokens[0].read("totalSupply") == 1_000


def test_transfer__nothing__allowed_and_changes_nothing(live: DealContracts) -> None:
    done = live.tokens[0].send("transfer", MEZZANINE, 0, by=OUTSIDER)
    assert done.only("Transfer")["value"] == 0
    assert (live.units(0, "outsider"), live.units(0, "mezzanine_investor")) == (0, 400)


def test_transfer__more_than_held__refused(live: DealContracts) -> None:
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=601):
        move(live, MEZZANINE, 601)


def test_transfer__to_nobody__refused(live: DealContracts) -> None:
    with refused("ERC20InvalidReceiver", receiver=ZERO):
        move(live, ZERO, 1)


def test_approve__spender__said_and_kept(live: DealContracts) -> None:
    done = live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Approval") == {"owner": SENIOR, "spender": BROKER, "value": 70}
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 70
    assert live.tokens[1].read("allowance", SENIOR, BROKER) == 0


def test_approve__again__replaces(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    live.tokens[0].send("approve", BROKER, 5, by=SENIOR)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 5


def test_approve__nobody__refused(live: DealContracts) -> None:
    with refused("ERC20InvalidSpender", spender=ZERO):
        live.tokens[0].send("approve", ZERO, 1, by=SENIOR)


def test_transfer_from__within_the_allowance__used_up(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    done = live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 30, by=BROKER)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Transfer") == {"from": SENIOR, "to": MEZZANINE, "value": 30}
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 40
    assert live.units(0, "mezzanine_investor") == 430


def test_transfer_from__greatest_allowance__never_used_up(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, UNLIMITED, by=SENIOR)
    live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 30, by=BROKER)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == UNLIMITED


@pytest.mark.parametrize("spender", [BROKER, MEZZANINE])
def test_transfer_from__above_the_allowance__refused(live: DealContracts, spender: str) -> None:
    live.tokens[0].send("approve", BROKER, 69, by=SENIOR)
    allowed = 69 if spender == BROKER else 0
    with refused("ERC20InsufficientAllowance", spender=spender, allowance=allowed, needed=70):
        live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 70, by=spender)


def test_transfer_from__own_units__needs_an_allowance_too(live: DealContracts) -> None:
    with refused("ERC20InsufficientAllowance", spender=SENIOR, allowance=0, needed=1):
        live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 1, by=SENIOR)


def test_transfer_from__to_a_wallet_not_eligible__refused_and_the_allowance_is_kept(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, SENIOR, OUTSIDER, 1):
        live.tokens[0].send("transferFrom", SENIOR, OUTSIDER, 1, by=BROKER)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 70


def test_transfer_from__from_or_to_nobody__refused(live: DealContracts) -> None:
    with refused("ERC20InvalidSender", sender=ZERO):
        live.tokens[0].send("transferFrom", ZERO, MEZZANINE, 0, by=BROKER)
    with refused("ERC20InvalidReceiver", receiver=ZERO):
        live.tokens[0].send("transferFrom", SENIOR, ZERO, 0, by=BROKER)


def test_transfer_from__more_than_held__refused_and_the_allowance_is_kept(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, 700, by=SENIOR)
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=601):
        live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 601, by=BROKER)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 700


def test_transfer_from__nothing__needs_no_allowance(live: DealContracts) -> None:
    done = live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 0, by=BROKER)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Transfer") == {"from": SENIOR, "to": MEZZANINE, "value": 0}


def test_transfer_from__allowance_announces_nothing_when_it_is_used(live: DealContracts) -> None:
    """As OpenZeppelin's: a spender's use of it is seen from Transfer alone."""
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    done = live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 30, by=BROKER)
    assert [event.name for event in done.events] == ["Transfer"]


def test_approve__changed_after_a_use__both_are_spent_unless_it_is_set_to_zero_first(live: DealContracts) -> None:
    """The race every ERC-20 has: a change of 100 to 50 can be overtaken by the use of the 100."""
    token = live.tokens[0]
    token.send("approve", BROKER, 100, by=SENIOR)
    token.send("transferFrom", SENIOR, MEZZANINE, 100, by=BROKER)
    token.send("approve", BROKER, 50, by=SENIOR)
    token.send("transferFrom", SENIOR, MEZZANINE, 50, by=BROKER)
    assert live.units(0, "mezzanine_investor") == 550
    token.send("approve", BROKER, 0, by=SENIOR)
    with refused("ERC20InsufficientAllowance", spender=BROKER, allowance=0, needed=1):
        token.send("transferFrom", SENIOR, MEZZANINE, 1, by=BROKER)


def test_batch_transfer__several__all_or_none(live: DealContracts) -> None:
    token = live.tokens[0]
    done = token.send("batchTransfer", [MEZZANINE, JUNIOR, MEZZANINE], [1, 2, 3], by=SENIOR)
    assert [event["value"] for event in done.all("Transfer")] == [1, 2, 3]
    assert [live.units(0, role) for role in ("senior_investor", "mezzanine_investor", "junior_investor")] == [
        594,
        404,
        2,
    ]
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=4, needed=5):
        token.send("batchTransfer", [MEZZANINE, JUNIOR], [590, 5], by=SENIOR)
    with refused("TrancheToken_WrongLength", expected=2, given=1):
        token.send("batchTransfer", [MEZZANINE, JUNIOR], [1], by=SENIOR)
    assert live.units(0, "senior_investor") == 594


@pytest.mark.parametrize(
    "interface", ["0x01ffc9a7", "0x36372b07", "0xa219a025", "0x9d8ff7da", "0x3edbb4c4", "0xda287a1d", "0x84b0196e"]
)
def test_interfaces__erc165_20_metadata_permit_7943_6372_5267__supported(live: DealContracts, interface: str) -> None:
    assert live.tokens[0].read("supportsInterface", bytes.fromhex(interface[2:])) is True


def test_interfaces__any_other__not_supported(live: DealContracts) -> None:
    for interface in ("ffffffff", "00000000", "80ac58cd", "bf1ef5fe", "41c4fbad"):
        assert live.tokens[0].read("supportsInterface", bytes.fromhex(interface)) is False
