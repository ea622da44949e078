# SPDX-License-Identifier: Apache-2.0
"""What an attestor is shown before it signs, and what became of each proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from regalia.cli.oracle_open import OpenedDeal
from regalia.cli.oracle_text import flags_text, leaves_text, listed
from regalia.oracle.attesting import Answer, Outcome
from regalia.oracle.coverage import in_words
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.exchange import Passed
from regalia.oracle.judgement import Judgement
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.refusal import Rule
from regalia.oracle.typed_data import signing_text


def question(deal: OpenedDeal, judgement: Judgement) -> str:
    """What is signed, in words, and what was not looked at."""
    proposal = judgement.proposal
    text = LeafText(proposal.texts, deal.program.schedule, deal.terms.money)
    parts = [
        signing_text(proposal.report, proposal.domain, deal.program, deal.terms.money),
        "",
        leaves_text(proposal.leaves, text),
        "",
        "own documents, the payments into the escrow and the chain agree with this",
    ]
    if judgement.left_to_others:
        parts += ["NOT looked at, left to the other attestors:", *listed(map(in_words, judgement.left_to_others))]
    if judgement.flags:
        parts += ["to be looked at by a person:", flags_text(judgement.flags)]
    if judgement.notes:
        parts += ["notes:", *listed(judgement.notes)]
    return "\n".join(parts)


def outcome_text(deal: OpenedDeal, attestor: DocumentAttestor, outcome: Outcome) -> str:
    proposal = outcome.proposal
    head = f"{proposal.named}, digest 0x{proposal.digest.hex()}"
    if outcome.answer is Answer.SIGNED:
        return f"{head}\nsigned by {attestor.address}"
    if outcome.answer is Answer.DECLINED:
        return f"{head}\nnot signed: you said no; nothing was published"
    lines = [head, f"REFUSED by {attestor.address}, nothing was signed:", *listed(outcome.objections)]
    if not {objection.rule for objection in outcome.objections} & {Rule.MANDATE, Rule.PROPOSAL}:
        shown = signing_text(proposal.report, proposal.domain, deal.program, deal.terms.money)
        lines = [shown, "", *lines]
    if outcome.judgement.notes:
        lines += ["notes:", *listed(outcome.judgement.notes)]
    return "\n".join(lines)


def facts(attestor: DocumentAttestor, outcomes: Sequence[Outcome], passed: Iterable[Passed]) -> dict[str, object]:
    return {
        "attestor": attestor.address,
        "outcomes": [
            {
                "digest": "0x" + outcome.proposal.digest.hex(),
                "kind": outcome.proposal.kind,
                "number": outcome.proposal.number,
                "answer": str(outcome.answer),
                "objections": [{"rule": str(o.rule), "detail": o.detail} for o in outcome.objections],
                "left_to_others": list(outcome.judgement.left_to_others),
                "flags": [asdict(flag) for flag in outcome.judgement.flags],
                "notes": list(outcome.judgement.notes),
                "signature": "0x" + outcome.attestation.signature.hex() if outcome.attestation else None,
            }
            for outcome in outcomes
        ],
        "passed_over": [asdict(problem) for problem in passed],
    }
