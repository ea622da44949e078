# SPDX-License-Identifier: Apache-2.0
"""Deployments as wish and fact: what should be on a chain, what is there, and the transactions between the two."""
