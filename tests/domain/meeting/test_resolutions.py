# SPDX-License-Identifier: Apache-2.0
"""Each kind of resolution: what it changes, and that it changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calls import CallRefusedError, price_of_call
from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.resolutions import (
    MISSED_INTEREST,
    Amend,
    DeclareDefault,
    MetDeal,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Resolution,
    Waive,
)
from regalia.domain.program import CallProgram
from regalia.domain.program_words import CallKind
from regalia.domain.state import Inputs
from regalia.domain.waterfall import run_steps
from tests.domain.meeting.meetings import met

AGENT, SERVICER, BANK = 0, 1, 2
CLEAN_UP, OPTIONAL = 0, 1
BEFORE_ANY_CALL = date(2024, 4, 1)


def inputs(deal: MetDeal, received: int = 0) -> Inputs:
    return Inputs(1, received, received, None, (), facts=(10**9,) * len(deal.program.facts))


def test_payees__of_the_voting_note__as_these_tests_number_them() -> None:
    assert met().payees == ("agent", "servicer", "bank")


def test_replace_payee__one_that_may_be__another_stands_in_its_place() -> None:
    deal = met()
    after = ReplacePayee(SERVICER, "successor").carried_out(deal)
    assert after == replace(deal, payees=("agent", "successor", "bank"))


@pytest.mark.parametrize("payee", [BANK, 3, 63, -1])
def test_replace_payee__not_replaceable_or_not_there__refused_naming_those_that_are(payee: int) -> None:
    with pytest.raises(MeetingRefusedError, match=rf"payee {payee} can't be replaced\n.*: 0, 1\."):
        ReplacePayee(payee, "successor").carried_out(met())


@pytest.mark.parametrize("successor", ["", "0x" + "0" * 40, "servicer", "Servicer"])
def test_replace_payee__by_nobody_or_itself__refused(successor: str) -> None:
    with pytest.raises(MeetingRefusedError, match="must be the address of another than the payee"):
        ReplacePayee(SERVICER, successor).carried_out(met())


def test_replace_signers__a_quorum_that_can_be_reached__deal_unchanged() -> None:
    deal = met()
    assert ReplaceSigners(3, ("one", "other"), (1, 2)).carried_out(deal) == deal


@pytest.mark.parametrize(
    ("threshold", "weights", "rule"),
    [
        (0, (1, 1), "threshold 0: must be 1 to the weight of all signers, 2"),
        (3, (1, 1), "threshold 3: must be 1"),
        (1, (1,), "2 signers, 1 weights: must be as many"),
    ],
)
def test_replace_signers__no_such_quorum__refused(threshold: int, weights: tuple[int, ...], rule: str) -> None:
    with pytest.raises(MeetingRefusedError, match=rule):
        ReplaceSigners(threshold, ("one", "other"), weights).carried_out(met())


def test_declare_default__next_date__runs_the_acceleration_list() -> None:
    deal = met()
    assert not run_steps(deal.program, deal.state, inputs(deal, 10**9)).accelerated
    after = DeclareDefault().carried_out(deal)
    assert after == replace(deal, state=replace(deal.state, defaulted=True))
    assert run_steps(after.program, after.state, inputs(after, 10**9)).accelerated


def test_declare_default__in_default_already__refused() -> None:
    declared = DeclareDefault().carried_out(met())
    with pytest.raises(MeetingRefusedError, match="in default already"):
        DeclareDefault().carried_out(declared)


def test_declare_default__no_acceleration_list__refused() -> None:
    deal = met()
    plain = replace(deal, program=replace(deal.program, acceleration=()))
    with pytest.raises(MeetingRefusedError, match="no steps after an event of default"):
        DeclareDefault().carried_out(plain)


def test_waive__interest_missed__normal_list_runs_again() -> None:
    deal = met()
    missed = run_steps(deal.program, deal.state, inputs(deal)).state
    assert missed.defaulted
    after = Waive(MISSED_INTEREST).carried_out(replace(deal, state=missed))
    assert after.state == replace(missed, defaulted=False)
    later = replace(inputs(deal, 10**9), period=2)
    assert run_steps(deal.program, missed, later).accelerated
    assert not run_steps(after.program, after.state, later).accelerated


def test_waive__latched_trigger__forgotten_and_breached_anew_later() -> None:
    deal = met()
    short = run_steps(deal.program, deal.state, inputs(deal)).state
    assert (short.active, short.history) == ((True, True, False), (1, 1, 0))
    after = Waive(1).carried_out(replace(deal, state=short)).state
    assert after == replace(short, active=(True, False, False), history=(1, 0, 0))
    again = run_steps(deal.program, after, replace(inputs(deal), period=2)).state
    assert again.active[1] and again.history[1] == 1


@pytest.mark.parametrize("trigger", [3, 254, 256, -1])
def test_waive__no_such_trigger__refused(trigger: int) -> None:
    with pytest.raises(MeetingRefusedError, match=f"trigger {trigger}: the deal has 3"):
        Waive(trigger).carried_out(met())


def test_amend__a_fee__paid_so_from_the_next_date_on() -> None:
    deal = met()
    assert deal.rules.amendable[2].label == "step agent-fee, amount"
    after = Amend(2, 200_000).carried_out(deal)
    assert replace(after, program=deal.program) == deal
    paid = [run_steps(d.program, d.state, inputs(d, 10**9)).records[0].paid for d in (deal, after)]
    assert paid == [150_000, 200_000]


@pytest.mark.parametrize("index", [12, -1])
def test_amend__no_such_field__refused_listing_those_there_are(index: int) -> None:
    with pytest.raises(MeetingRefusedError, match=rf"field {index} is not amendable\n.*0 trigger low, threshold; 1 "):
        Amend(index, 1).carried_out(met())


@pytest.mark.parametrize("call", [CLEAN_UP, OPTIONAL])
def test_open_call__before_it_was_open__priced_and_nothing_else_changed(call: int) -> None:
    deal = met()
    with pytest.raises(CallRefusedError):
        price_of_call(deal.program, deal.state, call, 1, BEFORE_ANY_CALL)
    after = OpenCall(call).carried_out(deal)
    others = {i: c for i, c in enumerate(deal.program.calls) if i != call}
    assert {i: c for i, c in enumerate(after.program.calls) if i != call} == others
    assert replace(after, program=replace(after.program, calls=deal.program.calls)) == deal
    prices = price_of_call(after.program, after.state, call, 1, BEFORE_ANY_CALL)
    assert [price > 0 for price in prices] == ([True, True, False] if call == CLEAN_UP else [True, False, False])


def test_open_call__clean_up_of_balances_that_interest_was_added_to__open_too() -> None:
    deal = met()
    grown = replace(deal.state, balance=(deal.state.balance[0], deal.state.balance[1] + 1, 0))
    whole = CallProgram(CallKind.CLEAN_UP, SERVICER, 3, 10**6, remaining=10**6)
    raised = replace(deal.program, calls=(whole,))
    with pytest.raises(CallRefusedError, match="is outstanding"):
        price_of_call(raised, grown, CLEAN_UP, 1, BEFORE_ANY_CALL)
    opened = OpenCall(CLEAN_UP).carried_out(replace(deal, state=grown)).program
    assert price_of_call(opened, grown, CLEAN_UP, 1, BEFORE_ANY_CALL)[:2] > grown.balance[:2]


def test_open_call__in_the_bytes__kind_tranches_and_day_alone() -> None:
    deal = met()
    before = deal.program.pack()
    start = len(before) - 64  # two calls, no tables behind them
    for call, word in ((CLEAN_UP, "00 01 0007 00000000"), (OPTIONAL, "00 00 0001 00000000")):
        after = OpenCall(call).carried_out(deal).program.pack()
        at = start + 32 * call
        assert after[:at] == before[:at] and after[at + 8 :] == before[at + 8 :]
        assert after[at : at + 8] == bytes.fromhex(word)


@pytest.mark.parametrize("call", [2, -1])
def test_open_call__no_such_call__refused(call: int) -> None:
    with pytest.raises(MeetingRefusedError, match=f"call {call}: the deal has 2"):
        OpenCall(call).carried_out(met())


@pytest.mark.parametrize(
    "resolution",
    [
        ReplacePayee(SERVICER, "s"),
        Waive(0),
        Waive(MISSED_INTEREST),
        Amend(0, 1_200_000),
        OpenCall(CLEAN_UP),
        OpenCall(OPTIONAL),
    ],
)
def test_carried_out__any_kind_that_changes_nothing__refused(resolution: Resolution) -> None:
    deal = met()
    once = resolution.carried_out(replace(deal, state=run_steps(deal.program, deal.state, inputs(deal)).state))
    with pytest.raises(MeetingRefusedError, match=r"already|nothing to waive|another than the payee"):
        resolution.carried_out(once)
