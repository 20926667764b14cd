"""What can stop a run. One family: `permanent` says whether trying again later can help."""


class EtlError(Exception):
    """A run could not do what it was asked. The text is one sentence for a person."""

    permanent = True


class WrongUseError(EtlError):
    """The call names something that is not there or does not fit: a feed, a source, a delivery, a state."""
