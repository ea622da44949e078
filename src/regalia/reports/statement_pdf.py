# SPDX-License-Identifier: Apache-2.0
"""An investor statement as PDF: what its page says, on A4."""

from __future__ import annotations

from regalia.domain.terms import Terms
from regalia.reports.names import Names
from regalia.reports.page_pdf import page_pdf
from regalia.reports.statement import Statement
from regalia.reports.statement_page import page_of


def statement_pdf(statement: Statement, terms: Terms, names: Names) -> bytes:
    """The same statement gives the same bytes. NoPdfError without the extra ``pdf``."""
    return page_pdf(page_of(statement, terms, names), statement.as_of)
