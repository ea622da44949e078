# SPDX-License-Identifier: Apache-2.0
"""Reports spelt in calldata no tool writes: what is told of a report is always what was signed, and the deal reads the same out of it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from eth_utils.crypto import keccak

from regalia.oracle.typed_data import signable, type_text
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, REPORT, THRESHOLD, Stage
from tests.support.chain import RefusedError
from tests.support.contract import calldata
from tests.support.quick_keys import quick_signature

SUBMIT = calldata("RoyaltyOracle", "submit", REPORT.as_tuple(), b"")[:4]
DEAL_WORD, PERIOD, EPOCH, RECEIVED, OTHER_INCOME, FLAG, TARGET, INVOICES, EVIDENCE = range(9)
WORDS = [int(DEAL, 16), 1, 1, 5_000, 70, 1, 900, 0, int.from_bytes(keccak(text="evidence"), "big")]
UINT = 2**256


@dataclass(frozen=True)
class Spelling:
    """The nine words of a report as they stand, where its invoices begin (from the first of them, modulo 2^256), and what follows."""

    words: tuple[int, ...]
    invoices_at: int
    tail: bytes
    gap: int = 0
    """Bytes between the two offsets and the report."""

    def data(self, signatures: bytes) -> bytes:
        words = list(self.words)
        words[INVOICES] = self.invoices_at % UINT
        report = b"".join(word.to_bytes(32, "big") for word in words) + self.tail
        head = [64 + self.gap, 64 + self.gap + len(report)]
        size = len(signatures).to_bytes(32, "big")
        return b"".join(word.to_bytes(32, "big") for word in head) + b"\xee" * self.gap + report + size + signatures

    def invoices(self) -> list[bytes] | None:
        """The invoices that these bytes spell, without the signatures; None when they can't be read."""
        data, start = self.data(b"")[:-32], 64 + self.gap + self.invoices_at
        if not 0 <= start <= len(data) - 32:
            return None
        count = int.from_bytes(data[start : start + 32], "big")
        if start + 32 + 32 * count > len(data):
            return None
        return [data[start + 32 + 32 * i :][:32] for i in range(count)]

    def digest(self, stage: Stage) -> bytes:
        """As EIP-712 has it, of the words as they stand."""
        words = [keccak(text=type_text(type(REPORT))), *(word.to_bytes(32, "big") for word in self.words)]
        words[1 + INVOICES] = keccak(b"".join(self.invoices() or []))
        return keccak(b"\x19\x01" + signable(REPORT, stage.domain).header + keccak(b"".join(words)))


def hand_in(stage: Stage, spelling: Spelling) -> dict[str, object] | str:
    """What was told of it, or by what it was refused. The attestors sign whatever it is."""
    signatures = b"".join(quick_signature(key, spelling.digest(stage)) for key in ATTESTORS[:THRESHOLD])
    try:
        done = stage.chain.send(ATTACKER, stage.oracle.address, SUBMIT + spelling.data(signatures))
    except RefusedError as error:
        return error.revert.name
    assert stage.latest()[3] == spelling.digest(stage)[:25]
    return dict(done.only("ReportAccepted"))


def list_of(*amounts: int) -> bytes:
    return b"".join(word.to_bytes(32, "big") for word in (len(amounts), *amounts))


def with_words(**changes: int) -> tuple[int, ...]:
    words = list(WORDS)
    for name, value in changes.items():
        words[globals()[name]] = value
    return tuple(words)


@pytest.fixture
def stage() -> Stage:
    return Stage()


PLAIN = Spelling(tuple(WORDS), 288, list_of(11, 22))


def test_spelling__as_everybody_writes_it__accepted(stage: Stage) -> None:
    told = hand_in(stage, PLAIN)
    assert isinstance(told, dict)
    assert (told["received"], told["otherIncome"], told["hasTarget"], told["reserveTarget"]) == (5_000, 70, True, 900)
    assert (told["invoices"], told["evidenceRoot"]) == ((11, 22), keccak(text="evidence"))


@pytest.mark.parametrize(
    ("spelling", "invoices"),
    [
        (Spelling(tuple(WORDS), 288 + 96, b"\xee" * 96 + list_of(11, 22)), (11, 22)),
        (Spelling(tuple(WORDS), 289, b"\xee" + list_of(11, 22)), (11, 22)),
        (Spelling(tuple(WORDS), 288, list_of(11, 22), gap=64), (11, 22)),
        # the list is read out of the report itself: two invoices, of the received amount and the other income
        (Spelling(with_words(EPOCH=1, PERIOD=1, RECEIVED=2), 96, b""), (70, 1)),
    ],
    ids=["gap", "odd", "report further on", "inside the report"],
)
def test_invoices__anywhere__told_as_they_were_hashed(
    stage: Stage, spelling: Spelling, invoices: tuple[int, ...]
) -> None:
    told = hand_in(stage, spelling)
    assert isinstance(told, dict)
    assert told["invoices"] == invoices


