"""What things are called on a host: ASCII only, so that every server and file system agrees. Pure.

    library/department/售后组/常用.toml  →  department/x5f…/xa0….toml, signed by the role dept-x5f…

The Chinese names stand, signed, beside these; a name that doesn't belong to its slug is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.model import Scope
from phrasebook.pack.fields import image_name_trouble
from phrasebook.pack.names import name_trouble

_PLAIN = re.compile(r"[a-wyz0-9][a-z0-9_-]{0,39}")
"""Names that are their own slug. Those beginning with x are left to the derived ones."""

_TARGET = re.compile(
    r"(?P<folder>public|department/(?P<department>[a-z0-9][a-z0-9_-]{0,39}))/"
    r"(?:(?P<pack>[a-z0-9][a-z0-9_-]{0,39})\.toml|images/(?P<image>[0-9a-f]{24}\.[a-z0-9]{1,5}))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Who shares a pack: everybody, or one department. The unit of what a lead may sign."""

    scope: Scope
    department: str = ""

    @property
    def folder(self) -> str:
        """Its folder on the host, below `targets/`."""
        return f"department/{slug(self.department)}" if self.department else "public"

    @property
    def role(self) -> str:
        """The role that signs what lies there."""
        return f"dept-{slug(self.department)}" if self.department else "public"

    @property
    def paths(self) -> list[str]:
        """What this role may list; `*` doesn't cross a `/`."""
        return [f"{self.folder}/*", f"{self.folder}/*/*"]

    def __str__(self) -> str:
        """As people write it and as the library's folders are called."""
        return f"department/{self.department}" if self.department else "public"


PUBLIC = Place(Scope.PUBLIC)


@dataclass(frozen=True, slots=True)
class Target:
    """A file that a role lists: a pack, or a picture of packs."""

    path: str
    """On the host, below `targets/`."""
    place: Place
    local: str
    """Below the folder of its place, with `/`: `常用.toml`, `images/尺码表.png`."""

    @property
    def is_pack(self) -> bool:
        """Whether it is a pack."""
        return self.path.endswith(".toml")


def place_of(text: str) -> Place:
    """The place that `public` or `department/NAME` means.

    Raises:
        UsageError: neither, or a department can't be called so.
    """
    scope, _, department = text.partition("/")
    if scope == "public" and not department:
        return PUBLIC
    if scope != "department" or not department:
        raise UsageError(
            t(f"{text} 不能发布", f"{text} can't be published to"),
            t("可以用 public 或 department/部门", "use public or department/NAME"),
        )
    return department_of(department)


def department_of(name: str) -> Place:
    """The place of a department.

    Raises:
        UsageError: none can be called so.
    """
    if trouble := name_trouble(name):
        raise UsageError(t(f"部门名 {name!r} 不能用：{trouble}", f"no department can be called {name!r}: {trouble}"))
    return Place(Scope.DEPARTMENT, _composed(name))


def slug(name: str) -> str:
    """The ASCII name for this name, always the same: itself where it is plain, else derived."""
    name = _composed(name)
    return name if _PLAIN.fullmatch(name) else f"x{sha256(name.encode()).hexdigest()[:24]}"


def pack_target(place: Place, name: str) -> Target:
    """Where a pack (its file's name without `.toml`) of this place lies on the host."""
    return Target(f"{place.folder}/{slug(name)}.toml", place, f"{_composed(name)}.toml")


def image_target(place: Place, relative: str) -> Target:
    """Where a picture lies that packs of this place call `relative`."""
    relative = _composed(relative)
    ending = PurePosixPath(relative).suffix[1:].lower()
    ending = ending if re.fullmatch(r"[a-z0-9]{1,5}", ending) else "bin"
    return Target(f"{place.folder}/images/{sha256(relative.encode()).hexdigest()[:24]}.{ending}", place, relative)


def target_of(path: str, place: Place, custom: Any) -> Target | None:
    """The target that a role of `place` lists under `path`; None if it can't be an honest one.

    `custom` is what is signed beside it; its `name` must be the name from which the path follows.
    """
    match = _TARGET.fullmatch(path)
    name = custom.get("name") if isinstance(custom, dict) else None
    if not match or match["folder"] != place.folder or not isinstance(name, str):
        return None
    if match["pack"]:
        honest = not name_trouble(name) and pack_target(place, name).path == path
        return pack_target(place, name) if honest else None
    parts = PurePosixPath(name).parts
    honest = not image_name_trouble(name) and not any(map(name_trouble, parts)) and "/".join(parts) == name
    honest = honest and not any(part.endswith(".toml") for part in parts) and image_target(place, name).path == path
    return image_target(place, name) if honest else None


def host_name(target: Target, digest: str) -> str:
    """The file on the host that holds this target's content; it is written once and never changed."""
    folder, _, base = target.path.rpartition("/")
    return f"targets/{folder}/{digest}.{base}"


def _composed(name: str) -> str:
    """One way to write each character: macOS and Linux disagree about some."""
    return unicodedata.normalize("NFC", name)
