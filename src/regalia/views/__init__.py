# SPDX-License-Identifier: Apache-2.0
"""What pages and ``regalia show`` say of deals."""
