# SPDX-License-Identifier: Apache-2.0
"""A deal without its holders: its payment dates recomputed from the index."""
