# SPDX-License-Identifier: Apache-2.0
"""The pages in a real browser, with a wallet of its own, on a live chain."""
