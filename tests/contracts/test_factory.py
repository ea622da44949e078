# SPDX-License-Identifier: Apache-2.0
"""One transaction makes a wired deal, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from regalia.domain.program import StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform, fixed_price, plain_spec
from tests.support.roles import actor, attestors

ZERO = "0x" + "00" * 20
OFFERS = tuple(
    fixed_price(tranche.units, price) for tranche, price in zip(sample.PROGRAM.tranches, sample.PRICES, strict=True)
)
LISTS: dict[str, tuple[Any, ...]] = {
    "names": sample.NAMES,
    "symbols": sample.SYMBOLS,
    "offers": OFFERS,
    "funding": (sample.FUNDING,),
}


def test_create__sample__every_part_knows_the_others(offered: DealContracts, platform: Platform) -> None:
    deal, escrow, offering = offered.deal, offered.escrow, offered.offering
    assert deal.read("parties") == (
        escrow.address,
        platform.oracle.address,
        offering.address,
        actor("originator"),
        tuple(actor(payee) for payee in sample.PAYEES),
    )
    assert escrow.read("DEAL") == deal.address
    assert escrow.read("PAYMENT_TOKEN") == offered.money.address
    assert escrow.read("ACCOUNTS") == 1
    assert deal.read("tranches") == 3
    for index, token in enumerate(offered.tokens):
        assert deal.read("trancheAt", index) == (token.address, sample.PROGRAM.tranches[index].units)
        assert token.read("deal") == deal.address
        assert token.read("escrow") == escrow.address
        assert token.read("identityRegistry") == platform.registry.address
        assert token.read("trancheIndex") == index
        assert offering.read("offerOf", index) == int.from_bytes(OFFERS[index], "big")
        assert offering.read("priceAt", index, 0) == sample.PRICES[index]
    assert offering.read("window") == (0, sample.DEADLINE)
    assert deal.read("MEETING") == platform.meeting.address


def test_create__sample__stream_is_open_with_the_attestors_of_the_deal(
    offered: DealContracts, platform: Platform
) -> None:
    signers = tuple(key.address for key in attestors(3))
    assert platform.oracle.read("signersOf", offered.deal.address) == (1, 2, 1, 0, signers, (1, 1, 1), 0, 0)


def test_create__announced__with_what_a_stranger_needs(offered: DealContracts) -> None:
    assert offered.made["creator"] == actor("issuer")
    assert offered.made["paymentToken"] == offered.money.address
    assert offered.made["offers"] == OFFERS
    assert (offered.made["opens"], offered.made["deadline"]) == (0, sample.DEADLINE)


def test_create__one_transaction__announces_and_wires(platform: Platform, money: Contract) -> None:
    platform.create(money)
    names = [event.name for event in platform.chain.log]
    assert names[-4:] == ["DealCreated", "DealRules", "DealWired", "StreamOpened"]


def test_create__rules_announced__as_they_were_given(platform: Platform, money: Contract) -> None:
    rules = TransferRules(RuleFlag.JURISDICTIONS, denomination=5, countries=frozenset({156, 840}))
    words = (rules.pack(), *DealSpec().request(money.address).transfer_rules[1:])
    countries = (rules.jurisdictions_bitmap(), b"", b"")
    table = TaxTable((TaxRate(156, 0, 100_000), TaxRate(0, 0, 0))).pack()
    spec = DealSpec(transfer_rules=words, countries=countries, tax_table=table, tax_authority="tax_authority")
    deal = platform.create(money, spec)
    (announced,) = [event.args for event in platform.chain.log if event.name == "DealRules"]
    assert announced == {
        "deal": deal.deal.address,
        "transferRules": words,
        "countries": countries,
        "taxTable": table,
        "taxAuthority": actor("tax_authority"),
    }
    assert deal.tokens[0].read("transferRules") == (int.from_bytes(words[0], "big"), countries[0])
    assert deal.tokens[1].read("transferRules") == (int.from_bytes(words[1], "big"), b"")
    assert deal.escrow.read("withholding") == (table, actor("tax_authority"))


def test_infrastructure__of_the_factory__is_that_of_its_token(platform: Platform) -> None:
    parts = (platform.oracle, platform.registry, platform.agent, platform.supervisor)
    assert platform.factory.read("infrastructure") == tuple(part.address for part in parts)
    assert platform.factory.read("TRANCHE_TOKEN") == platform.token.address


@pytest.mark.parametrize("what", ["oracle", "tranche token", "deal", "checker"])
def test_factory__infrastructure_without_code__refused(platform: Platform, what: str) -> None:
    addresses = {
        "oracle": platform.oracle.address,
        "tranche token": platform.token.address,
        "deal": platform.implementation.address,
        "checker": platform.checker.address,
        what: actor("attacker"),
    }
    with refused("DealFactory_ZeroAddress", what=what):
        Contract.deploy(platform.chain, "DealFactory", *addresses.values(), by=actor("admin"))


@pytest.mark.parametrize("what", ["registry", "agent", "supervisor"])
def test_factory__token_of_infrastructure_without_code__refused(platform: Platform, what: str) -> None:
    parts = {"registry": platform.registry, "agent": platform.agent, "supervisor": platform.supervisor}
    addresses = {name: part.address for name, part in parts.items()} | {what: actor("attacker")}
    token = Contract.deploy(platform.chain, "TrancheToken", *addresses.values(), by=actor("admin"))
    with refused("DealFactory_ZeroAddress", what=what):
        platform.deploy_factory(token.address)


@pytest.mark.parametrize("what", ["transfer rules", "countries"])
@pytest.mark.parametrize("count", [2, 4])
def test_create__rules_of_another_length__refused(platform: Platform, money: Contract, what: str, count: int) -> None:
    changed: dict[str, Any] = (
        {"transfer_rules": (TransferRules().pack(),) * count}
        if what == "transfer rules"
        else {"countries": (b"",) * count}
    )
    with refused("DealFactory_WrongLength", what=what, expected=3, given=count):
        create_raw(platform, money, **changed)


@pytest.mark.parametrize("bit", [16, 31, 240, 245, 247, 251, 255])
def test_create__rules_with_a_bit_that_means_nothing__refused(platform: Platform, money: Contract, bit: int) -> None:
    word = int.from_bytes(TransferRules().pack(), "big") | 1 << bit
    with refused("TransferRules_Unknown", rules=word):
        create_raw(platform, money, transfer_rules=(TransferRules().pack(), word.to_bytes(32, "big"), bytes(32)))


@pytest.mark.parametrize("cap", [10_000, 10_001, 65_535])
def test_create__venue_fee_cap_around_the_whole_price__not_more(platform: Platform, money: Contract, cap: int) -> None:
    rules = (TransferRules(venue_fee_cap=cap).pack(), TransferRules().pack(), TransferRules().pack())
    if cap == 10_000:
        assert platform.create(money, DealSpec(transfer_rules=rules)).deal.read("status") == 0
    else:
        with refused("TransferRules_Unknown", rules=int.from_bytes(rules[0], "big")):
            platform.create(money, DealSpec(transfer_rules=rules))


def test_create__rules_that_admit_no_class__refused(platform: Platform, money: Contract) -> None:
    with refused("TransferRules_Unknown", rules=0):
        create_raw(platform, money, transfer_rules=(bytes(32),) * 3)


@pytest.mark.parametrize(("limited", "length"), [(True, 0), (True, 127), (True, 129), (False, 128)])
def test_create__country_list_of_another_size__refused(
    platform: Platform, money: Contract, limited: bool, length: int
) -> None:
    rules = TransferRules(RuleFlag.JURISDICTIONS if limited else RuleFlag.NONE).pack()
    expected = 128 if limited else 0
    with refused("DealFactory_WrongLength", what="countries of a tranche", expected=expected, given=length):
        create_raw(platform, money, transfer_rules=(rules,) * 3, countries=(bytes(length), b"", b""))


@pytest.mark.parametrize(("retained", "made"), [(999, True), (1_000, True), (1_001, False)])
def test_create__retention_around_all_units__not_more(
    platform: Platform, money: Contract, retained: int, made: bool
) -> None:
    rules = (TransferRules(retained=retained).pack(), TransferRules().pack(), TransferRules().pack())
    if made:
        assert platform.create(money, DealSpec(transfer_rules=rules)).deal.read("status") == 0
    else:
        with refused("DealFactory_RetainsTooMuch", most=1_000, retained=1_001):
            platform.create(money, DealSpec(transfer_rules=rules))


@pytest.mark.parametrize("what", list(LISTS))
@pytest.mark.parametrize("change", [-1, 1])
def test_create__list_of_another_length__refused(platform: Platform, money: Contract, what: str, change: int) -> None:
    changed: dict[str, Any] = {what: LISTS[what][:-1] if change < 0 else (*LISTS[what], LISTS[what][0])}
    with refused("DealFactory_WrongLength", what=what, expected=len(LISTS[what]), given=len(changed[what])):
        platform.create(money, replace(DealSpec(), **changed))


ASKING = replace(sample.PROGRAM, facts=("rights-lapsed",))


@pytest.mark.parametrize("source", [ZERO, actor("attacker")], ids=["none", "without code"])
def test_create__facts_without_a_source_that_could_tell__refused(
    platform: Platform, money: Contract, source: str
) -> None:
    with refused("DealFactory_FactsSource", facts=1, source=source):
        platform.create(money, DealSpec(ASKING, facts=source))


def test_create__source_of_facts_that_nothing_looks_at__refused(platform: Platform, money: Contract) -> None:
    with refused("DealFactory_FactsSource", facts=0, source=money.address):
        platform.create(money, DealSpec(facts=money.address))


def test_create__facts_with_a_source__the_deal_names_it(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, DealSpec(ASKING, facts=money.address))
    assert deal.deal.read("sources") == (platform.support.address, money.address)


def test_factory__deal_under_another_supervisor_than_its_tokens__refused(platform: Platform) -> None:
    admin = actor("admin")
    other = Contract.deploy(platform.chain, "Supervisor", admin, ADMIN_DELAY, by=admin)
    parts = (other.address, platform.support.address, platform.lens.address, platform.meeting.address)
    deal = Contract.deploy(platform.chain, "Deal", *parts, by=admin)
    wrong = {"ofTheToken": platform.supervisor.address, "ofTheDeal": other.address}
    shared = (platform.oracle.address, platform.token.address, deal.address, platform.checker.address)
    with refused("DealFactory_OtherSupervisor", **wrong):
        Contract.deploy(platform.chain, "DealFactory", *shared, by=admin)


def test_create__program_refused_by_the_checker__nothing_is_made(platform: Platform, money: Contract) -> None:
    packed = sample.PROGRAM.pack()
    with refused_whole(platform.chain, "ProgramCheck_Header", field=field_of("paymentDay"), given=29):
        create_raw(platform, money, program=packed[:7] + bytes([29]) + packed[8:])
    with refused("ProgramCheck_Header", field=field_of("paymentDay"), given=29):
        platform.checker.read("check", packed[:7] + bytes([29]) + packed[8:], 3)
    assert platform.checker.read("check", packed, 3) == int.from_bytes(packed[:32], "big")


def field_of(name: str) -> bytes:
    """As the checker names a field."""
    return name.encode().ljust(32, b"\0")


def create_raw(platform: Platform, money: Contract, **changes: Any) -> None:
    """With arguments no spec would have."""
    request = replace(DealSpec().request(money.address), **changes)
    platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer"))


def test_create__originator_zero__refused(platform: Platform, money: Contract) -> None:
    with refused("DealFactory_ZeroAddress", what="originator"):
        create_raw(platform, money, originator=ZERO)


@pytest.mark.parametrize("index", [0, 2])
def test_create__payee_zero__refused(platform: Platform, money: Contract, index: int) -> None:
    payees = [actor(payee) for payee in sample.PAYEES]
    payees[index] = ZERO  # type: ignore[call-overload]
    with refused("DealFactory_ZeroAddress", what="payee"):
        create_raw(platform, money, payees=tuple(payees))


def test_create__payment_token_without_code__refused(platform: Platform, money: Contract) -> None:
    with refused("RoyaltyEscrow_NoCode", paymentToken=actor("attacker")):
        create_raw(platform, money, payment_token=actor("attacker"))


def test_create__funding_above_proceeds__refused(platform: Platform, money: Contract) -> None:
    above = sample.PROCEEDS + 1
    with refused("DealFactory_FundingAboveProceeds", proceeds=sample.PROCEEDS, funding=above):
        platform.create(money, DealSpec(funding=(above,)))


def test_create__funding_all_the_proceeds__nothing_for_the_originator(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, DealSpec(funding=(sample.PROCEEDS,)))
    deal.sell()
    deal.close()
    assert deal.payable("originator") == 0
    assert deal.cash() == (0, (sample.PROCEEDS,))


def test_create__deadline_passed__refused(platform: Platform, money: Contract) -> None:
    with refused("DealFactory_DeadlinePassed", deadline=sample.START - 1, timestamp=sample.START):
        platform.create(money, DealSpec(deadline=sample.START - 1))


def test_create__deadline_this_second__made(platform: Platform, money: Contract) -> None:
    assert platform.create(money, DealSpec(deadline=sample.START)).deal.read("status") == 0


@pytest.mark.parametrize("what", ["names", "symbols"])
def test_create__text_of_65_bytes__refused(platform: Platform, money: Contract, what: str) -> None:
    changed: dict[str, Any] = {what: ("A", "B", "C" * 65)}
    with refused("DealFactory_TextTooLong", limit=64, given=65):
        platform.create(money, replace(DealSpec(), **changed))


def test_create__texts_of_64_bytes_and_none__kept_whole(platform: Platform, money: Contract) -> None:
    names, symbols = ("n" * 64, "", "版税证券"), ("", "s" * 64, "C")
    deal = platform.create(money, DealSpec(names=names, symbols=symbols))
    assert tuple(token.read("name") for token in deal.tokens) == names
    assert tuple(token.read("symbol") for token in deal.tokens) == symbols


@pytest.mark.parametrize(("threshold", "signers"), [(0, 3), (4, 3), (1, 0)])
def test_create__impossible_quorum__refused_whole(
    platform: Platform, money: Contract, threshold: int, signers: int
) -> None:
    keys = tuple(key.address for key in attestors(3)[:signers])
    with refused("RoyaltyOracle_BadThreshold", threshold=threshold, weight=signers):
        platform.create(money, DealSpec(threshold=threshold, attestors=keys))
    assert not platform.chain.has_code(platform.factory.read("predictDeal", actor("issuer"), bytes(32)))


def test_create__predicted_address__is_where_it_is(platform: Platform, money: Contract) -> None:
    predicted = platform.factory.read("predictDeal", actor("issuer"), b"\7" * 32)
    assert platform.create(money, DealSpec(salt=b"\7" * 32)).deal.address == predicted


def test_create__same_salt_twice__refused(offered: DealContracts, platform: Platform) -> None:
    with refused("FailedDeployment"):
        platform.create(offered.money)


def test_create__same_salt_by_another__cannot_take_the_address(platform: Platform, money: Contract) -> None:
    predicted = platform.factory.read("predictDeal", actor("issuer"), bytes(32))
    squatter = platform.create(money, by=actor("attacker"))
    assert squatter.deal.address != predicted
    assert platform.create(money).deal.address == predicted


def test_create__another_salt__everything_is_its_own(offered: DealContracts, platform: Platform) -> None:
    other = platform.create(offered.money, DealSpec(salt=keccak(text="second")))
    addresses = [
        contract.address
        for made in (offered, other)
        for contract in (made.deal, made.escrow, made.offering, *made.tokens)
    ]
    assert len(set(addresses)) == 12


def test_create__same_salt_other_program__only_the_deal_is_at_the_same_address(
    platform: Platform, money: Contract
) -> None:
    """After a reorganisation the issuer could make another deal with his salt; what was sent to the first must not reach it."""
    with platform.chain.undone():
        first = platform.create(money).made
    generous = replace(sample.PROGRAM.tranches[0], coupon=0)
    program = replace(sample.PROGRAM, tranches=(generous, *sample.PROGRAM.tranches[1:]))
    second = platform.create(money, DealSpec(program)).made
    assert second["deal"] == first["deal"]
    assert {second["escrow"], second["offering"], *second["tokens"]}.isdisjoint(
        {first["escrow"], first["offering"], *first["tokens"]}
    )


@pytest.mark.parametrize("units", [1, 2])
def test_create__highest_price_there_is__only_of_a_single_unit(platform: Platform, money: Contract, units: int) -> None:
    highest = 2**96 - 1
    if units == 1:
        assert platform.create(money, plain_spec(1, highest)).price(0) == highest
    else:
        with refused("DealFactory_ProceedsTooLarge", limit=highest, proceeds=2 * highest):
            platform.create(money, plain_spec(2, highest))


@pytest.mark.parametrize(("opens", "made"), [(0, True), (sample.DEADLINE, True), (sample.DEADLINE + 1, False)])
def test_create__opening_around_the_deadline__not_after_it(
    platform: Platform, money: Contract, opens: int, made: bool
) -> None:
    if made:
        assert platform.create(money, DealSpec(opens=opens)).offering.read("window") == (opens, sample.DEADLINE)
    else:
        with refused("DealFactory_OpensAfterDeadline", deadline=sample.DEADLINE, opens=opens):
            platform.create(money, DealSpec(opens=opens))


def test_create__fundings_that_wrap__refused(platform: Platform, money: Contract) -> None:
    second = StepProgram("second", StepKind.RESERVE, SubjectKind.ACCOUNT, 1, flags=StepFlag.PART_FIXED, tranche_mask=1)
    steps = (*sample.PROGRAM.steps[:-1], second, sample.PROGRAM.steps[-1])
    program = replace(sample.PROGRAM, accounts=("reserve", "second"), steps=steps).pack()
    with refused("DealFactory_FundingAboveProceeds", proceeds=sample.PROCEEDS, funding=2**256 - 1):
        create_raw(platform, money, program=program, funding=(1, 2**256 - 1))


def test_create__proceeds_beyond_the_amount_limit__refused(platform: Platform, money: Contract) -> None:
    prices = (2**96 // 1_000 + 1, 0, 0)
    with refused("DealFactory_ProceedsTooLarge", limit=2**96 - 1, proceeds=1_000 * prices[0]):
        platform.create(money, DealSpec(prices=prices, funding=(0,)))
