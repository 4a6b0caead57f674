"""`postil`: the page that was left is shown again, then comes the program."""

import sys

from tui.early import Page


def main() -> int:
    """Run `postil` with the arguments of the process; returns the exit code."""
    page = Page(sys.argv[1:])
    page.show()
    try:
        from tui.cli import main as run

        return run(page.arguments, page)
    finally:
        page.give_back()


if __name__ == "__main__":
    raise SystemExit(main())
