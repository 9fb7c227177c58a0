"""An account in which nothing goes on: kept, and nothing else (PRV-27, PRV-56)."""

from datetime import datetime

from core.accounts import Account, Standing
from core.jobs import JobState
from core.settlement import settle
from core.storage.unit_of_work import UnitOfWork


def freeze(uow: UnitOfWork, account: Account, standing: Standing, now: datetime) -> None:
    """From now on nothing is made or posted for this account: what nobody has begun ends and gives its credits back, results wait in the
    history. Its owner stays signed in, because rights work in every standing."""
    uow.accounts.stand(account.id, standing)
    for job in uow.jobs.working(account.id):
        uow.jobs.cancel(job.id, now)
    uow.erasures.silence(account.id, now)
    for job in uow.jobs.working(account.id):
        if job.settled and job.state is JobState.WORKING:
            uow.jobs.delivered(settle(uow, job, now).id, kept=True)


def thaw(uow: UnitOfWork, account: Account, standing: Standing) -> bool:
    """Everything works again; false, and nothing changed, if the account is not (or not any more) in this standing."""
    if uow.accounts.get(account.id).standing is not standing:
        return False
    uow.accounts.stand(account.id, Standing.ACTIVE)
    return True
