# SPDX-License-Identifier: Apache-2.0
"""``regalia vote``: the noteholders' meeting, from convening to carrying out."""

from __future__ import annotations

from regalia.cli.lazy import group_of

vote = group_of(
    "vote",
    {
        "convene": "Call the holders together on a resolution.",
        "show": "Show resolutions, and how each class stands.",
        "cast": "Vote with all units of the account.",
        "sign": "Sign a ballot for somebody else to hand in.",
        "hand-in": "Hand in a ballot that was signed.",
        "excuse": "Show that units of a holder can't vote.",
        "carry-out": "Carry out what was resolved.",
    },
    "Convene noteholders, vote, carry out what they resolve.",
)
