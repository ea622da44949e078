# SPDX-License-Identifier: Apache-2.0
"""What is said of a transfer that would be refused, held against the token's own answers."""

from __future__ import annotations

from tests.cli.json_figures import moment
from tests.cli.json_leaf import Words
from tests.cli.json_world import Asked, equal
from tests.support.roles import key_of

QUESTIONS = 18


def explain_transfer(asked: Asked) -> None:
    """More than the sender holds, to nobody that is admitted."""
    life, (sender, receiver) = asked.market.life, (key_of("senior_investor").address, key_of("outsider").address)
    token = life.token("senior").functions
    held = token.balanceOf(sender).call()
    units = held + 140
    code = token.detectTransferRestriction(sender, receiver, units).call()
    noes = token.answersOf(sender, receiver, units).call()
    typed = ("--tranche", "senior", "--from", sender, "--to", receiver, "--units", str(units))
    found = asked.of_market("explain-transfer", *typed, code=1)
    equal(
        found,
        {
            "allowed": code == 0,
            "code": code,
            "reason": token.messageForTransferRestriction(code).call(),
            "deal": life.record.deal_id,
            "tranche": "senior",
            "from": sender,
            "to": receiver,
            "units": units,
            "block": asked.head,
            "time": moment(asked.now),
            "questions": [
                {
                    "code": number,
                    "name": Words("of the question"),
                    "question": Words("it is asked in words"),
                    "answer": not noes >> number & 1,
                    "why": Words("the figures behind a no: none here") if noes >> number & 1 else None,
                }
                for number in range(1, QUESTIONS + 1)
            ],
            "lack_of_units": {"code": code, "held": held, "missing": units - held},
        },
    )
