# SPDX-License-Identifier: Apache-2.0
"""Colours and type of the drawing: those of the reports. Plain classes, as converters of SVG know no CSS variables."""

from __future__ import annotations

FONTS = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"Liberation Sans", Arial, sans-serif'
)

_LIGHT = """\
.paper { fill: #ffffff; }
.step, .guarded { fill: #f4f6f8; stroke: #7b848e; }
.party, .account, .facility { fill: #ffffff; stroke: #7b848e; }
.pool { fill: #1f4e79; stroke: #1f4e79; }
.arrow { stroke: #59616b; }
.tip { fill: #59616b; }
text { fill: #1b1f24; }
.small { fill: #414850; }
.guard { fill: #1f4e79; }
.figure { fill: #8a5a00; }
.in-pool { fill: #ffffff; }
.muted .step, .muted .guarded, .muted .party, .muted .account, .muted .facility { fill: #ffffff; stroke: #b3bac1; }
.muted text { fill: #59616b; }
"""
_DARK = """\
.paper { fill: #14171a; }
.step, .guarded { fill: #22272c; stroke: #7f8994; }
.party, .account, .facility { fill: #14171a; stroke: #7f8994; }
.pool { fill: #8ab8e6; stroke: #8ab8e6; }
.arrow { stroke: #a2abb5; }
.tip { fill: #a2abb5; }
text { fill: #e6e9ec; }
.small { fill: #c3cad1; }
.guard { fill: #8ab8e6; }
.figure { fill: #e6b95c; }
.in-pool { fill: #14171a; }
.muted .step, .muted .guarded, .muted .party, .muted .account, .muted .facility { fill: #14171a; stroke: #454c54; }
.muted text { fill: #a2abb5; }
"""
_FIXED = """\
.arrow { fill: none; }
.guarded { stroke-dasharray: 5 3; }
.lid, .muted .lid { fill: none; }
"""


def style_sheet(types: str) -> str:
    """``types``: rules of the type scale."""
    dark = "".join(f"  {line}\n" for line in _DARK.splitlines())
    return f"{_LIGHT}{types}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n{_FIXED}"
