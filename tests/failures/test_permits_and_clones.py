# SPDX-License-Identifier: Apache-2.0
"""Rows P7 to P9: domains of permits, permits that somebody else used first, and what can be initialised by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.chain import artefacts
from tests.attacks.test_offering_permits import COST, INVESTOR, UNITS, sign, together
from tests.contracts.books import fixed, offer_notes, told
from tests.contracts.desk_world import TAKER, DeskWorld
from tests.contracts.test_token_permit import Permit, submit
from tests.contracts.test_token_permit import sign as sign_units
from tests.failures import signed_words as words
from tests.failures.deadlines import live
from tests.failures.pythons_types import pythons_messages
from tests.support.chain import CHAIN_ID, refused, refused_whole
from tests.support.contract import Contract, calldata, functions
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform, plain_spec
from tests.support.roles import actor

ATTACKER = actor("attacker")


@pytest.fixture
def deal() -> DealContracts:
    """Open for bids; the investor has twice what its bid costs and has allowed nobody anything."""
    platform = Platform()
    platform.admit(INVESTOR.address)
    money = platform.money()
    money.send("mint", INVESTOR.address, 2 * COST, by=INVESTOR.address)
    return offer_notes(platform, money, fixed())


def test_p7__separator_of_a_token__follows_chain_id_and_address_and_not_the_name_of_the_tranche() -> None:
    made = live(Platform())
    fork = made.chain.fork(CHAIN_ID + 1)
    separators = set()
    for token in made.tokens:
        there = Contract(fork, "TrancheToken", token.address)
        for at, chain_id in ((token, CHAIN_ID), (there, CHAIN_ID + 1)):
            domain = at.read("eip712Domain")
            assert domain == (b"\x0f", "Regalia TrancheToken", "1", chain_id, token.address, bytes(32), ())
            assert at.read("DOMAIN_SEPARATOR") == words.separator_of(domain)
            separators.add(at.read("DOMAIN_SEPARATOR"))
        assert token.read("name") != "Regalia TrancheToken"
    assert len(separators) == 2 * len(made.tokens)


def test_p7__permit_signed_before_the_chain_id_changed__refused_after_it() -> None:
    token = live(Platform()).tokens[0]
    there = Contract(token.chain.fork(CHAIN_ID + 1), "TrancheToken", token.address)
    old = Permit(token.address)
    with refused("TrancheToken_PermitSigner"):
        submit(there, old, sign_units(old))
    new = replace(old, chain_id=CHAIN_ID + 1)
    submit(there, new, sign_units(new))


@pytest.mark.parametrize(("name", "function"), words.HASHED, ids="-".join)
def test_p7__domain_told_by_a_contract__has_the_name_and_version_python_signs_with(name: str, function: str) -> None:
    domain = pythons_messages()[name, function]["domain"]
    fields, *named, _, _, salt, extensions = words.named(name, Platform()).read("eip712Domain")
    assert (fields, named, salt, extensions) == (b"\x0f", [domain["name"], domain["version"]], bytes(32), ())


@pytest.mark.parametrize("used_by_a_stranger", [False, True])
def test_p8__permit_and_bid_in_one__go_through_whoever_used_the_permit(
    deal: DealContracts, used_by_a_stranger: bool
) -> None:
    permit = sign(deal)
    if used_by_a_stranger:
        deal.money.send("permit", INVESTOR.address, deal.offering.address, *permit.parts, by=ATTACKER)
    together(deal, permit)
    assert told(deal, 0, 0)[:2] == (INVESTOR.address, UNITS)
    assert deal.money.read("allowance", INVESTOR.address, deal.offering.address) == 0


@pytest.mark.parametrize("used_by_a_stranger", [False, True])
def test_p8__permit_of_units_and_fill_in_one__go_through_whoever_used_the_permit(used_by_a_stranger: bool) -> None:
    world = DeskWorld()
    order = world.order(sells=False)
    world.token.send("approve", world.desk.address, 0, by=TAKER.address)
    permit = Permit(world.token.address, TAKER.address, world.desk.address, order.units, deadline=2**40)
    signed = sign_units(permit, TAKER)
    parts = (signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big"))
    if used_by_a_stranger:
        submit(world.token, permit, signed, by=ATTACKER)
    acts = [calldata("SettlementDesk", "permit", world.token.address, permit.value, permit.deadline, *parts)]
    world.desk.send("multicall", [*acts, world.fill_data(order)], by=TAKER.address)
    assert world.filled(order) == order.units


@pytest.mark.parametrize("after", [0, 1])
def test_p8__deadline__is_the_one_that_was_signed_and_no_contract_puts_another(deal: DealContracts, after: int) -> None:
    permit = sign(deal, deadline=deal.chain.now + 100)
    deal.chain.now += 100 + after
    if after:
        with refused_whole(deal.chain, "ERC20InsufficientAllowance"):
            together(deal, permit)
    else:
        together(deal, permit)
    with refused("ERC2612ExpiredSignature" if after else "ERC2612InvalidSigner"):
        deal.money.send(
            "permit",
            INVESTOR.address,
            deal.offering.address,
            *replace(permit, deadline=permit.deadline + (0 if after else 1)).parts,
            by=ATTACKER,
        )


def test_p9__every_initialiser_there_is__the_deal_s_which_can_be_called_once_and_on_no_implementation() -> None:
    found = {
        (name, function)
        for name in words.deployed_names()
        for function in functions(name)
        if "init" in function.lower() or "setup" in function.lower()
    }
    assert found == {("Deal", "initialize")}
    platform = Platform()
    made = platform.create(platform.money())
    for contract in (made.deal, platform.implementation):
        for by in (ATTACKER, actor("issuer"), actor("admin")):
            with refused("Deal_AlreadyWired"):
                contract.send("initialize", b"", b"", b"", by=by)


def test_p9__clone_and_wiring__are_one_transaction() -> None:
    platform = Platform()
    money, before = platform.money(), len(platform.chain.log)
    request = DealSpec().request(money.address).as_tuple()
    made = platform.factory.send("createDeal", request, by=actor("issuer"))
    assert platform.chain.log[before:] == list(made.events)
    announced = made.only("DealCreated")
    assert [event.name for event in made.events] == ["DealCreated", "DealRules", "DealWired", "StreamOpened"]
    assert [event.address for event in made.events if event.name == "DealWired"] == [announced["deal"]]
    parts = (announced["deal"], announced["escrow"], announced["offering"], *announced["tokens"])
    assert all(platform.chain.has_code(part) for part in parts)


@pytest.mark.parametrize("place", range(4), ids=["oracle", "token", "deal", "checker"])
@pytest.mark.parametrize("nothing", [actor("wallet"), "0x" + "00" * 20], ids=["wallet", "zero"])
def test_p9__factory_over_an_address_without_code__refused(place: int, nothing: str) -> None:
    platform = Platform()
    parts = [each.address for each in (platform.oracle, platform.token, platform.implementation, platform.checker)]
    parts[place] = nothing  # type: ignore[call-overload]
    with refused("DealFactory_ZeroAddress"):
        Contract.deploy(platform.chain, "DealFactory", *parts, by=actor("admin"))


def test_p9__same_salt__binds_the_creator_and_other_parameters_have_other_addresses_for_money() -> None:
    """After a reorganisation a stranger can't put his deal in another's place, nor the issuer another escrow."""
    spec, places = DealSpec(salt=b"\7" * 32), []
    for by, changes in (("issuer", {}), ("attacker", {}), ("issuer", {"deadline": spec.deadline + 1})):
        platform = Platform()
        predicted = platform.factory.read("predictDeal", actor(by), spec.salt)
        made = platform.create(platform.money(), replace(spec, **changes), by=actor(by))  # type: ignore[arg-type]
        assert made.deal.address == predicted
        places.append(
            (made.deal.address, {made.escrow.address, made.offering.address, *(t.address for t in made.tokens)})
        )
    (deal, parts), (others, others_parts), (same, changed) = places
    assert deal not in (others,) and deal == same
    assert not parts & others_parts
    assert not parts & changed


def test_p9__implementations__hold_nothing_and_do_nothing_for_anybody() -> None:
    platform = Platform()
    platform.create(platform.money(), plain_spec(1))
    for getter, name in (("TRANCHE_TOKEN", "TrancheToken"), ("OFFERING", "Offering"), ("DEAL", "Deal")):
        implementation = Contract(platform.chain, name, platform.factory.read(getter))
        assert len(artefacts.load(name).deployed_bytecode) > 2
        for function, entry in functions(name).items():
            if entry["stateMutability"] == "view" or function in ("approve", "permit", "multicall"):
                continue
            if any(part["type"] in ("tuple", "tuple[]") for part in entry["inputs"]):
                continue
            data = calldata(name, function, *(words.plain_value(part["type"]) for part in entry["inputs"]))
            before = platform.chain.storage()
            platform.chain.attempt(ATTACKER, implementation.address, data)
            assert platform.chain.storage() == before, f"{name}.{function}"
