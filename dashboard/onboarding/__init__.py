"""/aansluiten and /aansluitingen: a provider is invited, fills in what it offers, and is approved."""
