# SPDX-License-Identifier: Apache-2.0
"""Meetings: the contract and its twin over random meetings, every tally compared after every act, every deal after every resolution."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.rules import MeetingProgram, VoteRule
from regalia.domain.meeting.tally import Ballot
from regalia.domain.terms import load_terms
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.meeting_deal import DAY, RULES
from tests.differential.meeting_calls import random_act
from tests.differential.meeting_pair import ROLES, Pair
from tests.domain.meeting.meetings import WITH_A_MEETING
from tests.support.answering import telling
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

DEALS, MEETINGS = 12, 12
FOR, AGAINST, ABSTAIN = Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN
SOURCE = actor("source of facts")


def random_rules(rng: Random) -> MeetingProgram:
    def rule() -> VoteRule:
        return VoteRule(
            rng.choice([1, 2_500, 5_000, rng.randint(1, 10_000)]), rng.choice([1, 5_000, rng.randint(1, 10_000)])
        )

    both = (rule(), rule())
    voting = rng.choice([both, both, (both[0], VoteRule()), (VoteRule(), both[1])])
    return replace(
        RULES,
        notice=rng.choice([0, 3 * DAY]),
        voting=rng.choice([1, 5 * DAY]),
        delay=rng.choice([0, DAY]),
        convene=rng.choice([1, 500, 2_500]),
        classes=(*voting, VoteRule()),
    )


def meet(rng: Random, pair: Pair) -> None:
    """One meeting; things happen before its record date and while votes are cast."""
    for _ in range(rng.randrange(5)):
        pair.disturb()
    pair.world.chain.now += 1
    tries = [random_act(rng, pair.rules) for _ in range(rng.choice([1, 4, 4]))]
    act = next((act for act in tries if pair.can(act)), tries[-1])
    resolution = pair.convene(act)
    if resolution is None:
        return
    tally = pair.open_vote(resolution)
    pair.check(resolution, tally, *ROLES)
    ballots = (FOR,) if rng.random() < 0.4 else (FOR, FOR, AGAINST, ABSTAIN)
    for _ in range(rng.randrange(4, 11)):
        if rng.random() < 0.25:
            pair.disturb()
        pair.act(resolution, tally, rng.choice([*ballots, None]))
    if rng.random() < 0.15:
        pair.pay_date()  # it may overtake the resolution, and end the vote
    pair.finish(resolution, tally, act)


def test_meetings__random_lives__contract_and_twin_equal_after_every_act() -> None:
    done = Counter[str]()
    for seed in range(DEALS):
        rng = Random(seed)
        pair = Pair(rng, random_rules(rng))
        for _ in range(MEETINGS):
            meet(rng, pair)
            if rng.random() < 0.25:
                pair.pay_date()
        done += pair.done
    print(done)
    kinds = ("ReplacePayee", "ReplaceSigners", "DeclareDefault", "Waive", "Amend", "OpenCall")
    outcomes = ("passed", "defeated", "not convened", "held too little", "accelerated", "date")
    assert min(done[name] for name in (*kinds, *outcomes, "vote", "vote refused", "excuse", "excuse refused")) > 0, done


@pytest.mark.parametrize("path", WITH_A_MEETING, ids=lambda path: path.stem)
def test_terms__of_each_deal_file_with_a_meeting__taken_and_read_back(path: Path) -> None:
    terms = load_terms(path)
    program = compile_terms(terms)
    meeting = compile_meeting(terms, program)
    assert meeting is not None
    platform = Platform((program.schedule.closing - date(1970, 1, 1)).days * DAY)
    platform.chain.place(SOURCE, telling(*[0] * len(program.facts)))
    labels = tuple(tranche.label for tranche in program.tranches)
    spec = DealSpec(
        program,
        prices=(1,) * len(labels),
        funding=(0,) * len(program.accounts),
        payees=program.payees,
        names=labels,
        symbols=labels,
        deadline=platform.chain.now,
        meeting=meeting.pack(),
        facts=SOURCE if program.facts else DealSpec.facts,
        transfer_rules=(TransferRules(RuleFlag.RECORD_DATES).pack(),) * len(labels),
    )
    deal = platform.create(platform.money(), spec)
    assert platform.meeting.read("termsOf", deal.deal.address) == meeting.pack()
    for field in meeting.amendable:
        assert field.read(deal.deal.read("program")) == field.field.read(program)
