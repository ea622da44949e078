# SPDX-License-Identifier: Apache-2.0
"""Projections: what a deal pays when receipts come as a forecast or a scenario says."""
