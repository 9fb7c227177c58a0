"""Whether the program may be there for people."""

from bot.command_line import complete
from bot.config import Settings
from bot.legal import obstacles


def launchable(settings: Settings) -> Settings:
    """The same settings, if they are enough to work with and people find the legal texts in order (PRV-02); otherwise the command ends."""
    return complete(settings, obstacles(settings))
