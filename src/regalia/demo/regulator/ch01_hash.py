# SPDX-License-Identifier: Apache-2.0
"""1: one deal file is prospectus, Python engine and contract, with one hash."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from regalia.chain.transact import call
from regalia.demo.places import find
from regalia.demo.regulator import people
from regalia.demo.regulator.chapter import TRUST_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import MILLS, MILLS_NOTES, World, closed, issued, offered
from regalia.domain.compile import compile_terms
from regalia.domain.money import format_rate
from regalia.domain.terms import load_terms, read_terms, terms_hash
from regalia.explain.explain import LANGUAGES, explain_terms
from regalia.explain.text import to_text

FEE = "due: {kind: rate-on-collections, rate: 1%}"
MORE = FEE.replace("1%", "1.1%")


def stage(world: World) -> None:
    issued(world, MILLS)


def play(world: World) -> Iterator[Step]:
    path = find("deals", MILLS_NOTES.terms_file)
    terms = load_terms(path)
    program, digest = compile_terms(terms), terms_hash(terms)
    folder, sentences = world.stage.out / "prospectus", {}
    folder.mkdir(parents=True, exist_ok=True)
    for code, language in LANGUAGES.items():
        document = explain_terms(terms, language)
        same(f"hash in the prospectus wording ({code})", document.hash, digest.hex())
        (folder / f"{terms.id}-{code}.txt").write_text(to_text(document), encoding="utf-8")
        sentences[code] = sum(len(item.sentences) for section in document.sections for item in section.items)
    yield Step(
        people.ARRANGER,
        Said(
            f"The deal file is read, and put into the words of a prospectus in two languages, in {folder}.",
            f"读取交易文件，并以两种语言写成募集说明书文字，存于 {folder}。",
        ),
        {
            Said("sentences, English", "英文句数"): str(sentences["en"]),
            Said("sentences, Chinese", "中文句数"): str(sentences["zh"]),
            Said("SHA-256 of the terms", "条款的 SHA-256"): digest.hex(),
        },
    )
    packed = program.pack()
    yield Step(
        people.PYTHON,
        Said("The same file is compiled to the program that pays.", "同一文件被编译为执行支付的程序。"),
        {
            Said("steps", "步骤数"): str(len(program.steps)),
            Said("bytes", "字节数"): f"{len(packed):,}",
            Said("SHA-256 of the program", "程序的 SHA-256"): sha256(packed).hexdigest(),
        },
    )
    deal = issued(world, MILLS_NOTES)
    on_chain = deal.contracts.deal.functions
    same("terms hash on chain", bytes(call(deal.web3, on_chain.termsHash())), digest)
    same("program on chain", bytes(call(deal.web3, on_chain.program())), packed)
    yield Step(
        people.ARRANGER,
        Said(
            "One transaction makes deal, escrow, offering and tokens. The chain keeps both, and they are equal.",
            "一笔交易建立交易合约、托管、发售与代币。链上保存两者，且完全相等。",
        ),
        {
            Said("terms hash on chain", "链上条款哈希"): digest.hex(),
            Said("SHA-256 of the program on chain", "链上程序的 SHA-256"): sha256(packed).hexdigest(),
            Said("deal", "交易合约"): deal.record.deal.address,
        },
    )
    text = path.read_text(encoding="utf-8")
    holds("the fee is where it is changed", text.count(FEE) == 1)
    other = read_terms(text.replace(FEE, MORE))
    holds("another fee gives another hash", terms_hash(other) != digest)
    holds("another fee gives another program", compile_terms(other).pack() != packed)
    yield Step(
        people.ATTACKER,
        Said(
            "One figure of the file is changed: a servicer's fee of 1.1% for 1%. Everybody sees that it is not this deal.",
            "改动文件中的一个数字：服务费由 1% 改为 1.1%。人人可见这已不是本交易。",
        ),
        {
            Said("SHA-256 of the changed terms", "改动后条款的 SHA-256"): terms_hash(other).hex(),
            Said("SHA-256 of the changed program", "改动后程序的 SHA-256"): sha256(
                compile_terms(other).pack()
            ).hexdigest(),
        },
    )
    closed(world, MILLS, MILLS_NOTES)
    placed = bytes(call(deal.web3, on_chain.program()))
    same("program on chain as placed", placed, deal.program.pack())
    same("terms hash after closing", bytes(call(deal.web3, on_chain.termsHash())), digest)
    coupon = deal.program.tranches[0].coupon
    same("coupon found by the bids, in millionths", coupon, 85_000)
    yield Step(
        people.ANYBODY,
        Said(
            "Investors bid; the lowest rate at which all is placed is everybody's, and is in the program from now on. The "
            "terms allow "
            "for it, so that their hash stays.",
            "投资者投标；能全部售出的最低利率适用于所有人，并自此写入程序。条款已预见此事，故其哈希不变。",
        ),
        {
            Said("coupon asked for", "条款起始票息"): "8%",
            Said("coupon found", "簿记结果票息"): format_rate(coupon),
            Said("SHA-256 of the program as placed", "发行后程序的 SHA-256"): sha256(placed).hexdigest(),
        },
    )


CHAPTER = Chapter(
    number=1,
    title=Said("From the term sheet to the contract's hash", "从条款清单到合约哈希"),
    minutes=5,
    shows=Said(
        "One file is prospectus, Python engine and contract: the hashes are equal, and one changed figure shows.",
        "同一文件即募集说明书、Python 引擎与合约：哈希相等，改一个数字即可看出。",
    ),
    part=TRUST_YEARS,
    begins=lambda: offered(MILLS),
    stage=stage,
    play=play,
    pages=("/", "/deals/mills-notes"),
)
