"""Everything of this adapter, put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.stripe.book import StripeBook
from adapters.stripe.checkout import StripeCheckout
from adapters.stripe.line import Line
from adapters.stripe.refunds import StripeRefunds
from adapters.stripe.webhook import Take, Webhook
from core.text import Catalogue

__all__ = ["Settings", "Stripe", "open_stripe"]


@dataclass(frozen=True)
class Settings:
    """What the operator says about Stripe; an empty address means Stripe's own. Without secrets no notice is believed, and the book alone
    says who has paid."""

    api_key: str
    webhook_secrets: Sequence[str] = ()
    account: str = ""
    api_base: str = ""


@dataclass(frozen=True)
class Stripe:
    """The parts that others use."""

    checkout: StripeCheckout
    book: StripeBook
    refunds: StripeRefunds
    settings: Settings
    line: Line

    def webhook(self, take: Take) -> Webhook | None:
        """Who listens to notices, if any are to be believed."""
        given = self.settings
        return Webhook(given.webhook_secrets, take, live=self.line.live, account=given.account) if given.webhook_secrets else None


def open_stripe(settings: Settings, catalogue: Catalogue, base_url: str) -> Stripe:
    """Build the parts; they share one line, which is to be closed."""
    line = Line(settings.api_key, settings.api_base)
    return Stripe(StripeCheckout(line, catalogue, base_url), StripeBook(line), StripeRefunds(line), settings, line)
