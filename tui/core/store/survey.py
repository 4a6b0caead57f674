"""Which files below some paths hold notes, or should, and to which texts they belong."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.core.errors import FileProblem, PostilError, UnreadableDocument, reason
from tui.core.store.beside import STRAY_AFTER, original_of, versions_beside
from tui.core.store.keeping import SUFFIX, Keeping, is_sidecar
from tui.core.store.replace import stray_prefix

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_CUT = re.compile("~[0-9a-f]{16}")
_STRAY = re.compile(r"\.~[0-9a-f]{16}-\d+-[^/]*\.tmp")


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a sidecar, which need not exist: other versions of it may lie there.

    `source` is the text it belongs to, which need not exist either; None when nobody knows it.
    """

    path: Path
    source: Path | None
    where: Literal["beside", "tree", "mirror"]


@dataclass(slots=True)
class Survey:
    """What was found; `strays` are temporary files that belong to no spot, `texts` all else."""

    spots: list[Spot] = field(default_factory=list)
    strays: list[Path] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)
    problems: list[PostilError] = field(default_factory=list)


def survey(paths: Iterable[Path], *keepings: Keeping) -> Survey:
    """Look through folders, and at files and their sidecars; reads names, no content of notes.

    Beside the texts, and in the tree of each of `keepings` that has one. Hidden folders and links
    to folders are passed over, as in a library.
    """
    found = Survey()
    trees = {_real(keeping.tree): keeping for keeping in keepings if keeping.tree}
    for path in paths:
        if not path.is_dir():
            for keeping in trees.values() or keepings:
                _look_at(path, keeping, found)
            continue
        _search(path, "beside", keepings[0], trees, found)
        for tree, keeping in trees.items():
            _search(_image(path, tree), "tree", keeping, trees, found)
    spots = {_real(spot.path): spot for spot in reversed(found.spots)}
    found.spots = sorted(spots.values(), key=lambda spot: spot.path)
    found.texts = sorted({_real(text): text for text in found.texts}.values())
    return found


def mirrored(keeping: Keeping) -> list[Spot]:
    """The sidecars in the mirror, each with the text that its notes wait for."""
    return [
        Spot(path, _waiting_for(path.parent), "mirror")
        for path in sorted(keeping.mirrors.glob(f"*/*{SUFFIX}"))
    ]


def is_gone(path: Path) -> bool:
    """Whether there is no such file; of one that cannot be looked at nobody knows."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _search(
    root: Path,
    where: Literal["beside", "tree"],
    keeping: Keeping,
    trees: Container[Path],
    found: Survey,
) -> None:
    def unreadable(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            found.problems.append(FileProblem(error.filename, reason(error)))

    for folder, folders, names in os.walk(root, onerror=unreadable):
        if where == "beside":
            inner = [name for name in folders if name[:1] != "."]
            folders[:] = [name for name in inner if _real(Path(folder, name)) not in trees]
        folders.sort()
        _sort_out(Path(folder), sorted(names), where, keeping, found)


def _sort_out(
    folder: Path,
    names: Iterable[str],
    where: Literal["beside", "tree"],
    keeping: Keeping,
    found: Survey,
) -> None:
    spots: dict[Path, None] = {}
    strays: list[Path] = []
    texts: list[Path] = []
    for name in names:
        path = folder / name
        original = original_of(path)
        if is_sidecar(path) or original:
            spots[original or path] = None
        elif _STRAY.fullmatch(name):
            strays.append(path)
        elif name[:1] != "." and path.is_file() and not path.is_symlink():
            texts.append(path)
    if strays:
        beside = texts if where == "beside" else _files(_home(folder, keeping))
        possible = [*spots, *(folder / keeping.sidecar(text).name for text in beside)]
        spots |= dict.fromkeys(_owners(strays, possible, found))
    found.spots += [Spot(path, _source(path, where, texts, keeping), where) for path in spots]
    found.texts += texts if where == "beside" else []


def _owners(strays: Iterable[Path], possible: Iterable[Path], found: Survey) -> Iterator[Path]:
    """The sidecars that temporary files were meant for; those without go to `found`."""
    owners = {stray_prefix(path): path for path in possible}
    for stray in strays:
        owner = owners.get(stray.name[: len(stray_prefix(stray))])
        if owner is None and _is_old(stray):
            found.strays.append(stray)
        elif owner and stray in (version.path for version in versions_beside(owner)):
            yield owner


def _look_at(path: Path, keeping: Keeping, found: Survey) -> None:
    """A file that was named: a sidecar, another version of one, or a text, which may be gone."""
    tree = keeping.tree and _real(keeping.tree)
    texts = [p for p in _files(path.parent) if not is_sidecar(p) and p.name[:1] != "."]
    named = path if is_sidecar(path) else original_of(path)
    spots: list[Spot] = []
    if named:
        within = tree and _real(path.parent).is_relative_to(tree)
        where: Literal["beside", "tree"] = "tree" if within else "beside"
        spots.append(Spot(named, _source(named, where, texts, keeping), where))
    else:
        beside = Keeping(keeping.places).sidecar(path)
        # As it was written, if it is not a link to a file elsewhere.
        beside = beside if path.is_symlink() else path.with_name(beside.name)
        spots.append(Spot(beside, path, "beside"))
        spots += [Spot(keeping.sidecar(path), path, "tree")] if tree else []
    spots = [spot for spot in spots if not is_gone(spot.path) or versions_beside(spot.path)]
    if is_gone(path) and not spots:
        found.problems.append(UnreadableDocument(path, "no such file, and no notes on it"))
    found.spots += spots
    found.texts += texts


def _source(
    sidecar: Path, where: Literal["beside", "tree"], texts: Iterable[Path], keeping: Keeping
) -> Path:
    """The text of a sidecar; a name that was cut is looked for among those there are."""
    name = sidecar.name.removesuffix(SUFFIX)
    folder = _home(sidecar.parent, keeping) if where == "tree" else sidecar.parent
    if _CUT.fullmatch(name[-17:]):
        for text in texts if where == "beside" else _files(folder):
            if text.name != name and keeping.sidecar(text).name == sidecar.name:
                return text
    return folder / name


def _image(folder: Path, tree: Path) -> Path:
    """The folder of the tree for the texts of `folder`."""
    return tree.joinpath(*_real(folder).parts[1:])


def _home(folder: Path, keeping: Keeping) -> Path:
    """The folder whose texts have their sidecars in this folder of the tree."""
    tree = _real(keeping.tree or folder)
    return Path("/", *_real(folder).relative_to(tree).parts)


def _waiting_for(folder: Path) -> Path | None:
    try:
        return Path(os.fsdecode((folder / "source").read_bytes()))
    except (OSError, ValueError):
        return None


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > STRAY_AFTER
    except OSError:
        return False


def _files(folder: Path) -> list[Path]:
    try:
        files = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
        return sorted(files)
    except OSError:
        return []


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
