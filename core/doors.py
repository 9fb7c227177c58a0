"""Ways onto the website in an answer. What is kept of the answer names the link; only what goes out has its secret address."""

from dataclasses import replace

from core.access import LinkKind
from core.mail_links import MailLinks
from core.reply import Button, Link, Reply

SCHEME = "door:"


def door(link_id: str) -> Link:
    """A button's link that works once, by the link's id."""
    return Link(f"{SCHEME}{link_id}")


def opened(reply: Reply, links: MailLinks) -> Reply:
    """The same answer with addresses that a browser can open."""
    return replace(reply, buttons=tuple(_opened(button, links) for button in reply.buttons))


def _opened(button: Button, links: MailLinks) -> Button:
    if not isinstance(button.action, Link) or not button.action.url.startswith(SCHEME):
        return button
    return replace(button, action=Link(links.url(button.action.url.removeprefix(SCHEME), LinkKind.CHAT)))
