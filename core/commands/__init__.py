"""Every command, in menu order. Adding one: a request dataclass, a handler, a line here, and its words in the catalogue."""

from core.commands import account, choices, community, contact, credits, generation, guide, linking
from core.commands.spec import Command, Nothing

HELP = Command("help", Nothing, guide.helper(lambda: COMMANDS), private=True)

COMMANDS: tuple[Command, ...] = (
    generation.IMAGINE,
    generation.AGAIN,
    generation.SHOW,
    generation.HISTORY,
    generation.CANCEL,
    credits.BALANCE,
    credits.TOPUP,
    account.ACCOUNT,
    account.EMAIL,
    linking.LINK,
    linking.UNLINK,
    choices.SETTINGS,
    choices.LANGUAGE,
    community.SETTINGS,
    contact.PRIVACY,
    contact.TERMS,
    contact.SUPPORT,
    contact.PAYSUPPORT,
    guide.START,
    HELP,
    *generation.BUTTONS,
    *account.BUTTONS,
    *linking.BUTTONS,
)
