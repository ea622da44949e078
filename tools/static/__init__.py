# SPDX-License-Identifier: Apache-2.0
"""What can be said about contracts and dependencies without running them: see README.md."""
