"""Words as somebody may have meant them: one letter wrong, too many, missing or swapped with its neighbour."""

import string

SHORTEST, LONGEST = 4, 16  # shorter words are near to everything, longer ones are rarely typed by hand
LETTERS = string.ascii_lowercase


def slips(word):
    """All that is one slip of a finger away from the word: some 400 for seven letters, none for what is no word to mistype."""
    if not (SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()):
        return set()
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in LETTERS}
    added = {left + letter + right for left, right in halves for letter in LETTERS}
    return (dropped | swapped | other | added) - {word}
