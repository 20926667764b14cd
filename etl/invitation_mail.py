"""What the mails around an invitation say: Dutch first, English below it, as plain text and as HTML. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from etl.reminder_mail import Link, dutch_links, english_links, letter, moment, one_line

Row = Mapping[str, Any]


def invited(row: Row, sender: str, address: str, until: datetime) -> EmailMessage:
    """The mail for one row of load.invitation_mails: an invitation, or an application that was sent back.

    address: with the link; until: how long that works.
    """
    name, region = one_line(row["provider_name"]), one_line(row["region_name"])
    reason = one_line(row["reason"]) if row["reason"] and row["mail_code"] == "returned" else ""
    if reason:
        subject = f"Uw aansluiting bij Transferpunt: nog iets aan te vullen ({name})"
        dutch = [f"Uw gegevens voor {region} zijn bekeken en teruggestuurd. De reden: {reason}"]
        english = [f"Your details for {region} were looked at and sent back. The reason: {reason}"]
    else:
        subject = f"Uitnodiging voor Transferpunt: {name}"
        dutch = [
            f"{name} is uitgenodigd om zijn vrije plekken in de ggz te laten zien aan verwijzers in {region}.",
            "U vult in waar u werkt, welke zorg u biedt en wie u bereikt. Elke stap wordt bewaard.",
            "Daarna kijkt het transferpunt het na; tot dan is er niets van te zien.",
        ]
        english = [
            f"{name} is invited to show its free places in mental health care to referrers in {region}.",
            "You fill in where you work, what care you give and who can be reached. Each step is kept.",
            "Then the transfer point looks at it; until then nothing of it is shown.",
        ]
    end = moment(until)
    return letter(
        sender,
        row["contact_email"],
        subject,
        [*dutch, f"Openen: {address}", f"De link werkt tot {end}, voor uw gegevens alleen. Stuur deze mail niet door."],
        [*english, f"Open: {address}", f"The link works until {end}, for your details only. Do not forward this mail."],
    )


def approved(row: Row, sender: str, public_url: str, links: Sequence[Link]) -> EmailMessage:
    """The mail that says that the places stand here, with a link for each location to state them for the first time."""
    name, page = one_line(row["provider_name"]), f"{public_url}/opgave"
    dutch = [
        f"{name} is aangesloten. Zeg nu hoeveel plekken u vrij hebt: tot dan staat er “onbekend”.",
        *dutch_links(links),
        f"Met een account kan het ook zo: {page}",
    ]
    english = [
        f"{name} takes part now. Say how many places you have free: until then they show as “unknown”.",
        *english_links(links),
        f"With an account it also goes here: {page}",
    ]
    return letter(sender, row["contact_email"], f"Aangesloten op Transferpunt: {name}", dutch, english)
