"""What keeps one person from taking what is everybody's: the gateway's good will, room in the line, the operator's gifts."""

from dataclasses import dataclass, field

from core.forbidden.refused import Patience
from core.forbidden.screen import Screen
from core.mailboxes import ThrowawayDomains
from core.pace import Pace


@dataclass(frozen=True)
class FairUse:
    """The operator's limits. As it is made, nothing is limited."""

    screen: Screen = field(default_factory=Screen)
    patience: Patience = field(default_factory=Patience)
    pace: Pace = field(default_factory=Pace)
    throwaway: ThrowawayDomains = field(default_factory=ThrowawayDomains)
