# SPDX-License-Identifier: Apache-2.0
"""How holders decide together: the Python twin of what ``contracts/governance/NoteholderMeeting.sol`` counts and carries out."""
