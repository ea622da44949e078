# SPDX-License-Identifier: Apache-2.0
"""R7: every act that names somebody, done by a stranger: refused by name, or of no effect on whom it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.abi import collapse_if_tuple
from eth_utils.crypto import keccak

from regalia.chain.decoding import signature
from tests.support import sample
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract, functions
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor

VICTIM, STRANGER = actor("senior_investor"), actor("stranger")
NO_ROLE, ADMIN_RULES = "AccessControlUnauthorizedAccount", "AccessControlEnforcedDefaultAdminRules"
ONLY_AGENT, ONLY_DEAL = "TrancheToken_OnlyAgent", "RoyaltyEscrow_OnlyDeal"
DONE = ""
"""Goes through, and does nothing to whom it names: it is the stranger's own affair."""
EXPECTED: dict[str, dict[str, str]] = {
    "RoyaltyEscrow": {
        "claim": "RoyaltyEscrow_NothingOwed",
        "distribute": ONLY_DEAL,
        "openBooks": ONLY_DEAL,
        "receiveFrom": ONLY_DEAL,
        "heed": "RoyaltyEscrow_OnlySupervisor",
        "rebook": "ERC20InsufficientBalance",  # these three: of a register of the stranger's own, see contracts/README.md
        "amend": "RoyaltyEscrow_BadAmendment",
        "restrain": DONE,
    },
    "TrancheToken": {
        "approve": DONE,
        "permit": "TrancheToken_PermitExpired",
        "mint": "TrancheToken_OnlyOffering",
        "transfer": "ERC20InsufficientBalance",
        "batchTransfer": DONE,  # to nobody
        "transferFrom": "ERC20InsufficientAllowance",
        "tradeFrom": "ERC20InsufficientAllowance",
        "forcedTransferByOrder": NO_ROLE,
        **dict.fromkeys(
            (
                "assignIncome", "burn", "forcedTransfer", "freezePartialTokens", "recoveryAddress", "setAddressFrozen",
                "setFrozenTokens", "unfreezePartialTokens",
            ),
            ONLY_AGENT,
        ),
    },
    "Deal": {"receiveSupport": "Deal_OnlySupportFacility", "execute": "Deal_ForeignReport"},
    "Offering": {"permit": DONE},  # of the stranger's own money, and a token that refuses it is no hindrance
    "SupportFacility": {
        "demand": "DealLens_ForeignReport",
        **dict.fromkeys(("deposit", "pay"), "DealLens_NoFacility"),
    },
    "InvestorRegistry": {
        **dict.fromkeys(("addIssuer", "addWallet", "admit", "closeWallet", "remove", "removeIssuer"), NO_ROLE),
        "register": "InvestorRegistry_OnlyWallet",
    },
    "TransferAgent": dict.fromkeys(
        (
            "batchForcedTransfer", "batchSetAddressFrozen", "batchSetFrozenTokens", "freezePartialTokens", "pause",
            "recoverWallet", "redeem", "setAddressFrozen", "setFrozenTokens", "unfreezePartialTokens", "unpause",
        ),
        NO_ROLE,
    ),
    "Supervisor": dict.fromkeys(
        ("haltDeal", "haltHolder", "haltTranche", "resumeDeal", "resumeHolder", "resumeTranche"), NO_ROLE
    ),
}  # fmt: skip
ROLES = {
    "beginDefaultAdminTransfer": NO_ROLE,
    "grantRole": ADMIN_RULES,
    "revokeRole": ADMIN_RULES,
    "renounceRole": "AccessControlBadConfirmation",
}
"""Of each contract that has roles: with the role of no one, which is the administrator's."""
ACTS = [(name, function) for name, acts in EXPECTED.items() for function in acts]


def naming(name: str) -> Iterator[str]:
    """Functions that change something and take an address, alone, in a list or in a struct."""
    for function, entry in functions(name).items():
        types = [collapse_if_tuple(dict(i)) for i in entry["inputs"]]
        if entry["stateMutability"] not in ("view", "pure") and any("address" in t for t in types):
            yield function


