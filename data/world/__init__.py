"""The sample world: a fictional region of care, the same for everybody who makes it from the same seed.

Everything is computed from (seed, what it is about, date) by hashing, never by drawing one number after another. So a
night can be computed without the nights before it, adding a provider moves no other, and a second start adds only the
nights since. Facts about the real country (postcodes, regions, code lists) come from sql/reference and stand nowhere
here. Names, AGB codes and phone numbers are plainly invented: see data/sample/README.md.
"""

SEED = 2026
