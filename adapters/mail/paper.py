"""A mail as HTML that mail programs show as meant: tables, inline styles, and nothing that would have to be fetched."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.mail.sheet import Sheet

HERE = Path(__file__).parent

LIGHT = {
    "ground": "#e9eeee",
    "card": "#ffffff",
    "ink": "#10212a",
    "faded": "#4a5d66",
    "line": "#d3dcdc",
    "sunk": "#eef3f2",
    "accent": "#0b6477",
    "on_accent": "#ffffff",
    "haze": "linear-gradient(90deg,#0b6477,#3d9a9c 45%,#d9924a)",
}
DARK = {
    "ground": "#0b1115",
    "card": "#182228",
    "ink": "#e4ecec",
    "faded": "#9fb1b7",
    "line": "#27343b",
    "sunk": "#111a1f",
    "accent": "#6cc7d3",
    "on_accent": "#05222a",
    "haze": "linear-gradient(90deg,#2f9fb0,#6fc4b6 45%,#e6a961)",
}
"""The colours of the website (adapters/web/static/ink.css), by what they are for."""


class HtmlPaper:
    """Port `core.mail.sheet.Paper`, with the letterhead of InkMirage."""

    def __init__(self, home: str) -> None:
        """`home`: the address of the website (`base_url`)."""
        self.home = home.rstrip("/")
        environment = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
        )
        self._template = environment.get_template("letter.html")

    def page(self, sheet: Sheet) -> str:
        """See `Paper.page`."""
        return self._template.render(sheet=sheet, light=LIGHT, dark=DARK)
