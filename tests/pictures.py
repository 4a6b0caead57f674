"""The pictures of the README, drawn by the program itself: `python -m tests.pictures`."""

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from textual import constants

from tui.core.config import Config
from tui.core.library import Library
from tui.core.paths import Places
from tui.core.store.keeping import Keeping
from tui.ui.app import PostilApp

ARTICLES = Path(__file__).parent.parent / "articles"
IMAGES = ARTICLES / "images"
ESSAY = "essays/the-margin-and-its-readers.md"

PICTURES = {
    "reader-120": ((120, 40), "postil-dark", ["1", "1", "G", "z", "t", "j"]),
    "reader-80": ((80, 24), "postil-light", ["2", "5", "G", "z", "t", "j"]),
    "tag-80": ((80, 24), "postil-dark", ["3", "3", "G", "z", "t", "j", "t", *"me"]),
    "search-120": ((120, 24), "postil-dark", ["g", "slash", *"note:reader", "enter"]),
}
"""By name: size in cells, theme, and the keys pressed before it is taken."""


async def drawn(name: str, folder: Path) -> str:
    """One picture as SVG; fonts are the viewer's own, nothing is fetched."""
    size, theme, keys = PICTURES[name]
    places = Places(folder / "config", folder / "data", folder / "state")
    library = Library(folder / "articles", Keeping(places))
    app = PostilApp(library, folder / "articles" / ESSAY, Config(theme=theme), places)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
        await pilot.pause(0.3)
        svg = app.export_screenshot(title="postil")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write every picture into `articles/images`, in all colours wherever it is done."""
    constants.COLOR_SYSTEM = "truecolor"
    IMAGES.mkdir(exist_ok=True)
    for name in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ARTICLES, Path(folder) / "articles")
            svg = asyncio.run(drawn(name, Path(folder)))
        (IMAGES / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
