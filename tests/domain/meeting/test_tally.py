# SPDX-License-Identifier: Apache-2.0
"""Counting a vote: by hand at each edge, and against a reference in fractions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.rules import HUNDREDTHS, MeetingProgram
from regalia.domain.meeting.tally import Ballot, Tally
from regalia.domain.meeting.voters import Voter, may_convene
from tests.domain.meeting.meetings import voting

FOR, AGAINST, ABSTAIN = Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN
SENIOR = voting((5_000, 7_500))
BOTH = voting((5_000, 7_500), (2_500, 5_000))


def holder(wallet: str, *units: int, frozen: tuple[int, ...] | None = None, barred: bool = False) -> Voter:
    return Voter(wallet, units, frozen or (0,) * len(units), barred)


def counted(rules: MeetingProgram, supplies: tuple[int, ...], *votes: tuple[Ballot, tuple[int, ...]]) -> Tally:
    """A vote with one holder a ballot."""
    tally = Tally(rules, supplies)
    for i, (ballot, units) in enumerate(votes):
        tally.vote(holder(f"investor-{i}", *units), ballot)
    return tally


def test_ballots__numbers__those_of_the_governor() -> None:
    assert [ballot.value for ballot in (AGAINST, FOR, ABSTAIN)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("yes", "no", "abstained", "passes"),
    [
        (50, 0, 0, True),  # the quorum of 100 units, exactly
        (49, 0, 0, False),
        (49, 0, 1, True),  # who abstains counts for the quorum
        (45, 15, 0, True),  # three quarters, exactly
        (44, 15, 0, False),
        (45, 16, 0, False),
        (45, 15, 40, True),  # and not for the majority
        (0, 0, 100, False),  # nobody is for it
        (0, 60, 0, False),
    ],
)
def test_passed__one_class_of_a_hundred__quorum_then_majority(yes: int, no: int, abstained: int, passes: bool) -> None:
    votes = [(ballot, (units,)) for ballot, units in ((FOR, yes), (AGAINST, no), (ABSTAIN, abstained)) if units]
    assert counted(SENIOR, (100,), *votes).passed is passes


def test_passed__half_and_half_at_a_majority_of_half__passes() -> None:
    assert counted(voting((1, 5_000)), (4,), (FOR, (2,)), (AGAINST, (2,))).passed
    assert not counted(voting((1, 5_001)), (4,), (FOR, (2,)), (AGAINST, (2,))).passed


def test_passed__quorum_that_does_not_divide__rounded_in_nobodys_favour() -> None:
    third = voting((3_334, 5_000))  # of 3 units 1.0002 must vote
    assert not counted(third, (3,), (FOR, (1,))).passed
    assert counted(third, (3,), (FOR, (2,))).passed
    assert counted(voting((3_333, 5_000)), (3,), (FOR, (1,))).passed


def test_passed__each_class_with_a_vote__must_agree() -> None:
    assert not counted(BOTH, (100, 40), (FOR, (100, 9))).passed
    assert counted(BOTH, (100, 40), (FOR, (100, 10))).passed
    assert not counted(BOTH, (100, 40), (FOR, (100, 10)), (AGAINST, (0, 11))).passed


def test_passed__class_without_a_vote__asked_nothing() -> None:
    rules = voting((0, 0), (2_500, 5_000))
    tally = counted(rules, (1_000, 40), (FOR, (0, 10)))
    assert tally.passed and tally.classes == (1,)
    assert Tally(rules, (1_000, 40)).vote(holder("investor", 500, 3), FOR) == (0, 3)


def test_passed__nobody_voted__fails() -> None:
    assert not Tally(BOTH, (100, 40)).passed


def test_vote__one_ballot__in_every_class_held() -> None:
    tally = Tally(BOTH, (100, 40))
    assert tally.vote(holder("investor", 7, 5), AGAINST) == (7, 5)
    assert [count.cast[AGAINST] for count in tally.counts] == [7, 5]


def test_vote__second_time__refused_and_counts_once() -> None:
    tally = counted(SENIOR, (100,), (FOR, (60,)))
    with pytest.raises(MeetingRefusedError, match="investor-0 has voted"):
        tally.vote(holder("investor-0", 60), AGAINST)
    assert tally.counts[0].cast == [0, 60, 0]


@pytest.mark.parametrize(
    "voter",
    [
        holder("stranger", 0, 0, 0),
        holder("holder-of-a-class-without-a-vote", 0, 0, 9),
        holder("frozen", 5, 5, 0, frozen=(5, 7, 0)),
        holder("halted", 5, 5, 5, barred=True),
    ],
    ids=lambda voter: voter.wallet,
)
def test_vote__no_unit_that_votes__refused(voter: Voter) -> None:
    tally = Tally(voting((5_000, 7_500), (2_500, 5_000), (0, 0)), (100, 40, 40))
    with pytest.raises(MeetingRefusedError, match=f"{voter.wallet} has no unit that votes"):
        tally.vote(voter, FOR)
    assert not tally.voted and not tally.excused


def test_frozen_units__quorum__is_of_the_others_once_their_holder_votes_or_is_shown() -> None:
    tally = Tally(SENIOR, (100,))
    partly = holder("partly-frozen", 60, frozen=(50,))
    tally.vote(holder("investor", 20), FOR)
    assert not tally.passed  # 20 of 100
    assert tally.excuse(partly) == (50,)
    assert tally.counts[0].could_vote == 50 and not tally.passed  # 20 of 50
    assert tally.vote(partly, FOR) == (10,)
    assert tally.counts[0].could_vote == 50 and tally.passed  # 30 of 50


def test_vote__partly_frozen__the_rest_is_excused_with_it() -> None:
    tally = Tally(SENIOR, (100,))
    tally.vote(holder("partly-frozen", 90, frozen=(70,)), FOR)
    assert tally.counts[0].could_vote == 30 and tally.passed  # 20 of 30


@pytest.mark.parametrize("act", ["vote", "excuse"])
def test_originator__whatever_it_does__refused_and_counts_for_nothing(act: str) -> None:
    tally = Tally(SENIOR, (5,))  # its 95 units are left out
    originator = Voter("originator", (95,), (0,), is_originator=True)
    with pytest.raises(MeetingRefusedError, match="originator is the originator's, who has no vote"):
        _ = tally.vote(originator, FOR) if act == "vote" else tally.excuse(originator)
    assert tally.counts[0].could_vote == 5 and not tally.excused


def test_excuse__again__what_is_held_back_now_takes_the_place() -> None:
    tally = Tally(SENIOR, (100,))
    frozen = holder("frozen", 60, frozen=(50,))
    assert tally.excuse(frozen) == (50,)
    with pytest.raises(MeetingRefusedError, match="frozen has nothing to excuse"):
        tally.excuse(frozen)
    assert tally.excuse(replace(frozen, barred=True)) == (60,)
    assert tally.excuse(replace(frozen, frozen=(0,))) == (0,)
    assert tally.counts[0].could_vote == 100


@pytest.mark.parametrize("voter", [holder("free", 60), holder("stranger", 0, barred=True)], ids=lambda v: v.wallet)
def test_excuse__nothing_held_back__refused(voter: Voter) -> None:
    with pytest.raises(MeetingRefusedError, match="has nothing to excuse"):
        Tally(SENIOR, (100,)).excuse(voter)


def test_excuse__units_that_voted_before_they_were_frozen__still_count() -> None:
    tally = Tally(SENIOR, (100,))
    investor = holder("investor", 60)
    tally.vote(investor, FOR)
    with pytest.raises(MeetingRefusedError, match="investor has voted"):
        tally.excuse(replace(investor, barred=True))
    assert tally.counts[0].could_vote == 100


def test_vote__excused_and_released_since__all_of_them_vote() -> None:
    tally = Tally(SENIOR, (100,))
    tally.excuse(holder("investor", 60, frozen=(50,)))
    assert tally.vote(holder("investor", 60), FOR) == (60,)
    assert tally.counts[0].could_vote == 100


def test_passed__class_in_which_nobody_could_vote__left_out() -> None:
    tally = Tally(BOTH, (100, 40))
    tally.vote(holder("investor", 80, 0), FOR)
    assert not tally.passed
    tally.excuse(holder("halted", 0, 40, barred=True))
    assert tally.passed


def test_passed__nobody_could_vote_in_any__nothing_passes() -> None:
    tally = Tally(BOTH, (100, 0))
    tally.excuse(holder("halted", 100, 0, barred=True))
    assert not tally.passed


@pytest.mark.parametrize(
    ("units", "enough"),
    [((5, 0, 0), True), ((4, 0, 99), False), ((0, 2, 0), True), ((0, 1, 0), False), ((0, 0, 99), False)],
)
def test_convene__share_of_one_class_with_a_vote__is_enough(units: tuple[int, ...], enough: bool) -> None:
    rules = voting((5_000, 7_500), (2_500, 5_000), (0, 0))
    assert may_convene(rules, units, (100, 40, 100)) is enough


def test_convene__class_without_units__by_nobody() -> None:
    assert not may_convene(SENIOR, (0,), (0,))


shares = st.tuples(st.integers(1, HUNDREDTHS) | st.just(0), st.integers(5_000, HUNDREDTHS))
small = st.integers(0, 12)


@st.composite
def votes(draw: st.DrawFn) -> tuple[MeetingProgram, tuple[int, ...], list[tuple[Voter, Ballot | None]]]:
    """Rules, supplies, and what each holder does: a ballot, or (None) somebody shows that he can't vote."""
    classes = draw(st.lists(shares, min_size=1, max_size=3))
    by_class = st.tuples(*[small for _ in classes])
    acts: list[tuple[Voter, Ballot | None]] = []
    for i in range(draw(st.integers(0, 6))):
        voter = Voter(f"investor-{i}", draw(by_class), draw(by_class), draw(st.sampled_from([False, False, True])))
        acts += [(voter, act) for act in draw(st.sets(st.sampled_from([*Ballot, None]), max_size=2))]
    rest = draw(by_class)
    holders = {voter.wallet: voter for voter, _ in acts}.values()
    supplies = tuple(rest[t] + sum(voter.units[t] for voter in holders) for t in range(len(classes)))
    return voting(*classes), supplies, acts


