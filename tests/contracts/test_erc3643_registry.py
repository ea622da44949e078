# SPDX-License-Identifier: Apache-2.0
"""A foreign identity registry behind our questions: what it says, and what it can't do when it is broken or hostile."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.registry_desk import NOTHING, ZERO, Passport
from tests.support.chain import Chain, RefusedError, refused
from tests.support.contract import Contract, calldata
from tests.support.roles import actor
from tests.support.sample import START

REGISTRY, WALLET, OTHER, IDENTITY = (actor(role) for role in ("foreign registry", "wallet", "other", "identity"))
PROFESSIONAL = 2
FOREVER = 2**48 - 1

REVERT = bytes.fromhex("5f5ffd")
BURN = bytes.fromhex("fe")
NO_ANSWER = bytes.fromhex("00")


def answer(data: bytes) -> bytes:
    """Code that returns up to 32 bytes."""
    return (
        b"\x7f" + data.ljust(32, b"\0") + bytes.fromhex("5f52") + b"\x60" + bytes([len(data)]) + bytes.fromhex("5ff3")
    )


def word(value: int | str) -> bytes:
    number = int(value, 16) if isinstance(value, str) else value
    return answer(number.to_bytes(32, "big"))


def dear(gas: int, code: bytes) -> bytes:
    """Code that spends about so much gas first, on memory: n words of it cost 3n + n²/512."""
    words = int((-3 + (9 + 4 * gas / 512) ** 0.5) * 256)
    return b"\x62" + (words * 32).to_bytes(3, "big") + bytes.fromhex("5150") + code


HONEST = {"identity": word(IDENTITY), "investorCountry": word(250), "isVerified": word(1)}


def scripted(behaviour: Mapping[str, bytes]) -> bytes:
    """A contract that runs one piece of code a question and reverts on any other."""
    head, size = bytes.fromhex("5f3560e01c"), 5 + 11 * len(behaviour) + len(REVERT)
    body = b""
    for name, code in behaviour.items():
        head += (
            b"\x80\x63"
            + keccak(text=f"{name}(address)")[:4]
            + b"\x14\x61"
            + (size + len(body)).to_bytes(2, "big")
            + b"\x57"
        )
        body += b"\x5b" + code
    return head + REVERT + body


@pytest.fixture
def chain() -> Chain:
    made = Chain(START)
    made.place(REGISTRY, scripted(HONEST))
    return made


@pytest.fixture
def adapter(chain: Chain) -> Contract:
    return Contract.deploy(chain, "Erc3643Registry", REGISTRY, PROFESSIONAL, by=actor("admin"))


def passport(adapter: Contract, wallet: str = WALLET) -> Passport:
    first, second = adapter.read("particulars", wallet, wallet)
    assert first == second == adapter.read("passportOf", wallet)
    return Passport.read(first)


def test_passport__verified__its_identity_is_the_investor(adapter: Contract) -> None:
    known = Passport(IDENTITY, FOREVER, 250, PROFESSIONAL, 0, 1, closed=False, eligible=True)
    assert passport(adapter) == known
    assert adapter.read("isVerified", WALLET) is True
    assert adapter.read("contains", WALLET) is True
    assert adapter.read("identity", WALLET) == IDENTITY
    assert adapter.read("investorCountry", WALLET) == 250
    assert adapter.read("walletsOf", IDENTITY) == ()
    assert (adapter.read("REGISTRY"), adapter.read("CLASS")) == (REGISTRY, PROFESSIONAL)


def test_passport__not_verified__facts_without_eligibility(chain: Chain, adapter: Contract) -> None:
    chain.place(REGISTRY, scripted({**HONEST, "isVerified": word(0)}))
    assert passport(adapter) == Passport(IDENTITY, 0, 250, PROFESSIONAL, 0, 1, closed=False, eligible=False)
    assert adapter.read("isVerified", WALLET) is False


def test_passport__without_identity__nothing_known_even_if_called_verified(chain: Chain, adapter: Contract) -> None:
    chain.place(REGISTRY, scripted({**HONEST, "identity": word(0)}))
    assert passport(adapter) == NOTHING
    assert adapter.read("contains", WALLET) is False


def test_passports__zero_address__nothing_known(adapter: Contract) -> None:
    known = adapter.read("passportOf", WALLET)
    assert adapter.read("particulars", ZERO, WALLET) == (0, known)
    assert adapter.read("particulars", WALLET, ZERO) == (known, 0)
    assert adapter.read("isVerified", ZERO) is False


BROKEN = {
    "reverts": REVERT,
    "burns all gas": BURN,
    "answers nothing": NO_ANSWER,
    "answers a byte too little": answer(bytes(30) + b"\1"),
    "answers what the type can't hold": word(2**256 - 1),
}


@pytest.mark.parametrize("how", BROKEN)
def test_passport__registry_broken_in_one_answer__that_answer_is_missing(
    chain: Chain, adapter: Contract, how: str
) -> None:
    chain.place(REGISTRY, scripted({**HONEST, "identity": BROKEN[how]}))
    assert passport(adapter) == NOTHING
    chain.place(REGISTRY, scripted({**HONEST, "isVerified": BROKEN[how]}))
    assert passport(adapter) == Passport(IDENTITY, 0, 250, PROFESSIONAL, 0, 1, closed=False, eligible=False)
    chain.place(REGISTRY, scripted({**HONEST, "investorCountry": BROKEN[how]}))
    assert passport(adapter) == Passport(IDENTITY, FOREVER, 0, PROFESSIONAL, 0, 1, closed=False, eligible=True)


@pytest.mark.parametrize(("question", "value"), [("isVerified", 2), ("investorCountry", 2**16), ("identity", 2**160)])
def test_passport__answer_just_too_large__not_taken(chain: Chain, adapter: Contract, question: str, value: int) -> None:
    chain.place(REGISTRY, scripted({**HONEST, question: word(value)}))
    view = {"isVerified": False, "investorCountry": 0, "identity": ZERO}
    assert adapter.read(question, WALLET) == view[question]


def test_passport__largest_country__taken(chain: Chain, adapter: Contract) -> None:
    chain.place(REGISTRY, scripted({**HONEST, "investorCountry": word(2**16 - 1)}))
    assert passport(adapter).country == 2**16 - 1


@pytest.mark.parametrize("code", [b"", REVERT, BURN, NO_ANSWER], ids=["gone", "reverts", "burns", "mute"])
def test_views__registry_wholly_broken__nothing_known_and_no_revert(
    chain: Chain, adapter: Contract, code: bytes
) -> None:
    chain.place(REGISTRY, code)
    assert passport(adapter) == NOTHING
    for view in ("isVerified", "contains"):
        assert adapter.read(view, WALLET) is False
    assert adapter.read("identity", WALLET) == ZERO
    assert adapter.read("investorCountry", WALLET) == 0


@settings(max_examples=60, deadline=None)
@given(said=st.binary(max_size=32), wallet=st.binary(min_size=20, max_size=20))
def test_passports__any_answer_for_any_wallet__no_revert(said: bytes, wallet: bytes) -> None:
    chain = Chain(START)
    chain.place(REGISTRY, answer(said))
    adapter = Contract.deploy(chain, "Erc3643Registry", REGISTRY, PROFESSIONAL, by=actor("admin"))
    number = int.from_bytes(said, "big")
    known = len(said) == 32 and 0 < number < 2**160 and any(wallet)
    assert adapter.read("contains", "0x" + wallet.hex()) is known
    found = Passport.read(adapter.read("particulars", "0x" + wallet.hex(), OTHER)[0])
    assert (found == NOTHING) is not known
    assert found.eligible is (known and number == 1)


def test_deploy__no_registry_at_the_address__refused(chain: Chain) -> None:
    with refused("Erc3643Registry_NoCode", registry=OTHER):
        Contract.deploy(chain, "Erc3643Registry", OTHER, PROFESSIONAL, by=actor("admin"))


@pytest.mark.parametrize("unknown", [0, 5, 255])
def test_deploy__unknown_class__refused(chain: Chain, unknown: int) -> None:
    with refused("Erc3643Registry_UnknownClass", largest=4, given=unknown):
        Contract.deploy(chain, "Erc3643Registry", REGISTRY, unknown, by=actor("admin"))


@pytest.mark.parametrize("question", ["identity", "isVerified", "investorCountry"])
@pytest.mark.parametrize("needed", [30_000, 300_000, 900_000])
def test_passport__asked_with_any_gas__the_whole_truth_or_refused(
    chain: Chain, adapter: Contract, question: str, needed: int
) -> None:
    """The caller chooses the gas, and must not choose what is known of him by it."""
    chain.place(REGISTRY, scripted({**HONEST, question: dear(needed, HONEST[question])}))
    truth = adapter.read("passportOf", WALLET)
    asked, answered = calldata("Erc3643Registry", "passportOf", WALLET), 0
    for gas in range(22_000, needed + 120_000, 997):
        try:
            found = chain.send(WALLET, adapter.address, asked, gas=gas).output
        except RefusedError:
            continue
        answered += 1
        assert int.from_bytes(found, "big") == truth, gas
    assert answered


def test_passport__registry_burns_a_million_of_enough__nothing_is_known(chain: Chain, adapter: Contract) -> None:
    chain.place(REGISTRY, scripted({**HONEST, "investorCountry": BURN}))
    asked = calldata("Erc3643Registry", "passportOf", WALLET)
    found = chain.send(WALLET, adapter.address, asked, gas=1_200_000).output
    assert Passport.read(int.from_bytes(found, "big")).country == 0


def test_passport__registry_burns_what_little_there_is__refused_with_both_figures(
    chain: Chain, adapter: Contract
) -> None:
    chain.place(REGISTRY, scripted({**HONEST, "isVerified": BURN}))
    asked = calldata("Erc3643Registry", "passportOf", WALLET)
    with pytest.raises(RefusedError) as refusal:
        chain.send(WALLET, adapter.address, asked, gas=500_000)
    assert refusal.value.revert.name == "Erc3643Registry_TooLittleGas"
    assert refusal.value.revert.arguments["least"] == 1_000_000
    assert refusal.value.revert.arguments["left"] < 500_000 // 63