def test_invoices__before_the_report__told_as_they_were_hashed(stage: Stage) -> None:
    """A negative offset: the list is in the gap, written by hand."""
    spelling = Before(tuple(WORDS), -96, b"", gap=96)
    told = hand_in(stage, spelling)
    assert isinstance(told, dict)
    assert told["invoices"] == (11, 22)


class Before(Spelling):
    """Its gap holds two invoices."""

    def data(self, signatures: bytes) -> bytes:
        made = super().data(signatures)
        return made[:64] + list_of(11, 22) + made[64 + self.gap :]


@pytest.mark.parametrize("at", [2**64, 2**255, UINT - 1, UINT - 31, UINT - 2**40, 288 + 64, 10_000])
def test_invoices__outside_of_what_was_sent__never_accepted_as_two(stage: Stage, at: int) -> None:
    before = stage.state()
    assert isinstance(hand_in(stage, Spelling(tuple(WORDS), at, list_of(11, 22))), str)
    assert stage.state() == before


@pytest.mark.parametrize("count", [2**64, 2**64 - 1, 2**251, 2**255, UINT - 1, 2**59 + 2])
def test_invoices__more_than_were_sent__refused(stage: Stage, count: int) -> None:
    before = stage.state()
    tail = count.to_bytes(32, "big") + bytes(64)
    assert isinstance(hand_in(stage, Spelling(tuple(WORDS), 288, tail)), str)
    assert stage.state() == before


@pytest.mark.parametrize("bit", [160, 200, 255])
def test_deal__with_bits_above_its_address__refused(stage: Stage, bit: int) -> None:
    before = stage.state()
    assert isinstance(hand_in(stage, Spelling(with_words(DEAL_WORD=WORDS[0] | 1 << bit), 288, list_of(11, 22))), str)
    assert stage.state() == before


@pytest.mark.parametrize("field", ["PERIOD", "EPOCH"])
@pytest.mark.parametrize("bit", [32, 64, 255])
def test_number__with_bits_above_its_32__refused(stage: Stage, field: str, bit: int) -> None:
    before = stage.state()
    assert isinstance(hand_in(stage, Spelling(with_words(**{field: 1 | 1 << bit}), 288, list_of(11, 22))), str)
    assert stage.state() == before


@pytest.mark.parametrize("target", [0, 900])
@pytest.mark.parametrize("flag", [2, 3, 256, 2**96, 2**255, UINT - 1])
def test_flag__neither_0_nor_1__refused_as_no_payment_date_could_use_it(stage: Stage, flag: int, target: int) -> None:
    """The deal reads it as a bool and stops: the report would be final, could not be replaced, and the deal be locked for ever."""
    before = stage.state()
    spelling = Spelling(with_words(FLAG=flag, TARGET=target), 288, list_of(11, 22))
    assert hand_in(stage, spelling) == "RoyaltyOracle_AmountTooLarge"
    assert stage.state() == before


@pytest.mark.parametrize(("flag", "target"), [(0, 0), (1, 0), (1, 900)])
def test_flag__0_or_1__taken(stage: Stage, flag: int, target: int) -> None:
    told = hand_in(stage, Spelling(with_words(FLAG=flag, TARGET=target), 288, list_of(11, 22)))
    assert isinstance(told, dict)
    assert (told["hasTarget"], told["reserveTarget"]) == (bool(flag), target)


def test_random_spellings__whatever_is_accepted__told_as_it_was_signed(stage: Stage) -> None:
    rng, accepted = Random(6), 0
    for _ in range(300):
        words = with_words(RECEIVED=rng.randrange(3), OTHER_INCOME=rng.randrange(3), TARGET=rng.randrange(3))
        tail = b"".join(rng.choice([0, 1, 2, 2, 7]).to_bytes(32, "big") for _ in range(6))
        spelling = Spelling(words, rng.randrange(0, 460, rng.choice([1, 32, 32])), tail)
        if spelling.invoices() is None:
            continue
        with stage.chain.undone():
            told = hand_in(stage, spelling)
            if isinstance(told, str):
                assert told in {"RoyaltyOracle_InvoiceCount", "RoyaltyOracle_AmountTooLarge"}, told
                continue
            accepted += 1
            listed = spelling.invoices()
            assert listed is not None
            assert told["invoices"] == tuple(int.from_bytes(each, "big") for each in listed)
            assert (told["received"], told["otherIncome"]) == (words[RECEIVED], words[OTHER_INCOME])
            assert (told["reserveTarget"], told["period"], told["deal"]) == (words[TARGET], 1, DEAL)
    assert accepted > 20
