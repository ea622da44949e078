# SPDX-License-Identifier: Apache-2.0
"""The whole life of three deals on a local chain, told as a story and checked by a stranger."""
