# SPDX-License-Identifier: Apache-2.0
"""What people see of the rights behind a deal: the portfolio, its bars, why facts are so, and what would become of the cash."""
