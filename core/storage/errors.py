"""What a database cannot do for the moment, through no fault of whoever asked."""


class DatabaseTrouble(Exception):
    """What was asked for is in order; the database could not do it now. So it counts as nobody's failure, and is given up by nobody."""


class DatabaseLost(DatabaseTrouble):
    """The line to the database broke, and comes back by itself; whatever may be repeated can be tried again later.

    DatabaseLost
    ├── DatabaseAway     before anything was done
    └── OutcomeUnknown   during the commit
    """


class OutcomeUnknown(DatabaseLost):
    """The connection broke during the commit: ask again under the same key, which tells the truth (wallet.md §2.4)."""


class StorageFull(DatabaseTrouble):
    """There is no room to write it down, so nothing was done; it works again once there is."""


class DatabaseAway(DatabaseLost):
    """The database does not answer for the moment. Nothing was done."""


class CompactionBlocked(Exception):
    """Bytes of what was deleted may still be on the disk: ask again later (PRV-40). `reason` is one fixed word, for the log:

    `in-use` somebody still reads from before the deletion, `lock` a lock was not to be had, `disk` no room or a disk error,
    `server` the server went away, `permission` the database does not let us (an operator must act).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"compaction blocked: {reason}")
        self.reason = reason
