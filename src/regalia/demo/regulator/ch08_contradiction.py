# SPDX-License-Identifier: Apache-2.0
"""8: contradictory evidence is refused, a key that signed twice loses its seat, and who overrides is written down."""

from __future__ import annotations

from collections.abc import Iterator

from hexbytes import HexBytes

from regalia.chain.logs import LogReader
from regalia.chain.transact import send
from regalia.demo.challenge import challenge
from regalia.demo.clock import noon, wait_until
from regalia.demo.quarter import pay_out
from regalia.demo.refusals import refused
from regalia.demo.regulator import documents, people
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.forgery import bank_s_key_signs, false_report, swap_digits
from regalia.demo.regulator.step import Said, Step, Table
from regalia.demo.regulator.world import MILLS_NOTES, QUIET, World, closed, offered
from regalia.demo.reporting import REPORTED_BEFORE
from regalia.demo.running import RunningDeal
from regalia.oracle.attesting import Answer
from regalia.oracle.double_signing import double_signings
from regalia.servicing import signers
from regalia.servicing.transfer_text import moment

AUDITOR = "auditor"
LOGGED = (Said("event", "事件"), Said("by", "操作人"), Said("at", "时间"))


def stage(world: World) -> None:
    closed(world, MILLS_NOTES)


def play(world: World) -> Iterator[Step]:
    deal = world.deals["mills-notes"]
    row, money = deal.rows[0], deal.amount
    wait_until(world.stage.chain, noon(row.payment_date, REPORTED_BEFORE))
    deal.papers.deliver(row.attributed_to)
    right = swap_digits(deal, AUDITOR, row.attributed_to)
    documents.pass_on(deal)
    proposal = documents.proposer(deal).report(row.period).proposal
    deal.exchange.publish(proposal)
    answers = documents.attest(deal)
    same("the auditor's answer", [one.answer for one in answers[AUDITOR]], [Answer.REFUSED])
    why = next(documents.objections(answers[AUDITOR]))
    yield Step(
        people.AUDITOR,
        Said(
            "Its copy of the statement has two digits swapped. It refuses to sign, and its refusal is signed and published: "
            f"{why}.",
            f"其所持结算单两位数字颠倒。拒绝签名，且拒绝书经签名公布：{why}。",
        ),
        {
            Said("signed", "签名"): str(sum(one[0].answer is Answer.SIGNED for one in answers.values())),
            Said("refused", "拒绝"): "1",
        },
    )
    right()
    lie = false_report(deal, proposal)
    deal.exchange.publish(lie)
    bank_s_key_signs(deal, lie)
    told = documents.attest(deal)
    holds(
        "nobody else signs the lie",
        not any(one.answer is Answer.SIGNED and one.proposal == lie for a in told.values() for one in a),
    )
    holds("the lie has too few signatures", documents.signatures(deal, lie) is None)
    only = deal.exchange.attestations(lie.digest)[0].signature
    submit = deal.contracts.oracle.functions.submit(deal.report_of(lie).as_tuple(), only)
    answer = refused(lambda: send(deal.web3, submit, world.stage.cast.wallet("attacker")))
    yield Step(
        people.ATTACKER,
        Said(
            "With the account bank's stolen key a report of more money is signed. No other attestor's documents bear it out: "
            f"{answer}.",
            f"以被盗的托管银行密钥签署虚增金额的报告。其他见证方文件均不支持：{answer}。",
        ),
        {
            Said("true receipts", "真实收款"): money(deal.report_of(proposal).received),
            Said("in the false report", "虚假报告所载"): money(deal.report_of(lie).received),
        },
    )
    (proof,) = double_signings(deal.exchange)
    signers.show_double_signing(deal.contracts, proof, world.stage.cast.wallet("passer-by"))
    stream = deal.view().stream
    same("attestors left", len(stream.attestors), len(deal.attestors) - 1)
    holds("the key has no seat", proof.signer not in stream.attestors)
    yield Step(
        people.ANYBODY,
        Said(
            "The key had signed the true report too. Whoever shows both signatures has it removed at once; all signatures so "
            "far are void.",
            "该密钥此前也签过真实报告。任何人出示两个签名即可令其立即出局；此前签名全部作废。",
        ),
        {
            Said("removed", "被移除"): proof.signer,
            Said("attestors left", "剩余见证方"): str(len(stream.attestors)),
            Said("epoch of signers", "签名组纪元"): str(stream.epoch),
        },
    )
    report = documents.reported(world, deal, row.period)
    yield Step(
        people.ATTESTORS,
        Said(
            "The honest ones sign the true report anew, and it is accepted.", "诚实的见证方重新签署真实报告，获接受。"
        ),
        {Said("received", "收款"): money(same("accepted", report.received, row.received))},
    )
    first = deal.web3.eth.block_number + 1
    challenge(world.stage, deal, QUIET)
    yield Step(
        people.TRUSTEE,
        Said(
            "An outsider disputes the report with a bond. Only the oracle's trustee may decide, and on appeal its supervisor; "
            "nobody pays "
            "meanwhile. It stands, the bond is forfeited, and every act is in the log with who did it.",
            "局外人缴保证金提出异议。仅预言机受托人可裁定，上诉由其监管人终裁；其间不支付。报告成立，保证金没收，"
            "每一行为连同行为人均记入日志。",
        ),
        {Said("bond forfeited", "没收的保证金"): money(deal.bonds)},
        Table(LOGGED, _logged(world, deal, first), "lll"),
    )
    pay_out(world.stage, deal, 0, report, QUIET)


def _logged(world: World, deal: RunningDeal, first: int) -> list[tuple[str, ...]]:
    """The oracle's events of the dispute, and whose transaction each was in."""
    who = {wallet: role for role, wallet in world.stage.cast.wallets.items()}
    rows: list[tuple[str, ...]] = []
    for event in LogReader(deal.web3, [deal.contracts.oracle.address], first).read():
        by = deal.web3.eth.get_transaction(HexBytes(event.transaction_hash))["from"]
        block = deal.web3.eth.get_block(event.block_number)
        rows.append((event.name, who.get(by, by), moment(block["timestamp"])))
    holds("the trustee's decision is logged", any(by == "oracle-trustee" for _, by, _ in rows))
    return rows


CHAPTER = Chapter(
    number=8,
    title=Said("Contradictory evidence refused", "相互矛盾的证据被拒"),
    minutes=6,
    shows=Said(
        "An attestor with another document refuses, a stolen key gets nowhere and loses its seat, and overriding is an office "
        "with a log.",
        "持有不同文件的见证方拒签；被盗密钥一无所获且失去席位；推翻决定须有职务并留痕。",
    ),
    part=ALL_YEARS,
    begins=lambda: offered(MILLS_NOTES),
    stage=stage,
    play=play,
    pages=("/deals/mills-notes/receipts", "/supervisor", "/supervisor/log"),
)
