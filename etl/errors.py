"""What can stop a run. One family: `permanent` says whether trying again later can help."""


class EtlError(Exception):
    """A run could not do what it was asked. The text is one sentence for a person."""

    permanent = True


class WrongUseError(EtlError):
    """The call names something that is not there or does not fit: a feed, a source, a delivery, a state."""


class FaultError(EtlError):
    """A fault of ours broke off a load. The text names the kind of fault and the place in our code, never a value: what
    the database says of a fault can quote the row."""


class FetchError(EtlError):
    """A source could not be fetched, and asking again will not help: somebody has to change something.

    code: core.refusal, whose sentence says in Dutch and English what is wrong; detail: in English, for the log.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class PassingFetchError(FetchError):
    """A source could not be fetched now; what was wrong can pass."""

    permanent = False
