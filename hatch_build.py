"""Compiles phrasebook/search/_native.c when a package is built; without a compiler the package comes without it."""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("phrasebook/search/_native.c")
MODULE = "phrasebook.search._native"
FLAGS = [] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"]  # numpy doesn't fuse, so neither do we


class CustomBuildHook(BuildHookInterface):
    """Puts the compiled loops of search beside their source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, if that is possible here; `phrasebook/search/native.py` does without."""
        if self.target_name != "wheel" or sys.implementation.name != "cpython":
            return
        for old in (Path(self.root) / SOURCE.parent).glob("_native*.so"):
            old.unlink()
        built = compiled(Path(self.root))
        if built is None:
            self.app.display_warning("no C compiler: phrasebook is built without its compiled loops (search is slower)")
            return
        build_data["artifacts"].append(str(built.relative_to(self.root)))
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"cp311-abi3-{platform}"


def compiled(root: Path) -> Path | None:
    """The extension module, made from its source; None where there is no compiler that can."""
    try:
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext

        extension = Extension(MODULE, [str(root / SOURCE)], py_limited_api=True, extra_compile_args=FLAGS)
        with tempfile.TemporaryDirectory() as temporary:
            command = build_ext(Distribution({"name": "phrasebook", "ext_modules": [extension]}))
            command.build_lib, command.build_temp = temporary, temporary
            command.ensure_finalized()
            command.run()
            made = Path(command.get_ext_fullpath(MODULE))
            target = root / SOURCE.parent / made.name
            target.unlink(missing_ok=True)  # a program that runs it keeps the old one
            target.write_bytes(made.read_bytes())
        target.chmod(0o755)
        return target
    except (Exception, SystemExit):  # whatever a foreign compiler may do wrong, the package is built without
        return None


if __name__ == "__main__":
    print(compiled(Path(__file__).parent.resolve()) or "no compiler")