@pytest.mark.parametrize("name", list(EXPECTED))
def test_r7__acts_that_name_somebody__are_all_tried_below(name: str) -> None:
    assert set(naming(name)) == set(EXPECTED[name]) | (set(ROLES) & set(functions(name)))


def value_of(kind: str, name: str, deal: DealContracts) -> Any:
    """An argument that names the victim wherever it can, and the stranger as whoever else there is to be."""
    if kind.endswith("[]"):
        return []
    if kind.startswith("("):
        return tuple(value_of(part, "", deal) for part in kind[1:-1].split(","))
    if kind == "address":
        others = {"token": deal.tokens[0].address, "deal": deal.deal.address}
        return (others | dict.fromkeys(("b", "newWallet", "fresh", "issuer"), STRANGER)).get(name, VICTIM)
    plain: dict[str, Any] = {
        "bytes": b"",
        "string": "",
        "bool": True,
        "bytes32": b"\1" * 32 if name != "role" else bytes(32),
    }
    return plain.get(kind, 1)


def call_of(contract: Contract, function: str, deal: DealContracts) -> bytes:
    entry = functions(contract.name)[function]
    types, names = zip(*((collapse_if_tuple(dict(i)), i["name"]) for i in entry["inputs"]), strict=True)
    values = [value_of(kind, name, deal) for kind, name in zip(types, names, strict=True)]
    if {"from", "to"} <= set(names):
        values[names.index("to")] = STRANGER if types[names.index("to")] == "address" else []
    return bytes(keccak(text=signature(entry))[:4]) + encode(types, values)


def standing(platform: Platform, deal: DealContracts) -> tuple[object, ...]:
    """Everything there is to say of the victim."""
    token = deal.tokens[0]
    return (
        deal.escrow.read("holdingOf", token.address, VICTIM),
        deal.escrow.read("wordsOf", token.address, VICTIM, STRANGER),
        deal.escrow.read("payableTo", VICTIM),
        deal.money.read("balanceOf", VICTIM),
        token.read("allowance", VICTIM, STRANGER),
        token.read("nonces", VICTIM),
        platform.registry.read("passportOf", VICTIM),
        platform.supervisor.read("holderHaltedUntil", deal.deal.address, VICTIM),
    )


def contract_of(name: str, platform: Platform, deal: DealContracts) -> Contract:
    return {
        "RoyaltyEscrow": deal.escrow,
        "TrancheToken": deal.tokens[0],
        "Deal": deal.deal,
        "Offering": deal.offering,
        "SupportFacility": platform.support,
        "InvestorRegistry": platform.registry,
        "TransferAgent": platform.agent,
        "Supervisor": platform.supervisor,
    }[name]


@pytest.mark.parametrize(("name", "function"), [*ACTS, *(("TransferAgent", role) for role in ROLES)])
def test_r7__done_by_a_stranger_to_a_holder__refused_or_of_no_effect_on_him(
    platform: Platform, live: DealContracts, name: str, function: str
) -> None:
    live.pay_date(100_000 * sample.USD)
    contract, before = contract_of(name, platform, live), standing(platform, live)
    data, expected = call_of(contract, function, live), (EXPECTED[name] | ROLES)[function]
    try:
        live.chain.send(STRANGER, contract.address, data)
        found = DONE
    except RefusedError as refusal:
        found = refusal.revert.name
    assert found == expected
    assert standing(platform, live) == before


def test_r7__bid_of_another_ended_by_a_stranger__units_and_money_go_to_the_bidder(sold: DealContracts) -> None:
    sold.close_alone()
    for tranche, level, place in sold.bids:
        sold.offering.send("collect", tranche, level, place, by=STRANGER)
    assert sold.units(0, "senior_investor") == 600 and sold.units(0, "stranger") == 0
    assert sold.money.read("balanceOf", STRANGER) == 0


def test_r7__bid_of_another_moved_by_a_stranger__refused(sold: DealContracts) -> None:
    with refused("Offering_NotYourBid", bidder=VICTIM, caller=STRANGER):
        sold.offering.send("moveBid", 0, 0, 0, by=STRANGER)
