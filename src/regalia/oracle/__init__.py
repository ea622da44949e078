# SPDX-License-Identifier: Apache-2.0
"""Receipts reports: proposed, checked against evidence, signed by a quorum, handed in once."""
