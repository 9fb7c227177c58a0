"""What a payment provider can tell us: the same few facts from every provider, by notice or by its book (wallet.md §3)."""

from enum import StrEnum


class FactKind(StrEnum):
    """The kinds of `core.storage.payments.ProviderEvent`. They may come in any order, twice or not at all, and lead to the same end."""

    PAID = "paid"
    """Money for an order has come: its credits are given."""
    AWAITED = "awaited"
    """The person has ordered the payment in a slow way; nothing has come yet, so nothing is given."""
    DECLINED = "declined"
    """Nothing will come for this order."""
    REFUNDED = "refunded"
    """A refund (`item_ref`) has arrived at the person: ours, or one that somebody made by hand at the provider."""
    REFUND_FAILED = "refund-failed"
    """A refund (`item_ref`) did not arrive after all, perhaps after it was said that it had."""
    DISPUTED = "disputed"
    """The person has asked their bank or store for the money: a dispute (`item_ref`) is open."""
    DISPUTE_WON = "dispute-won"
    """The dispute is over, and the money stays here."""
    DISPUTE_LOST = "dispute-lost"
    """The dispute is over, and the money is gone."""
    REVERSED = "reversed"
    """Money was taken back without a dispute, such as by an app store; a lost dispute of one step."""


HINT = "hint"
"""The kind of an event that is no fact yet: it only names an object to ask the provider about (`core.hints`)."""
