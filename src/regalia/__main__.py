# SPDX-License-Identifier: Apache-2.0
"""``python -m regalia``: the same as the ``regalia`` command."""

from regalia.cli.main import main

main()
