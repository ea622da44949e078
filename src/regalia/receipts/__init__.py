# SPDX-License-Identifier: Apache-2.0
"""Royalty receipts as files: from what a servicer prints to what an attestor signs."""

from regalia.receipts.problems import Problem, ProblemKind, ReceiptsError
from regalia.receipts.reader import read_receipts
from regalia.receipts.row import ReceiptsRow

__all__ = ["Problem", "ProblemKind", "ReceiptsError", "ReceiptsRow", "read_receipts"]
