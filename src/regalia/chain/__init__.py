# SPDX-License-Identifier: Apache-2.0
"""Everything that touches a chain: compiling, artefacts, deploying, reading."""
