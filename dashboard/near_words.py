"""Words that are nearly what was typed, for `did you mean`. Pure. The browser's half is assets/word_field.js."""

from collections.abc import Iterable


def near_words(typed: str, words: Iterable[str], *, most: int = 3) -> list[str]:
    """The words nearest to `typed`, at most `most`, nearest first; both plainly written (dashboard/vocabulary.py).

    Near is one typing error from four letters on, two from seven on; a longer word counts by its beginning too.
    """
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 7 else 2
    if allowed == 0:
        return []
    found = ((min(distance(typed, word), distance(typed, word[: len(typed)])), word) for word in words)
    return [word for away, word in sorted(found) if away <= allowed][:most]


def distance(one: str, other: str) -> int:
    """How many signs must be left out, put in, replaced or swapped with their neighbour to make one of the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != wanted))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == wanted:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