def carried_out(rules: MeetingProgram, supplies: tuple[int, ...], acts: list[tuple[Voter, Ballot | None]]) -> Tally:
    """Every act that is not refused."""
    tally = Tally(rules, supplies)
    for voter, act in acts:
        try:
            _ = tally.excuse(voter) if act is None else tally.vote(voter, act)
        except MeetingRefusedError:
            continue
    return tally


def reference(rules: MeetingProgram, supplies: tuple[int, ...], acts: list[tuple[Voter, Ballot | None]]) -> bool:
    """The page, word for word: each ballot is the first of its wallet; units that can't vote don't count once they are known."""
    asked = []
    for t, rule in enumerate(rules.classes):
        cast, known, seen = dict.fromkeys(Ballot, Fraction(0)), set[Voter](), set[str]()
        for voter, act in acts:
            anywhere = any(r.votes and voter.free(i) for i, r in enumerate(rules.classes))
            if act is None or (anywhere and voter.wallet not in seen):
                known.add(voter)
            if act is not None and anywhere and voter.wallet not in seen:
                seen.add(voter.wallet)
                cast[act] += voter.free(t)
        could = Fraction(supplies[t] - sum(voter.units[t] - voter.free(t) for voter in known))
        if rule.quorum and could:
            decided, share = cast[FOR] + cast[AGAINST], Fraction(rule.quorum, HUNDREDTHS)
            enough = sum(cast.values()) >= share * could
            asked.append(enough and cast[FOR] >= 1 and cast[FOR] >= Fraction(rule.majority, HUNDREDTHS) * decided)
    return bool(asked) and all(asked)


