"""Pictures of pages, as Chromium shows them."""

from pathlib import Path

from playwright.async_api import async_playwright

from tests.adapters.web.playground_program import CHROMIUM, QUIET


async def photograph(pages: dict[str, str], folder: Path, *, width: int = 560, height: int = 400, scale: float = 2) -> None:
    """Every page as `<name>.png` in the folder; `scale` is how many pixels the screen has for one of the page."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = await browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
        for name, html in pages.items():
            await page.set_content(html)
            await page.screenshot(path=folder / f"{name}.png", full_page=True)
        await browser.close()
