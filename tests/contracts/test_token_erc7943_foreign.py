# SPDX-License-Identifier: Apache-2.0
"""ERC-7943 over a foreign identity registry, however hostile: no view of the token reverts, with a normal amount of gas."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

import pytest
from eth_utils.address import to_checksum_address
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.test_erc3643_registry import (
    BURN,
    HONEST,
    IDENTITY,
    NO_ANSWER,
    PROFESSIONAL,
    REGISTRY,
    REVERT,
    answer,
    dear,
    scripted,
    word,
)
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED
from tests.support.platform import Platform, fixed_price, plain_spec
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.sample import CLOSING, DAY, START

NORMAL_GAS = 10_000_000
"""Of a call: the adapter spends a million on a question at most, and asks three of each of two wallets."""
FUND, BANK, NEWCOMER, ASKER = (actor(role) for role in ("fund", "bank", "newcomer", "asker"))
FROZEN, HERE = 25, 250
ITSELF = bytes.fromhex("6004355f5260205ff3")
"""Code that answers with the wallet it is asked about: every wallet is an identity of its own."""
RULES = (
    TransferRules(),
    TransferRules(RuleFlag.ELIGIBLE_SENDER | RuleFlag.JURISDICTIONS, countries=frozenset({0, HERE, 1_023})),
    TransferRules(RuleFlag(7), 0b100, 2, 60, 7, 0, START - 1, countries=frozenset({HERE})),
)
"""But for eligible receivers: none; on countries, the unknown one admitted, and senders; all there are."""


@functools.cache
def token_under(rules: TransferRules) -> Contract:
    """Sold and closed over an honest registry; the fund has units frozen and the bank is halted."""
    platform = Platform()
    chain, admin = platform.chain, actor("admin")
    chain.place(REGISTRY, scripted(HONEST | {"identity": ITSELF}))
    adapter = Contract.deploy(chain, "Erc3643Registry", REGISTRY, PROFESSIONAL, by=admin)
    shared = (adapter.address, platform.agent.address, platform.supervisor.address)
    token = Contract.deploy(chain, "TrancheToken", *shared, by=admin)
    platform.factory = platform.deploy_factory(token.address)
    countries = (rules.jurisdictions_bitmap(),)
    spec = replace(
        plain_spec(100), transfer_rules=(rules.pack(),), countries=countries, offers=(fixed_price(100, 0, 20),)
    )
    deal = platform.create(platform.money(), spec)
    deal.sell({"fund": (60,), "bank": (40,)})
    deal.close()
    chain.place(REGISTRY, scripted(HONEST))
    order(platform, "setFrozenTokens", deal.tokens[0], FUND, FROZEN)
    halt(platform, "haltHolder", deal.deal.address, BANK, until=CLOSING + 9 * DAY)
    return deal.tokens[0]


def view(token: Contract, function: str, *arguments: object) -> int:
    """The one word that comes of a call with a normal amount of gas; a refusal raises."""
    found = token.chain.send(ASKER, token.address, calldata(token.name, function, *arguments), gas=NORMAL_GAS).output
    assert len(found) == 32
    return int.from_bytes(found, "big")


# Whatever code the registry runs


def too_much(data: bytes, size: int, how: str) -> bytes:
    """Code that returns, or reverts with, a word and zeros up to a size."""
    end = {"returns": "f3", "reverts": "fd"}[how]
    return (
        b"\x7f" + data.rjust(32, b"\0") + bytes.fromhex("5f5262") + size.to_bytes(3, "big") + bytes.fromhex("5f" + end)
    )


def calling_back(rules: TransferRules) -> bytes:
    """Code that asks the token about the same transfer again with all its gas, and returns one."""
    token, code = token_under(rules).address, b""
    asked = calldata("TrancheToken", "canTransfer", FUND, NEWCOMER, 1)
    for at in range(0, len(asked), 32):
        code += b"\x7f" + asked[at : at + 32].ljust(32, b"\0") + b"\x60" + bytes([at]) + b"\x52"
    call = bytes.fromhex("5f5f60") + bytes([len(asked)]) + bytes.fromhex("5f73") + bytes.fromhex(token[2:])
    return code + call + bytes.fromhex("5afa50") + word(1)


FOREVER = bytes.fromhex("5b5f56")
WRITES = bytes.fromhex("60015f55") + word(1)
DESTROYS_ITSELF = bytes.fromhex("5fff")
GAS_THAT_IS_LEFT = bytes.fromhex("5a5f5260205ff3")
"""A different answer every time, which the caller chooses in part."""

WORDS = st.integers(0, UNLIMITED) | st.sampled_from([0, 1, 2, HERE, 2**16, 2**160 - 1, 2**160, UNLIMITED])
ANSWERS = (
    st.sampled_from([REVERT, BURN, NO_ANSWER, WRITES, DESTROYS_ITSELF, GAS_THAT_IS_LEFT])
    | WORDS.map(word)
    | st.binary(max_size=31).map(answer)
    | st.builds(too_much, st.binary(max_size=32), st.integers(33, 400_000), st.sampled_from(["returns", "reverts"]))
    | st.builds(dear, st.integers(20_000, 1_100_000), WORDS.map(word))
    | st.binary(max_size=40)
)
"""Of one question."""
SELECTIVE = st.fixed_dictionaries({}, optional=dict.fromkeys(HONEST, ANSWERS)).map(lambda said: HONEST | said)
CODES = SELECTIVE.map(scripted) | ANSWERS | st.sampled_from([b"", FOREVER])
ANYBODY = (
    st.sampled_from([FUND, BANK, NEWCOMER, REGISTRY, IDENTITY])
    | st.integers(0, 2**160 - 1).map(lambda number: to_checksum_address(number.to_bytes(20, "big")))
    | st.sampled_from([0, 1, 9, 2**160 - 1]).map(lambda number: to_checksum_address(number.to_bytes(20, "big")))
)
AMOUNTS = st.integers(0, 101) | st.sampled_from([2**48, UNLIMITED]) | st.integers(0, UNLIMITED)


def ask_all(rules: TransferRules, code: bytes, sender: str, receiver: str, amount: int) -> None:
    """Every view of the standard answers over this registry; what is frozen, no registry changes."""
    token = token_under(rules)
    token.chain.place(REGISTRY, code)
    for who in (sender, receiver):
        assert view(token, "canSend", who) in (0, 1)
        assert view(token, "canReceive", who) in (0, 1)
        assert view(token, "getFrozenTokens", who) == (FROZEN if who == FUND else 0)
    assert view(token, "canTransfer", sender, receiver, amount) in (0, 1)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(RULES), CODES, ANYBODY, ANYBODY, AMOUNTS)
def test_views__any_registry_any_accounts_and_amount__answer(
    rules: TransferRules, code: bytes, sender: str, receiver: str, amount: int
) -> None:
    ask_all(rules, code, sender, receiver, amount)


@pytest.mark.parametrize("rules", RULES, ids=["none", "countries", "all"])
def test_views__registry_that_calls_the_token_back__answer(rules: TransferRules) -> None:
    ask_all(rules, calling_back(rules), FUND, NEWCOMER, 10)
    ask_all(rules, scripted({**HONEST, "isVerified": calling_back(rules)}), BANK, FUND, UNLIMITED)


@pytest.mark.parametrize("needed", [900_000, 990_000, 1_100_000])
@pytest.mark.parametrize("rules", RULES, ids=["none", "countries", "all"])
def test_views__every_answer_as_dear_as_may_be_or_dearer__answer(rules: TransferRules, needed: int) -> None:
    ask_all(rules, scripted({question: dear(needed, HONEST[question]) for question in HONEST}), FUND, NEWCOMER, 10)
    ask_all(rules, scripted({**HONEST, "isVerified": BURN, "investorCountry": BURN}), FUND, NEWCOMER, 10)


# What comes of it

NOTHING_SAID = {
    "reverts": REVERT,
    "reverts with much": too_much(b"\1", 300_000, "reverts"),
    "burns all gas": BURN,
    "answers nothing": NO_ANSWER,
    "answers 31 bytes": answer(bytes(30) + b"\1"),
    "writes": WRITES,
    "answers what no type holds": word(UNLIMITED),
    "answers what no type holds, and much after it": too_much(b"\xff" * 32, 300_000, "returns"),
}
"""No answer, each in its way."""
Said = tuple[bytes, int | None]
"""Code of an answer, and what it says."""
TRUTH: dict[str, Said] = {
    "identity": (word(IDENTITY), int(IDENTITY, 16)),
    "isVerified": (word(1), 1),
    "investorCountry": (word(HERE), HERE),
}


def check(rules: TransferRules, said: Mapping[str, Said]) -> None:
    """A missing identity or verification is a no, a missing country is the unknown one, and nothing else changes."""
    token = token_under(rules)
    token.chain.place(REGISTRY, scripted({question: code for question, (code, _) in said.items()}))
    identity, country, verified = (said[question][1] for question in HONEST)
    eligible = bool(identity) and verified == 1
    admitted = RuleFlag.JURISDICTIONS not in rules.flags or (country or 0) in rules.countries
    sends = RuleFlag.ELIGIBLE_SENDER not in rules.flags or eligible
    receives = eligible and admitted
    assert view(token, "canSend", FUND) == sends
    assert view(token, "canReceive", NEWCOMER) == receives
    one_more = rules.holder_limit == 0  # a wallet more is a holder more
    assert view(token, "canTransfer", FUND, NEWCOMER, 7) == (sends and receives and one_more)
    assert view(token, "canTransfer", FUND, NEWCOMER, 36) == 0, "25 of 60 are frozen"


@pytest.mark.parametrize("how", NOTHING_SAID)
@pytest.mark.parametrize("question", HONEST)
@pytest.mark.parametrize("rules", RULES, ids=["none", "countries", "all"])
def test_views__one_answer_missing__no_or_the_unknown_country(rules: TransferRules, question: str, how: str) -> None:
    check(rules, {**TRUTH, question: (NOTHING_SAID[how], None)})


def saying(*values: int) -> st.SearchStrategy[Said]:
    """One of these, alone or with much after it, or nothing."""
    some = st.sampled_from(values)
    return (
        some.map(lambda value: (word(value), value))
        | some.map(lambda value: (too_much(value.to_bytes(32, "big"), 300_000, "returns"), value))
        | st.sampled_from(sorted(NOTHING_SAID)).map(lambda how: (NOTHING_SAID[how], None))
    )


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(RULES), saying(1, 2**160 - 1, 0), saying(1, 0), saying(HERE, 0, 1_023, 1_024, 2**16 - 1))
def test_views__answers_given_and_missing_in_any_mixture__as_the_given_ones_say(
    rules: TransferRules, identity: Said, verified: Said, country: Said
) -> None:
    check(rules, dict(zip(HONEST, (identity, country, verified), strict=True)))
