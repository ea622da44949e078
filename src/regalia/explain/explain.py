# SPDX-License-Identifier: Apache-2.0
"""The explanation of a deal, whole."""

from __future__ import annotations

from regalia.domain.terms import Terms, terms_hash
from regalia.explain.chinese import CHINESE
from regalia.explain.deal import calendar, classes, parties
from regalia.explain.document import Document, Section
from regalia.explain.english import ENGLISH
from regalia.explain.investors import transfers, withholding
from regalia.explain.language import Language
from regalia.explain.meeting import meeting
from regalia.explain.oracle import collections
from regalia.explain.pool import rights
from regalia.explain.provisions import forecast, origins, repayment, retentions
from regalia.explain.steps import step_items
from regalia.explain.support import accounts_and_support
from regalia.explain.triggers import events
from regalia.explain.writer import Writer

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, CHINESE)}


def explain_terms(terms: Terms, language: Language) -> Document:
    """What the terms say, in the order of a prospectus; sections without content are left out."""
    writer = Writer(terms, language)
    digest = terms_hash(terms).hex()
    sections = [
        parties(writer),
        collections(writer),
        calendar(writer),
        classes(writer),
        accounts_and_support(writer),
        rights(writer),
        *priorities(writer),
        events(writer),
        repayment(writer),
        forecast(writer),
        retentions(writer),
        transfers(writer),
        withholding(writer),
        meeting(writer),
        *origins(writer),
    ]
    return Document(
        language=language.code,
        between_sentences=language.between_sentences,
        deal=terms.id,
        name=terms.name,
        notice=terms.notice,
        hash=digest,
        head=(writer.say("hash", hash=digest), writer.say("amounts-in", currency=terms.currency.code)),
        sections=tuple(section for section in sections if section.items),
    )


def priorities(writer: Writer) -> tuple[Section, Section]:
    """The priority of payments, and the one after an event of default (no items where there is none)."""
    lead = (writer.say("priority.lead"),)
    after = (writer.say("acceleration.lead"),)
    return (
        Section("steps", writer.say("title.steps"), step_items(writer, writer.terms.steps), lead),
        Section("acceleration", writer.say("title.acceleration"), step_items(writer, writer.terms.acceleration), after),
    )
