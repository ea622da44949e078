# SPDX-License-Identifier: Apache-2.0
"""Which lines and branches of the contracts the tests reach: see README.md."""
