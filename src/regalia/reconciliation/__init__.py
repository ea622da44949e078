# SPDX-License-Identifier: Apache-2.0
"""Statements, bank lines and payments into the escrow held against each other: only matched money is reported."""
