# SPDX-License-Identifier: Apache-2.0
"""How a tranche is sold: the offer, the bids, the price that clears them, and the program that comes of it."""
