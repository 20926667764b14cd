"""What can stand between a program and its database. Each error carries one sentence that says what to do."""


class DatabaseError(Exception):
    """The database cannot be used as it is set up. Every error of this file is one of these."""


class SettingsError(DatabaseError):
    """A setting is missing or wrong: the sentence names the variable and gives an example."""


class DatabaseUnavailable(DatabaseError):  # noqa: N818 - reads as what the user is told
    """The database does not answer, or could not be started."""


class UnsuitableServer(DatabaseError):  # noqa: N818 - reads as what the user is told
    """The database answers, but this product must not or cannot run on it."""
