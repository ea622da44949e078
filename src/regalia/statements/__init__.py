# SPDX-License-Identifier: Apache-2.0
"""Statements of royalties and of bank accounts as those who pay really send them, read into typed receipts and lines."""
