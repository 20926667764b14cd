"""Why a form of the operator was not carried out, in a sentence that says what to do."""

from dashboard.language import _


def sentence(code: str) -> str:
    """The sentence of a code; one that is not known is said as it is."""
    return _sentences().get(code) or _("That was not possible ({code}).").format(code=code)


def _sentences() -> dict[str, str]:
    return {
        "denied": _("You may not do this. Nothing was changed."),
        "not_sure": _("Nothing was changed: say that you are sure."),
        "unknown_source": _("There is no such source. Choose one from the list."),
        "source_exists": _("There is a source with that short name already. Choose another, or change that one."),
        "unknown_feed": _("Choose in which form it delivers."),
        "wrong_source_code": _(
            "A short name has 2 to 60 small letters, digits, dashes or underscores, and does not begin with desk-."
        ),
        "without_source_name": _("Fill in the name of the source as it stands on screen."),
        "without_entry": _("Choose how its counts are kept: by a system, or by hand."),
        "codes_and_all": _("You filled in AGB codes and said that it may speak for everybody. Choose one of the two."),
        "not_fetched": _("This source is not fetched: it sends by itself, or it has ended."),
        "wrong_rhythm": _("The rhythm is not one of the list. Nothing was changed."),
        "wrong_grace": _("The grace is a whole number of hours, such as 6."),
        "wrong_time": _("The time is hours and minutes on the Dutch clock, such as 02:30."),
        "wrong_mail": _("This is no mail address. Fill in one, such as data@example.org, or leave it empty."),
        "wrong_url": _("The address begins with https:// or sftp:// and has no space, name or password in it."),
        "without_user": _("SFTP needs a name to sign in with."),
        "wrong_host_key": _("SFTP needs the public key of the server, as ssh-ed25519 AAAA… or ssh-rsa AAAA…"),
        "directory_over_sftp": _("A directory is fetched over https."),
        "wrong_hosts": _("The other hosts are names such as files.example.org, with spaces between them."),
        "credential_and_none": _("You filled in a credential and said to forget it. Choose one of the two."),
        "credential_of_old_address": _(
            "The stored credential was meant for the old address. Enter the one for the new address, "
            "or say that the stored one is to be forgotten."
        ),
        "no_key": _(
            "The key that credentials are encrypted with cannot be read. Nothing was saved; "
            "the operations page says where that key stands."
        ),
        "unknown_account": _("There is no such account. Choose one from the list."),
        "own_account": _("Nobody changes the own rights or account. Ask another operator."),
        "login_taken": _("There is an account with that login name already. Choose another, or change that one."),
        "wrong_login": _("A login name has 2 to 60 small letters, digits, dots, dashes or underscores."),
        "without_name": _("Fill in the name as it stands on screen."),
        "unknown_role": _("Choose a role."),
        "wrong_agb": _("An AGB code has eight digits. Separate several by spaces."),
        "unknown_region": _("Regions are codes such as ZK07, with spaces between them."),
        "unknown_concern": _("Insurer concerns are codes such as menzis, with spaces between them."),
        "claims_decide": _("The identity provider says what this account may do, at each sign-in."),
        "not_here": _("This account has no password here: it signs in at the identity provider, or is of the demo."),
        "not_alike": _("They are not two different ones that are still there. Look at the list again."),
        "unknown_agb": _("Nobody bears one of these AGB codes. Look whether you chose location or provider."),
        "without_choice": _("Choose what they are. Nothing was changed."),
        "without_reason": _("Say why: it is written down with what you did."),
        "wrong_municipality": _("A municipality is GM and four digits, as CBS writes it, such as GM0363."),
        "unknown_municipality": _("No list knows a municipality with that code. Look for the code that ends."),
        "unknown_successor": _("No list knows that successor yet. Fill in its name too, then it is made."),
        "ended_already": _("Of that municipality it is known already what became of it."),
        "goes_round": _("That one goes up in the municipality that you say ends."),
        "wrong_day": _("The day is year, month and day, such as 2027-01-01."),
        "without_source": _("Say where you read it, such as CBS gebiedsindelingen 2027."),
        "not_open": _("This was undone already, or is of before. Nothing was changed."),
        "in_between": _("Another merge came over it. Undo that one first."),
    }
