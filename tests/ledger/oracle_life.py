# SPDX-License-Identifier: Apache-2.0
"""A deal whose oracle goes through everything that can go wrong, on a local chain, by the production contracts.

| date | collected | what happens |
|---|---|---|
| 1 | 288,427 | the first report is too high: an investor disputes it, the trustee strikes it, it is reported anew |
| 2 | 248,922 | an attacker disputes a good report and appeals: the report stands, both bonds go into collection |
| 3 | 512,648 | attestors change between report and payment date; a proposal before that was withdrawn |
| 4 | 241,778 | a signer is shown to have signed twice; the report comes late and takes the place of an empty one |
| 5 | nothing | no report came, though 260,759 did |
| 6 | 200,000 | what came for 5 is taken in, restated |
| 7 | 100,000 | 2 was 400,000 less, 5 was 30,000 less, and a third restatement is struck: less than nothing is left |
| 8 | 500,000 | what was left is made up for; one more restatement is disputed and holds those behind it up |
| 9 | – | its report is disputed, and the trustee has decided; a proposal waits |
"""

from __future__ import annotations

from regalia.chain.devnet import Devnet
from regalia.ledger.report_events import MISSING_GRACE
from tests.ledger.life import DAY, HOURS, USD
from tests.ledger.oracle_stage import NO_ROOT, WINDOW, OracleStage, root

EVIDENCE = root("what shows the mistake")
REASON = root("why it is so decided")


def oracle_life(chain: Devnet) -> OracleStage:
    stage = OracleStage.begin(chain)
    struck_and_reported_anew(stage)
    upheld_with_forfeited_bonds(stage)
    other_attestors(stage)
    signed_twice_and_late(stage)
    missing_and_restated(stage)
    more_taken_back_than_came(stage)
    still_open(stage)
    return stage


def struck_and_reported_anew(stage: OracleStage) -> None:
    stage.life.pay(288_427)
    stage.reach(stage.scheduled(1) - 20 * DAY)
    stage.hand_in(stage.made(1, 988_427, name="too high"))
    stage.act("dispute", 0, EVIDENCE, by=stage["investor"])
    stage.wait(DAY)
    stage.act("decide", 0, True, REASON, by=stage["trustee"])
    stage.wait(3 * DAY + 60)
    stage.act("settle", 0, by=stage.life.anybody)
    stage.life.send(stage.oracle.functions.withdrawBonds(stage.life.cash.address), stage["investor"])
    stage.execute(stage.hand_in(stage.made(1, 288_427)))


def upheld_with_forfeited_bonds(stage: OracleStage) -> None:
    stage.life.pay(248_922)
    stage.reach(stage.scheduled(2) - 20 * DAY)
    report = stage.hand_in(stage.made(2, 248_922, other=700))
    stage.act("dispute", 0, EVIDENCE, by=stage["attacker"])
    stage.act("decide", 0, False, REASON, by=stage["trustee"])
    stage.wait(DAY)
    stage.act("appeal", 0, EVIDENCE, by=stage["licensee"])
    stage.wait(DAY)
    stage.act("decide", 0, False, REASON, by=stage["supervisor"])
    stage.act("payForfeited", by=stage.life.anybody)
    stage.execute(report)


def other_attestors(stage: OracleStage) -> None:
    """Proposed, withdrawn, proposed again, in force; then all signatures are void."""
    old = [key.address for key in stage.life.keys]
    new = [key.address for key in stage.newcomers]
    stage.propose(2, dict.fromkeys(new, 1))
    stage.act("withdrawProposal", by=stage["supervisor"])
    stage.life.pay(512_648)
    stage.reach(stage.scheduled(3) - 20 * DAY)
    report = stage.hand_in(stage.made(3, 512_648))
    stage.propose(4, {old[0]: 1, old[1]: 1, new[0]: 2, new[1]: 3})
    stage.wait(3 * DAY + 60)
    stage.act("enactSigners", by=stage.life.anybody)
    stage.execute(report)
    stage.act("voidSignatures", by=stage["trustee"])


def signed_twice_and_late(stage: OracleStage) -> None:
    """A proposal that names whoever signed twice falls with him."""
    culprit, digest_of = stage.life.keys[0], stage.oracle.functions.digestOf
    first, second = stage.made(4, 241_778), stage.made(4, 999_999, name="for somebody else")
    shown = [(report, culprit.unsafe_sign_hash(digest_of(report).call()).signature) for report in (first, second)]
    stage.propose(1, {culprit.address: 1})
    show = stage.oracle.functions.showDoubleSigning(*shown[0], *shown[1])
    stage.life.send(show, stage["attacker"])
    stage.declare_missing(4)
    stage.life.pay(241_778)
    stage.wait(6 * HOURS)
    report = stage.hand_in(stage.made(4, 241_778))
    stage.wait(WINDOW)
    stage.execute(report)


def missing_and_restated(stage: OracleStage) -> None:
    stage.life.pay(260_759)
    nothing = stage.declare_missing(5)
    stage.wait(MISSING_GRACE)
    stage.execute(nothing)
    stage.restate(1, 5, 260_759, 90, NO_ROOT, "what came for 5")
    stage.life.pay(200_000)
    report = stage.hand_in(stage.made(6, 200_000))
    stage.wait(WINDOW)
    stage.execute(report)


def more_taken_back_than_came(stage: OracleStage) -> None:
    stage.life.pay(100_000)
    stage.restate(2, 2, -400_000, 0, root("report 2"), "2, less")
    stage.restate(3, 5, -30_000, 1_000, root("what came for 5"), "5, once more")
    stage.restate(4, 5, 5_000, 0, root("5, once more"), "5, a lie")
    stage.act("dispute", 4, EVIDENCE, by=stage["investor"])
    stage.act("decide", 4, True, REASON, by=stage["trustee"])
    stage.wait(3 * DAY + 60)
    stage.act("settle", 4, by=stage.life.anybody)
    report = stage.hand_in(stage.made(7, 100_000))
    stage.wait(WINDOW)
    stage.execute(report)


def still_open(stage: OracleStage) -> None:
    stage.life.pay(500_000)
    stage.wait(30 * DAY)
    stage.restate(5, 6, -7, 7, root("report 6"), "6, other income")
    stage.act("dispute", 5, EVIDENCE, by=stage["supervisor"])
    stage.restate(6, 5, 1, 0, root("5, once more"), "5, to the dollar")
    report = stage.hand_in(stage.made(8, 500_000))
    stage.wait(WINDOW)
    stage.execute(report)
    stage.hand_in(stage.made(9, 1))
    stage.act("dispute", 0, EVIDENCE, by=stage["attacker"])
    stage.act("decide", 0, True, REASON, by=stage["trustee"])
    stage.propose(3, {key.address: 1 for key in stage.life.keys})


LEFT = (100_000 - 400_000 - 30_000) * USD
"""Of the seventh date, for the eighth."""
