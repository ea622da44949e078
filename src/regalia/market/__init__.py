# SPDX-License-Identifier: Apache-2.0
"""Signed orders, the board they wait on, whether they could be filled, and what units are quoted at."""
