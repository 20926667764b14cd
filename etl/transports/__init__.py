"""How the bytes of a source get here."""
