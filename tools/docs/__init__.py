# SPDX-License-Identifier: Apache-2.0
"""The site of documentation: pages as people wrote them, references made from contracts, modules and commands."""
