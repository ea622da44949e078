# SPDX-License-Identifier: Apache-2.0
"""Pages for investors and supervisors: see docs/decisions/0008-for-people-who-look.md."""
