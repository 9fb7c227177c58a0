"""Photograph every mail in every language, light and dark, wide and narrow: `python -m tests.adapters.mail.screenshots FOLDER`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from adapters.mail.paper import HtmlPaper
from core.letters import written
from core.mail_links import MailLinks
from core.text import Catalogue
from tests.adapters.mail.samples import letters
from tests.adapters.web.playground_program import running_browser

HOME = "https://inkmirage.test"
WIDTHS = (600, 360)


def pages() -> dict[str, str]:
    """The HTML of each letter, by its id."""
    catalogue, links, paper = Catalogue(), MailLinks(b"a secret of this machine", HOME), HtmlPaper(HOME)
    return {due.id: written(due, catalogue, links, paper).html for due in letters()}


def shoot(browser: Browser, folder: Path, scheme: str, width: int) -> list[str]:
    """Photographs of all letters; the names of those that are wider than their window."""
    dark = scheme == "dark"
    context = browser.new_context(viewport={"width": width, "height": 300}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    wide = [name for name, html in pages().items() if _is_wide(page, html, folder / f"{name}-{scheme}-{width}.png")]
    context.close()
    return [f"{name} {scheme} {width}" for name in wide]


def _is_wide(page: Page, html: str, file: Path) -> bool:
    page.set_content(html)
    page.screenshot(path=file, full_page=True)
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        wide = [each for scheme in ("light", "dark") for width in WIDTHS for each in shoot(browser, folder, scheme, width)]
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}; too wide: {wide or 'none'}")


if __name__ == "__main__":
    main()
