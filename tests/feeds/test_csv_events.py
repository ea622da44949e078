# SPDX-License-Identifier: Apache-2.0
"""Rows of INPADOC and of CNIPA: what they come to, what a person decides, what is refused."""

from __future__ import annotations

from hashlib import sha256

import pytest

from regalia.domain.rights.words import Act, Status
from regalia.feeds import EventProposal, Known, Matter, MatterProposal, Proposal
from tests.feeds.conftest import ID, PATENT, Read, Refuse

INPADOC = "right,office,code,date,effective,state,next_due\n"
CNIPA = "right,word,date,effective\n"
EUROPEAN = "EP18990912.0"
EUROPEAN_ID = b"EP102018000990912".ljust(32, b"\0")


def outcomes(proposals: tuple[Proposal, ...]) -> list[Act | Matter]:
    return [p.act if isinstance(p, EventProposal) else p.matter for p in proposals]


@pytest.mark.parametrize(
    ("office", "code", "outcome"),
    [
        ("EP", "26", Act.CHALLENGED),
        ("EP", "26N", Act.NOTED),
        ("EP", "27O", Act.UPHELD),
        ("EP", "27A", Act.UPHELD),
        ("EP", "27W", Act.INVALIDATED),
        ("EP", "18D", Act.DISCONTINUED),
        ("EP", "RAP2", Matter.TITLE),
        ("CN", "GR01", Act.GRANTED),
        ("CN", "CF01", Act.LAPSED),
        ("CN", "CX01", Act.EXPIRED),
        ("CN", "AV01", Act.SURRENDERED),
        ("CN", "IW01", Act.INVALIDATED),
        ("CN", "IP01", Matter.DECISION),
        ("CN", "PE01", Matter.LIEN),
        ("CN", "PC01", Matter.LIEN_RELEASE),
        ("CN", "EE01", Matter.LICENCE),
        ("CN", "EC01", Matter.LICENCE_END),
        ("CN", "TR01", Matter.TITLE),
        ("US", "LAPS", Act.LAPSED),
        ("US", "STCH", Act.NOTED),
        ("US", "REIN", Act.REINSTATED),
        ("US", "MAFP", Matter.RENEWAL),
        ("DE", "R037", Act.INVALIDATED),
        ("GB", "PCNP", Act.LAPSED),
        ("KR", "PC1903", Act.LAPSED),
        ("JP", "R150", Act.GRANTED),
    ],
)
def test_inpadoc__well_known_code__its_outcome(read: Read, office: str, code: str, outcome: Act | Matter) -> None:
    proposals = read("e.csv", f"{INPADOC}{PATENT},{office},{code},20260301,,,\n")
    assert outcomes(proposals) == [outcome]
    assert proposals[0].code == f"{office} {code}".encode()


def test_inpadoc__effective_day__goes_before_the_gazette(read: Read) -> None:
    (proposal,) = read("e.csv", f"{INPADOC}{PATENT},CN,CF01,20260616,2025-08-30,,\n")
    assert isinstance(proposal, EventProposal)
    assert proposal.effective == 20250830
    assert proposal.document == sha256(f"{PATENT}\n{PATENT},CN,CF01,20260616,2025-08-30,,".encode()).digest()


def test_inpadoc__fee_with_next_due_day__renewal(read: Read) -> None:
    (proposal,) = read("e.csv", f"{INPADOC}{PATENT},US,MAFP,20260301,,,20300301\n")
    assert isinstance(proposal, EventProposal)
    assert (proposal.act, proposal.date) == (Act.RENEWED, 20300301)


@pytest.mark.parametrize(
    ("jurisdiction", "outcome"),
    [("DE", Act.LAPSED), ("FR", Act.NOTED), ("EP", Matter.DECISION), (None, Matter.DECISION)],
)
def test_inpadoc__lapse_in_one_state__only_of_the_right_held_for_it(
    read: Read, jurisdiction: str | None, outcome: Act | Matter
) -> None:
    known = {EUROPEAN_ID: Known(Status.IN_FORCE, jurisdiction)} if jurisdiction else {}
    assert outcomes(read("e.csv", f"{INPADOC}{EUROPEAN},EP,PG25,20260301,,DE,\n", known)) == [outcome]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (Status.IN_FORCE, Act.LAPSED),
        (Status.UNDER_REVIEW, Act.LAPSED),
        (Status.PENDING, Act.DISCONTINUED),
        (Status.ENTERED, Matter.DECISION),
        (None, Matter.DECISION),
    ],
)
def test_inpadoc__code_with_two_meanings__by_what_is_known(
    read: Read, status: Status | None, outcome: Act | Matter
) -> None:
    known = {ID: Known(status, "DE")} if status is not None else {}
    assert outcomes(read("e.csv", f"{INPADOC}{PATENT},DE,R119,20260301,,,\n", known)) == [outcome]


def test_inpadoc__code_with_two_meanings__by_what_the_file_said_before(read: Read) -> None:
    rows = [f"{PATENT},DE,{code},{day},,," for code, day in (("R020", 20240101), ("R119", 20260301))]
    assert outcomes(read("e.csv", INPADOC + "\n".join(rows))) == [Act.GRANTED, Act.LAPSED]


