# SPDX-License-Identifier: Apache-2.0
"""What a deal's events amount to, and whether anybody who reads them finds the same."""
