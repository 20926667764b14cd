"""Where the pages around an invitation stand: of who invites, and of who was invited."""

INVITATIONS = "/aansluitingen"
VERDICT = f"{INVITATIONS}/besluit"
APPLICATION = "/aansluiten"
AGB_BEGINS = frozenset(["01", "03", "06", "17", "22", "25", "53", "54", "66", "72", "73", "79", "84", "91", "94"])
"""The first two digits with which AGB codes of who gives mental health care usually begin; others are asked about."""
