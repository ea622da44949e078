# SPDX-License-Identifier: Apache-2.0
"""What is known of intellectual-property rights, and what they count for behind a deal: the Python twin of ``contracts/registry/``."""
