"""How long it takes to read and answer, estimated from the number of words. Pure."""

from math import ceil

#: Adults read non-fiction at 238 words a minute in silence, most of them at 175 to 300 (Brysbaert
#: 2019, "How many words do we read per minute?", Journal of Memory and Language 109, 104047).
#: Fewer are reckoned with, so that there is time to choose, too.
WORDS_PER_MINUTE = 200

#: For the two pages behind the questions: what one has met, and how much time one has.
MINUTES_AFTER_QUESTIONS = 1

#: A needs analysis takes less than that.
MOST_MINUTES = 10


def minutes_for(words: int) -> int:
    """Whole minutes for questions of so many words and for what comes after them."""
    return ceil(words / WORDS_PER_MINUTE) + MINUTES_AFTER_QUESTIONS
