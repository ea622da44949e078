# SPDX-License-Identifier: Apache-2.0
"""A signed ballot as a JSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from eth_utils.address import to_checksum_address
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from regalia.chain.record import Address
from regalia.cli.vote_open import Hall
from regalia.domain.meeting.tally import Ballot
from regalia.errors import RegaliaError
from regalia.market.files import read_plain, write_whole
from regalia.oracle.exchange_words import Signature
from regalia.oracle.faults import faults_of
from regalia.servicing.ballots import SignedBallot
from regalia.servicing.resolution_calls import meeting_of

FORMAT: Literal["regalia-ballot-1"] = "regalia-ballot-1"
_MOST_BYTES = 12_000


class BallotFileError(RegaliaError, ValueError):
    """A file that is no signed ballot, or one for another meeting; the message lists everything wrong with it."""


class BallotFileAccessError(RegaliaError, OSError):
    """A file that can't be read or written."""


class BallotFile(BaseModel):
    """``resolution`` is text, as no reader of JSON keeps such a number whole."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    format: Literal["regalia-ballot-1"]
    chain_id: Annotated[int, Field(ge=1, lt=2**53)]
    meeting: Address
    resolution: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,78}$")]
    ballot: Literal["against", "for", "abstain"]
    voter: Address
    signature: Signature


def write_ballot(hall: Hall, signed: SignedBallot, path: Path) -> None:
    """Whole or not at all, and over nothing. Raises ``BallotFileAccessError``."""
    words = BallotFile(
        format=FORMAT,
        chain_id=hall.opened.record.chain_id,
        meeting=meeting_of(hall.deal).address,
        resolution=str(signed.resolution),
        ballot=_WORDS[signed.support],
        voter=signed.voter,
        signature=signed.signature,
    )
    try:
        write_whole(path, (words.model_dump_json(indent=2) + "\n").encode())
    except OSError as error:
        raise BallotFileAccessError(f"--out: {path}: {error.strerror}", "Name a file that is not there yet.") from error


def read_ballot(hall: Hall, path: Path) -> SignedBallot:
    """Of this deal's meeting. Raises ``BallotFileError`` and ``BallotFileAccessError``."""
    try:
        content, _ = read_plain(path, _MOST_BYTES)
    except OSError as error:
        raise BallotFileAccessError(f"ballot: {path}: {error.strerror}", "Give the path of a signed ballot.") from error
    try:
        words = BallotFile.model_validate_json(content)
    except ValidationError as error:
        faults = [f"  {fault}" for fault in faults_of(error, "ballot")]
        raise BallotFileError(
            "\n".join([f"{path.name}: not a signed ballot:", *faults]), "Ask who signed it."
        ) from error
    here = (hall.opened.record.chain_id, meeting_of(hall.deal).address)
    if (words.chain_id, words.meeting) != here:
        raise BallotFileError(
            f"{path.name}: it is for meeting {words.meeting} on chain {words.chain_id}, the deal's is {here[1]} on chain {here[0]}",
            "Take the record of the deal it is about.",
        )
    ballot = Ballot[words.ballot.upper()]
    return SignedBallot(int(words.resolution), ballot, to_checksum_address(words.voter), words.signature)


_WORDS: dict[Ballot, Literal["against", "for", "abstain"]] = {
    Ballot.AGAINST: "against",
    Ballot.FOR: "for",
    Ballot.ABSTAIN: "abstain",
}
