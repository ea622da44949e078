# SPDX-License-Identifier: Apache-2.0
"""Prose and code told apart, links found and led elsewhere, empty lines where they are wanted."""

from __future__ import annotations

from tools.docs.markdown import lines_of, links_of, relinked, spaced

PAGE = """# Title
See [one](one.md#mark) and `[two](two.md)`, and [`three`](three.md).

    [four](four.md)

```text
[five](five.md)
```
1. item
    [six](six.md) of the item
![picture](a.png)
"""


def test_links__in_prose_and_lists__found_and_none_in_code() -> None:
    assert list(links_of(PAGE)) == [(2, "one.md#mark"), (2, "three.md"), (10, "six.md"), (11, "a.png")]


def test_lines__fences_and_indented__are_code() -> None:
    assert [line.number for line in lines_of(PAGE) if line.code] == [4, 6, 7, 8]


def test_relinked__followed_dropped_and_left__words_stay() -> None:
    to = {"one.md#mark": "new.md", "three.md": None, "six.md": "six.md", "a.png": "a.png"}
    made = relinked(PAGE, lambda target: to[target])
    assert "See [one](new.md) and `[two](two.md)`, and `three`.\n" in made
    assert made.endswith("![picture](a.png)\n") and "[four](four.md)" in made


def test_spaced__list_table_and_code_after_words__get_an_empty_line() -> None:
    page = "## Head\n    code\nWords:\n* one\n  goes on\n* two\n\n| a |\n|---|\n| b |\nMore\n```\nx\n```\n"
    made = spaced(page).splitlines()
    assert made[:4] == ["## Head", "", "    code", ""]
    assert made[4:9] == ["Words:", "", "* one", "  goes on", "* two"]
    assert made[made.index("| b |") + 1] == ""


def test_spaced__page_as_it_should_be__unchanged() -> None:
    page = "# Head\n\nWords\n\n* one\n* two\n\n```\ncode\n```\n"
    assert spaced(page) == page
