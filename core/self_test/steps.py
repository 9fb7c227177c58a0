"""What a self-test does, in words of the program: for its line in the log, its record and the mail to the operator."""

from enum import StrEnum


class Step(StrEnum):
    """What is done, in this order; the second to fourth for each platform."""

    CLEAN = "clean"  # what a run that died has left is erased
    USE = "use"
    COPY = "copy"
    ERASE = "erase"
    ROWS = "rows"  # looked for in the database
    OBJECTS = "objects"  # in the object store
    FILES = "files"  # in the files on this machine
    BOOKS = "books"  # the rules of the books hold
