# SPDX-License-Identifier: Apache-2.0
"""The build backend: flit's, whose wheel also gets the deal files and documents of the demo, so that one copy is kept.

Which they are is what `[tool.flit.sdist]` of pyproject.toml names under `deals/` and `data/`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flit_core import buildapi, wheel
from flit_core.buildapi import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from flit_core.sdist import SdistBuilder

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

INSIDE = "regalia/demo/files"
FOLDERS = ("deals", "data")


class MissingError(FileNotFoundError):
    """There is nothing of the demo to put into the wheel."""


class WheelBuilder(wheel.WheelBuilder):  # type: ignore[misc]
    """Flit's, with more in it."""

    def copy_module(self) -> None:
        super().copy_module()
        for path in demo_files(Path(self.directory)):
            self._add_file(path, f"{INSIDE}/{path.relative_to(self.directory).as_posix()}")


def demo_files(root: Path) -> Iterator[Path]:
    """The files of the demo, sorted. Raises ``MissingError``."""
    chosen = SdistBuilder.from_ini_path(root / "pyproject.toml")
    names = [name for name in chosen.apply_includes_excludes(chosen.select_files()) if Path(name).parts[0] in FOLDERS]
    if not names:
        raise MissingError(f"no file of the demo under {root}: build from a checkout or from the source distribution")
    yield from (root / name for name in names)


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Builds a wheel in ``wheel_directory``; its name."""
    root = Path(buildapi.pyproj_toml).resolve().parent
    with tempfile.TemporaryDirectory(dir=wheel_directory) as folder:
        unfinished = Path(folder) / "unfinished.whl"
        with unfinished.open("w+b") as file:
            builder = WheelBuilder.from_ini_path(root / "pyproject.toml", file)
            builder.build()
        unfinished.replace(Path(wheel_directory) / builder.wheel_filename)
    return str(builder.wheel_filename)


if __name__ == "__main__":
    folder = Path("dist")
    folder.mkdir(exist_ok=True)
    print(folder / build_wheel(str(folder)))
