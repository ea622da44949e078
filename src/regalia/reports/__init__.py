# SPDX-License-Identifier: Apache-2.0
"""What is left behind for people: statements, distribution reports, the transaction log."""

from regalia.reports.distribution import DistributionReport, distribution_report
from regalia.reports.errors import ReportWriteError, UnreconciledError
from regalia.reports.statement import Statement, statement_for
from regalia.reports.write import reports_of, write_all

__all__ = [
    "DistributionReport",
    "ReportWriteError",
    "Statement",
    "UnreconciledError",
    "distribution_report",
    "reports_of",
    "statement_for",
    "write_all",
]
