# SPDX-License-Identifier: Apache-2.0
"""The waterfall on many scenarios at once: 64-bit integers, one array operation a step a date, equal to the exact engine."""
