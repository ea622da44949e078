# SPDX-License-Identifier: Apache-2.0
"""2: from documents and money to a payment, reconciled to zero."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.chain.transact import send
from regalia.demo.books import cash_position
from regalia.demo.clock import noon, wait_until
from regalia.demo.quarter import pay_out
from regalia.demo.refusals import refused
from regalia.demo.regulator import documents, people
from regalia.demo.regulator.chapter import TRUST_YEARS, Chapter
from regalia.demo.regulator.checks import same
from regalia.demo.regulator.dates import last_date
from regalia.demo.regulator.notice import due_on, write_notice
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import MILLS, MILLS_NOTES, QUIET, World, closed, offered, paid_up_to
from regalia.demo.reporting import REPORTED_BEFORE
from regalia.servicing import payments

_SIGNATURE = 65


def stage(world: World) -> None:
    closed(world, MILLS, MILLS_NOTES)


def play(world: World) -> Iterator[Step]:
    deal = world.deals["mills-notes"]
    row, money = deal.rows[0], deal.amount
    wait_until(world.stage.chain, noon(row.payment_date, REPORTED_BEFORE))
    deal.papers.deliver(row.attributed_to)
    stated, booked = documents.stated(deal), documents.booked(deal)
    ((reference, (_, announced)),) = stated.items()
    same("booked by the bank", booked[reference], announced)
    paid = same("paid into the escrow", documents.pass_on(deal), row.received)
    yield Step(
        people.LICENSEE,
        Said(
            f"The statement for {row.attributed_to} comes, the bank books the money, and it is paid into the escrow.",
            f"{row.attributed_to} 的结算单到达，银行入账，款项付入托管。",
        ),
        {
            Said("announced in the statement", "结算单所载"): money(announced),
            Said("booked by the bank", "银行入账"): money(booked[reference]),
            Said("paid into the escrow", "付入托管"): money(paid),
        },
    )
    proposal = documents.proposer(deal).report(row.period).proposal
    report = deal.report_of(proposal)
    same("the report", report.period_report, row.report)
    deal.exchange.publish(proposal)
    yield Step(
        people.SERVICER,
        Said(
            "A report is proposed over every documented amount; its evidence root commits to all of them.",
            "就每笔有凭证的金额提出报告；其证据根对全部金额作出承诺。",
        ),
        {
            Said("received", "收款"): money(report.received),
            Said("documented amounts", "有凭证金额笔数"): str(len(proposal.leaves)),
            Said("evidence root", "证据根"): "0x" + report.evidence_root.hex(),
        },
    )
    answers = documents.attest(deal)
    signed = documents.enough(deal, proposal)
    same("attestors that signed", sum(bool(given) for given in answers.values()), len(deal.attestors))
    yield Step(
        people.ATTESTORS,
        Said(
            "Each checks the proposal by documents of its own, leaves to others what it does not hold, and signs.",
            "各方以自己的文件核对，不持有者留给他方，然后签名。",
        ),
        {
            Said("attestors that signed", "签名的见证方"): f"{len(answers)} of {len(deal.attestors)}",
            Said("needed", "所需"): str(deal.terms.oracle.threshold),
        },
    )
    oracle, relay = deal.contracts.oracle.functions, world.stage.cast.wallet("relay")
    few = oracle.submit(report.as_tuple(), signed[:-_SIGNATURE])
    answer = refused(lambda: send(deal.web3, few, relay))
    documents.hand_in(world, deal, proposal, signed)
    yield Step(
        people.RELAY,
        Said(
            f"With one signature too few the oracle refuses the report: {answer}. With all it takes, it accepts.",
            f"少一个签名，预言机拒收：{answer}。签名足够则接受。",
        ),
    )
    notice_day = due_on(row.payment_date)
    wait_until(world.stage.chain, noon(notice_day))
    foreseen = payments.preview(deal.contracts, report.as_tuple())
    path = write_notice(deal, row.period, foreseen.records, world.stage.out / "notices")
    yield Step(
        people.SERVICER,
        Said(
            f"Two trading days before the payment date the distribution report is out, as the contracts foretell it: {path}.",
            f"支付日前两个交易日发布分配报告，内容即合约所预告：{path}。",
        ),
        {
            Said("report due on", "报告应于"): notice_day.isoformat(),
            Said("payment date", "支付日"): row.payment_date.isoformat(),
            Said("will be paid", "将支付"): money(sum(r.paid for r in foreseen.records)),
        },
    )
    pay_out(world.stage, deal, 0, report, QUIET)
    same("records executed", last_date(deal).records, foreseen.records)
    yield Step(
        people.PASSER_BY,
        Said(
            "The payment date is executed by somebody without any office. Each step is as it was foretold.",
            "支付日由一位无任何职务者执行。每一步均与预告一致。",
        ),
        {Said("paid", "已支付"): money(sum(r.paid for r in last_date(deal).records))},
    )
    held = cash_position(deal).balance
    difference = same("difference", deal.cash_in - deal.cash_out - held, 0)
    yield Step(
        people.ANYBODY,
        Said("All cash since closing is reconciled.", "自成立以来的全部现金对账。"),
        {
            Said("came in", "流入"): money(deal.cash_in),
            Said("claimed", "已领取"): money(deal.cash_out),
            Said("held in the escrow", "托管余额"): money(held),
            Said("difference", "差额"): money(difference),
        },
    )
    paid_up_to(world, 1, MILLS)


CHAPTER = Chapter(
    number=2,
    title=Said("From receipts to a payment", "从收款到支付"),
    minutes=6,
    shows=Said(
        "Documents, bank, attestors, a distribution report two trading days ahead, the payment, and a reconciliation to zero.",
        "文件、银行、见证方、提前两个交易日的分配报告、支付，以及对账归零。",
    ),
    part=TRUST_YEARS,
    begins=lambda: offered(MILLS),
    stage=stage,
    play=play,
    pages=("/deals/mills-notes/receipts", "/deals/mills-notes/dates/1", "/deals/mills-notes"),
)
