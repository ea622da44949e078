# SPDX-License-Identifier: Apache-2.0
"""The demo for regulators: twelve short chapters on a live local chain, each of which asserts what it shows."""
