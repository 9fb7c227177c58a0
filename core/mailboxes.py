"""What can be told of an address by looking at it: which mailbox it leads to, and whether that is one of those given out for minutes.

Nobody is asked about an address: which domains give such mailboxes out is a list, the operator's and a short one of our own
(docs/decisions/0040).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

TAGGED = "+"
WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})
SAME_AS = {"googlemail.com": "gmail.com"}


@dataclass(frozen=True)
class ThrowawayDomains:
    """Domains, as they are written on the wire, whose mailboxes are given to anybody for minutes, with every domain below them."""

    domains: frozenset[str] = frozenset()

    def has(self, address: str) -> bool:
        """Whether this address is at one of them."""
        labels = _on_the_wire(address.rpartition("@")[2]).split(".")
        return any(".".join(labels[start:]) in self.domains for start in range(len(labels) - 1))


def domains_in(*lists: str) -> ThrowawayDomains:
    """The domains of these lists, one on each line; what stands behind a # is a remark."""
    lines = (line.partition("#")[0].strip() for words in lists for line in words.splitlines())
    return ThrowawayDomains(frozenset(_all_on_the_wire(line.removeprefix("@") for line in lines if line)))


@cache
def own_list() -> str:
    """The domains that the program itself knows."""
    return resources.files("core").joinpath("throwaway_domains.txt").read_text("utf-8")


def mailbox_of(address: str) -> str:
    """The mailbox to which an address leads, as far as that is known: tags behind a plus, and dots where the provider ignores them, lead to
    the same one. For counting only: mail goes where somebody said."""
    local, _, domain = address.lower().rpartition("@")
    domain = _on_the_wire(domain)
    name = local.partition(TAGGED)[0] or local
    name = name.replace(".", "") if domain in WITHOUT_DOTS else name
    return f"{name}@{SAME_AS.get(domain, domain)}"


def _all_on_the_wire(domains: Iterable[str]) -> Iterable[str]:
    return filter(None, map(_on_the_wire, domains))


def _on_the_wire(domain: str) -> str:
    """A domain in the spelling that machines use; what cannot be spelt so stays as it is."""
    domain = domain.strip().lower().rstrip(".")
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
