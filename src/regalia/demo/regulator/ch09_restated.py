# SPDX-License-Identifier: Apache-2.0
"""9: a past quarter is restated; what was paid stays as it was written, and the difference comes with the next date."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.demo.clock import noon, wait_until
from regalia.demo.quarter import pay_out
from regalia.demo.refusals import refused
from regalia.demo.regulator import documents, people
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import same
from regalia.demo.regulator.correction import FOUND, QUARTER, deliver_correction
from regalia.demo.regulator.dates import last_date
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import MILLS_NOTES, QUIET, World, offered, paid_up_to
from regalia.demo.reporting import REPORTED_BEFORE
from regalia.oracle.restatement import Restatement
from regalia.servicing import restating


def stage(world: World) -> None:
    paid_up_to(world, 1, MILLS_NOTES)


def play(world: World) -> Iterator[Step]:
    deal = world.deals["mills-notes"]
    row, money, first = deal.rows[1], deal.amount, last_date(deal)
    events = deal.contracts.deal.events.PaymentDateExecuted()
    wait_until(world.stage.chain, noon(row.payment_date, REPORTED_BEFORE))
    deal.papers.deliver(row.attributed_to)
    deliver_correction(deal)
    found = deal.money.to_units(str(FOUND))
    same("paid into the escrow", documents.pass_on(deal), row.received + found)
    yield Step(
        people.LICENSEE,
        Said(
            f"An audit of {QUARTER} finds royalties that were left out. The licensee states and pays them, together with "
            f"{row.attributed_to}.",
            f"对 {QUARTER} 的审计发现漏计的特许权使用费。被许可方连同 {row.attributed_to} 一并申报并付清。",
        ),
        {
            Said(f"of {row.attributed_to}", f"{row.attributed_to} 款项"): money(row.received),
            Said(f"of {QUARTER}, found later", f"{QUARTER} 补报"): money(found),
        },
    )
    proposal = documents.proposer(deal).restatement(first.period).proposal
    restated = proposal.report
    assert isinstance(restated, Restatement)
    same("change of receipts", restated.received, found)
    deal.exchange.publish(proposal)
    documents.attest(deal)
    signed = documents.enough(deal, proposal)
    restating.restate(deal.contracts, restated, signed, world.stage.cast.wallet("relay"))
    again = refused(lambda: restating.restate(deal.contracts, restated, signed, world.stage.cast.wallet("relay")))
    same("waiting", [one.received for one in restating.waiting(deal.contracts)], [found])
    yield Step(
        people.ATTESTORS,
        Said(
            "They sign a difference to the period, which names the evidence root it corrects. It can be disputed like a "
            "report, and can't be "
            f"brought twice: {again}.",
            f"见证方就该期签署差额，并指明所更正的证据根。可如报告一样提出异议，且不得重复提交：{again}。",
        ),
        {
            Said("restates", "更正期间"): QUARTER,
            Said("difference", "差额"): money(restated.received),
            Said("corrects evidence root", "所更正的证据根"): "0x" + restated.corrects.hex(),
        },
    )
    report = documents.reported(world, deal, row.period)
    same("the quarter's own report", report.received, row.received)
    pay_out(world.stage, deal, 1, report, QUIET)
    second = last_date(deal)
    same("available on the next date", second.available, first.left + row.received + found)
    same("waiting", restating.waiting(deal.contracts), ())
    yield Step(
        people.PASSER_BY,
        Said(
            "The next payment date takes both in: its own report, and the difference.",
            "下一支付日两者一并计入：本期报告与差额。",
        ),
        {
            Said("available", "可用"): money(second.available),
            Said("given back by the reserve", "储备退回"): money(sum(r.released for r in second.records)),
            Said("paid", "已付"): money(sum(r.paid for r in second.records)),
        },
    )
    written, *_ = events.get_logs(from_block=deal.record.block_number)
    same("period of the first log entry", written["args"]["period"], first.period)
    same("available then, as written", written["args"]["available"], first.available)
    yield Step(
        people.ANYBODY,
        Said(
            f"History is not rewritten: the log of {QUARTER} says what it said, and beside it stands what was found later.",
            f"历史不被改写：{QUARTER} 的日志仍如当初，其旁为后来所发现者。",
        ),
        {
            Said(f"available on the date of {QUARTER}, then", f"{QUARTER} 支付日可用（当时）"): money(first.available),
            Said("the same, now", "同上（现在）"): money(written["args"]["available"]),
        },
    )


CHAPTER = Chapter(
    number=9,
    title=Said("A restatement without rewriting history", "更正而不改写历史"),
    minutes=5,
    shows=Said(
        "A quarter paid long since had more receipts: the difference is signed and paid with the next date; the log of the "
        "first stays.",
        "早已支付的季度另有收款：差额经签名并于下一支付日支付；原日志不变。",
    ),
    part=ALL_YEARS,
    begins=lambda: offered(MILLS_NOTES),
    stage=stage,
    play=play,
    pages=("/deals/mills-notes/receipts", "/deals/mills-notes/dates/1", "/deals/mills-notes/dates/2"),
)
