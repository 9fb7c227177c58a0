"""The facts that the tests of the legal documents share."""

from core.legal.facts import Facts, published_facts
from core.text import Catalogue
from db.privacy_map import mapped_fields

CATALOGUE = Catalogue()
FACTS: Facts = published_facts(mapped_fields())
PUBLISH = "run `python -m bot privacy publish-texts` and look at what changed: people will read it"
