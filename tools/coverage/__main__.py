# SPDX-License-Identifier: Apache-2.0
"""``python -m tools.coverage``: lines and branches of the contracts and of ``src/regalia`` that the tests reach. Half an hour on two cores.

``--shown`` measures nothing: it prints what was measured last, and fails when the contracts are others since.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tools.coverage.contracts import measure_contracts
from tools.coverage.kept import KEPT, Kept, contracts_hash
from tools.coverage.python import measure_python


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and keep, or show. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.coverage", description=__doc__)
    parser.add_argument("--shown", action="store_true", help="print what was measured last")
    parser.add_argument(
        "--only", choices=("contracts", "python"), help="measure one of the two, and keep what is known of the other"
    )
    asked = parser.parse_args(arguments)
    if not asked.shown:
        kept = Kept.read()
        if asked.only != "python":
            kept = kept.with_contracts(*measure_contracts())
        if asked.only != "contracts":
            kept = kept.with_python(measure_python())
        kept.write()
    kept = Kept.read()
    print("\n".join(kept.told()))
    if kept.of_contracts != contracts_hash():
        print(f"{KEPT.name} is of other contracts: run `make coverage`, and commit the file.", file=sys.stderr)
        return 1
    return 0 if kept.is_enough() else 1


if __name__ == "__main__":
    sys.exit(main())