def test_cnipa__restoration__of_the_right_or_of_the_application(read: Read) -> None:
    row = f"{CNIPA}{PATENT},权利的恢复,20260301,\n"
    for status, act in ((Status.LAPSED, Act.REINSTATED), (Status.DISCONTINUED, Act.REVIVED)):
        assert outcomes(read("e.csv", row, {ID: Known(status, "CN")})) == [act]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("授权", [Act.GRANTED]),
        ("专利权有效", [Act.NOTED]),
        ("专利权的终止", [Matter.DECISION]),
        ("未缴年费专利权终止", [Act.LAPSED]),
        ("专利权的终止(未缴年费专利权终止)", [Act.LAPSED]),
        ("专利权的终止（未缴年费专利权终止）", [Act.LAPSED]),
        ("专利权的终止 (①未缴年费专利权终止)", [Act.LAPSED]),
        ("专利权的终止(专利权有效期届满)", [Act.EXPIRED]),
        ("专利权的主动放弃", [Act.SURRENDERED]),
        ("无效宣告请求受理", [Act.CHALLENGED]),
        ("无效宣告", [Matter.DECISION]),
        ("专利权的无效宣告（专利权全部无效）", [Act.INVALIDATED]),
        ("专利权部分无效", [Matter.DECISION]),
        ("专利权恢复", [Act.REINSTATED]),
        ("专利权质押", [Matter.LIEN]),
        ("专利权的保全", [Act.TRANSFER_BARRED, Matter.LIEN]),
        ("专利权保全的解除", [Act.TRANSFER_ALLOWED, Matter.LIEN_RELEASE]),
        ("权利转移", [Matter.TITLE]),
        ("实施许可备案", [Matter.LICENCE]),
        ("视为撤回", [Act.DISCONTINUED]),
        ("驳回", [Act.DISCONTINUED]),
    ],
)
def test_cnipa__status_word__its_outcome_and_an_ascii_code(read: Read, word: str, expected: list[Act | Matter]) -> None:
    proposals = read("e.csv", f"{CNIPA}{PATENT},{word},2026.03.01,\n")
    assert outcomes(proposals) == expected
    assert proposals[0].code.decode("ascii").startswith("CN ")


def test_matter__two_from_one_record__say_what_the_registrar_does(read: Read) -> None:
    _, lien = read("e.csv", f"{CNIPA}{PATENT},专利权的保全,20260301,20260228\n")
    assert isinstance(lien, MatterProposal)
    assert (lien.day, lien.needs) == (20260228, "needs the registrar: enter the lien with its document")


@pytest.mark.parametrize(
    ("content", "path", "rule"),
    [
        (f"{INPADOC}{PATENT},EP,99Z,20260301,,,\n", "code", "inpadoc.csv"),
        (f"{INPADOC}{PATENT},,27W,20260301,,,\n", "code", "inpadoc.csv"),
        (f"{INPADOC}{PATENT},EP,27W,,,,\n", "date", "is missing"),
        (f"{INPADOC}{PATENT},EP,27W,2026-02-29,,,\n", "date", "must be a day"),
        (f"{INPADOC}{PATENT},EP,27W,2026-0301,,,\n", "date", "must be a day"),
        (f"{INPADOC}{PATENT},EP,27W,20260301,x,,\n", "effective", "must be a day"),
        (f"{INPADOC}{PATENT},EP,PG25,20260301,,,\n", "state", "say which"),
        (f"{INPADOC}CN201810990101.7,CN,CF01,20260301,,,\n", "right", "check digit"),
        (f"{INPADOC}{PATENT},EP,27W,20260301\n", "the row", "4 cells"),
        (f"{CNIPA}{PATENT},失效了,20260301,\n", "word", "cnipa.csv"),
        (f"{CNIPA}{PATENT},,20260301,\n", "word", "cnipa.csv"),
        (f"{CNIPA}CN201830990101.7,授权,20260301,\n", "right", "patents have 1 or 8"),
    ],
)
def test_csv__one_wrong_cell__refused_by_line_and_column(refuse: Refuse, content: str, path: str, rule: str) -> None:
    (problem,) = refuse("e.csv", content)
    assert (problem.line, problem.path) == (2, path)
    assert rule in problem.rule


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "is missing"),
        (INPADOC, "no row after the header"),
        (INPADOC.replace("code", "cde") + f"{PATENT},EP,27W,20260301,,,\n", "did you mean code?"),
        (INPADOC.replace("state", "date") + f"{PATENT},EP,27W,20260301,,,\n", "is given twice"),
        (CNIPA.encode() + b"\xff", "is not UTF-8"),
        (CNIPA + '"', "is not CSV"),
    ],
)
def test_csv__file_that_is_not_one__refused(refuse: Refuse, content: str | bytes, rule: str) -> None:
    assert any(rule in problem.rule for problem in refuse("e.csv", content))


def test_csv__byte_order_mark_blank_lines_and_quotes__read(read: Read) -> None:
    content = f'\ufeff{CNIPA}\r\n"{PATENT}","授权",20260301,\r\n\r\n{PATENT},公开,20260302,\r\n'
    assert [proposal.basis.place for proposal in read("e.csv", content)] == ["line 3", "line 5"]


def test_csv__same_row_twice__refused(refuse: Refuse) -> None:
    row = f"{PATENT},授权,20260301,\n"
    (problem,) = refuse("e.csv", CNIPA + row + row)
    assert (problem.line, problem.rule) == (3, "is the same record as line 2; keep one")


def test_read__unknown_form__refused(refuse: Refuse) -> None:
    (problem,) = refuse("events.txt", "")
    assert problem.value == ".txt"
