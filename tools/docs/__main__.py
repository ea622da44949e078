# SPDX-License-Identifier: Apache-2.0
"""``python -m tools.docs``: pages for the site's tool; ``check``: look at what it built; ``figures``: measured figures into their
pages; ``pictures``: those that are there into theirs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from regalia.errors import RegaliaError
from tools.docs.comparison import fill_page
from tools.docs.figures_page import fill_figures
from tools.docs.pictures import fill_pictures
from tools.docs.site_check import check_site
from tools.docs.stage import stage

ROOT = Path(__file__).parents[2]
USAGE = "usage: python -m tools.docs [check|figures|pictures]"


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """0 done, 1 refused, 2 wrong usage."""
    try:
        if not arguments:
            pages = stage(root, root / ".build")
            print(f"{pages} pages in {root / '.build' / 'docs'}", file=sys.stderr)
        elif list(arguments) == ["check"]:
            pages = check_site(root / ".build" / "site")
            print(f"{pages} pages load nothing from elsewhere", file=sys.stderr)
        elif list(arguments) == ["figures"]:
            for page, changed in (("comparison", fill_page(root)), ("figures", fill_figures(root))):
                print(f"docs/{page}.md is " + ("written" if changed else "as measured"), file=sys.stderr)
        elif list(arguments) == ["pictures"]:
            changed = fill_pictures(root)
            print("docs/pages.md " + ("is written" if changed else "has the pictures that are there"), file=sys.stderr)
        else:
            print(USAGE, file=sys.stderr)
            return 2
    except RegaliaError as error:
        print(f"error: {error.message}\n{error.hint}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