@given(votes())
def test_passed__generated_votes__as_the_reference_says(
    case: tuple[MeetingProgram, tuple[int, ...], list[tuple[Voter, Ballot | None]]],
) -> None:
    assert carried_out(*case).passed is reference(*case)


@given(votes(), st.randoms(use_true_random=False))
def test_counts__ballots_and_excuses_in_any_order__the_same(
    case: tuple[MeetingProgram, tuple[int, ...], list[tuple[Voter, Ballot | None]]], random: object
) -> None:
    rules, supplies, acts = case
    first = list({(voter.wallet, act is None): (voter, act) for voter, act in reversed(acts)}.values())
    mixed = list(first)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert carried_out(rules, supplies, first).counts == carried_out(rules, supplies, mixed).counts


@given(votes(), st.lists(st.tuples(small, small, small), min_size=12, max_size=12))
def test_counts__freezes_that_change_between__no_unit_counts_twice(
    case: tuple[MeetingProgram, tuple[int, ...], list[tuple[Voter, Ballot | None]]], freezes: list[tuple[int, int, int]]
) -> None:
    rules, supplies, acts = case
    size = len(supplies)
    changing = [(replace(voter, frozen=freezes[i][:size]), act) for i, (voter, act) in enumerate(acts)]
    tally = carried_out(rules, supplies, changing)
    assert all(0 <= sum(count.cast) <= count.could_vote <= count.supply for count in tally.counts)
    for t, (count, rule) in enumerate(zip(tally.counts, rules.classes, strict=True)):
        of_voters = sum({v.wallet: v.units[t] for v, _ in acts if v.wallet in tally.voted}.values())
        excused = sum(tally.excused[wallet][t] for wallet in tally.voted)
        assert sum(count.cast) + excused == (of_voters if rule.votes else 0)


@given(votes(), st.integers(1, 12))
def test_passed__somebody_more_is_for_it_or_is_excused__never_undone(
    case: tuple[MeetingProgram, tuple[int, ...], list[tuple[Voter, Ballot | None]]], units: int
) -> None:
    rules, supplies, acts = case
    size = len(supplies)
    more = tuple(supply + units for supply in supplies)
    before = carried_out(rules, more, acts).passed
    for barred, act in ((False, FOR), (True, None)):
        late = Voter("late", (units,) * size, (0,) * size, barred)
        assert not before or carried_out(rules, more, [*acts, (late, act)]).passed
