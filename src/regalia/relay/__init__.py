# SPDX-License-Identifier: Apache-2.0
"""A signed report brought on chain through any failure, exactly once."""
