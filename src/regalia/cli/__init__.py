# SPDX-License-Identifier: Apache-2.0
"""The command line: thin, everything it says comes from the floors below."""
