# SPDX-License-Identifier: Apache-2.0
"""With weights: the fewest signatures that weigh enough, none of them idle."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.oracle.quorum import Quorum, QuorumError, encode_signatures
from tests.oracle.stage import ATTESTORS, REPORT, Stage, attest

ADDRESSES = tuple(key.address for key in ATTESTORS)
DOMAIN = Stage().domain
SIGNED = tuple(attest(REPORT, DOMAIN, key) for key in ATTESTORS)


def chosen(quorum: Quorum, *places: int) -> list[int]:
    """Whose signatures are taken of those given, by place."""
    data = quorum.encode(REPORT, DOMAIN, [SIGNED[i] for i in places])
    signatures = [data[at : at + 65] for at in range(0, len(data), 65)]
    return [next(i for i, signed in enumerate(SIGNED) if signed.signature == s) for s in signatures]


@pytest.mark.parametrize(
    ("weights", "threshold", "given_", "taken"),
    [
        ((1, 1, 1, 1, 3), 3, (0, 1, 2, 3, 4), [4]),
        ((1, 1, 1, 1, 3), 3, (0, 1, 2, 3), [0, 1, 2]),
        ((2, 1, 2, 1, 2), 4, (0, 1, 2, 3, 4), [0, 2]),
        ((2, 1, 2, 1, 2), 5, (1, 3, 2, 4), [1, 2, 4]),
        ((255, 1, 1, 1, 1), 255, (4, 0), [0]),
    ],
)
def test_encode__weights__heaviest_first_then_the_lowest_address(
    weights: tuple[int, ...], threshold: int, given_: tuple[int, ...], taken: list[int]
) -> None:
    assert chosen(Quorum(ADDRESSES, threshold, weights), *given_) == taken


def test_encode__too_light__says_weight_given_and_needed() -> None:
    quorum = Quorum(ADDRESSES, 5, (3, 1, 1, 1, 1))
    with pytest.raises(QuorumError) as refusal:
        quorum.encode(REPORT, DOMAIN, [SIGNED[0], SIGNED[1]])
    assert refusal.value.message.startswith("attestations: 2 valid of weight 4, 5 of 7 needed; missing: ")
    assert (refusal.value.required, refusal.value.missing) == (5, ADDRESSES[2:])


def test_quorum__weights_of_other_length__refused() -> None:
    with pytest.raises(ValueError, match="weights: 2 are given for 5 attestors"):
        Quorum(ADDRESSES, 1, (1, 1))


def test_weight__strangers_and_repetitions__not_counted() -> None:
    quorum = Quorum(ADDRESSES[:2], 1, (3, 4))
    assert quorum.weight([ADDRESSES[0], ADDRESSES[0], ADDRESSES[4]]) == 3


@settings(max_examples=25, deadline=None)
@given(
    weights=st.tuples(*[st.integers(1, 5)] * 5),
    places=st.sets(st.integers(0, 4), min_size=1),
    data=st.data(),
)
def test_encode__any_weights__minimal_and_every_signature_needed_in_its_order(
    weights: tuple[int, ...], places: set[int], data: st.DataObject
) -> None:
    """As the contract reads them: one after the other, until the threshold is reached."""
    threshold = data.draw(st.integers(1, sum(weights[i] for i in places)))
    taken = chosen(Quorum(ADDRESSES, threshold, weights), *places)
    assert taken == sorted(taken) and set(taken) <= places
    reached = [sum(weights[i] for i in taken[: n + 1]) for n in range(len(taken))]
    assert all(weight < threshold for weight in reached[:-1]) and reached[-1] >= threshold
    heaviest = sorted((weights[i] for i in places), reverse=True)
    assert sum(heaviest[: len(taken) - 1]) < threshold  # no fewer would do


@pytest.mark.parametrize("places", [(4,), (0, 1, 2), (0, 4), (1, 2, 3)])
def test_encode__weights__taken_by_the_oracle(places: tuple[int, ...]) -> None:
    stage, deal = Stage(), "0x" + "00" * 19 + "07"
    stage.open(ADDRESSES, threshold=3, deal=deal, weights=(1, 1, 1, 1, 3))
    report = REPORT.model_copy(update={"deal": deal})
    given_ = [attest(report, stage.domain, ATTESTORS[i]) for i in places]
    signatures = Quorum(ADDRESSES, 3, (1, 1, 1, 1, 3)).encode(report, stage.domain, given_)
    stage.submit(report, signatures)
    assert stage.latest(deal)[:2] == (1, True)
    assert signatures != encode_signatures(given_) or len(places) != 2
