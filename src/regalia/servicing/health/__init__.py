# SPDX-License-Identifier: Apache-2.0
"""Whether a node, a deal and those around it are well, and what is to be done next."""
