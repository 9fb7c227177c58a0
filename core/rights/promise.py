"""How long an erasure may take: the thirty days of the policy are a budget (privacy.md D3, PRV-51)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.rights.requests import POLICY_DAYS


class BudgetExceeded(ValueError):
    """Grace, purge and backups together take longer than people are promised."""


@dataclass(frozen=True)
class Promise:
    """Days: in which a deletion can be called back, in which it is carried out, and after which no backup has anything of it."""

    grace_days: int = 7
    purge_days: int = 1
    backup_days: int = 21

    def __post_init__(self) -> None:
        if self.grace_days + self.purge_days + self.backup_days > POLICY_DAYS:
            raise BudgetExceeded(f"{self.grace_days} + {self.purge_days} + {self.backup_days} days are more than {POLICY_DAYS}")

    @property
    def grace(self) -> timedelta:
        """In which a deletion can be called back."""
        return timedelta(days=self.grace_days)

    def gone_from_backups(self, purged: datetime) -> datetime:
        """When the last backup that has anything of it is gone."""
        return purged + timedelta(days=self.backup_days)
