# SPDX-License-Identifier: Apache-2.0
"""Names of ``IDeal.Status``."""

STATUSES = ("offered", "sold", "lapsed", "live", "concluded")
"""In the order of the enum."""
