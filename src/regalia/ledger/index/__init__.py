# SPDX-License-Identifier: Apache-2.0
"""What a chain said of deals, kept in a database: see ``README.md`` and ``docs/decisions/0007-for-people-who-type.md``."""
