# SPDX-License-Identifier: Apache-2.0
"""A deal's priority of payments in plain words and as a drawing, in several languages."""

from regalia.explain.document import Document, Item, Section
from regalia.explain.explain import LANGUAGES, explain_terms
from regalia.explain.figures import with_figures
from regalia.explain.language import Language
from regalia.explain.outcome import outcome_of
from regalia.explain.text import to_text

__all__ = [
    "LANGUAGES",
    "Document",
    "Item",
    "Language",
    "Section",
    "explain_terms",
    "outcome_of",
    "to_text",
    "with_figures",
]
