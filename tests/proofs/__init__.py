# SPDX-License-Identifier: Apache-2.0
"""Proofs about the contracts, made by halmos."""
