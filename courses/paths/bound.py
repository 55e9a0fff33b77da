"""A proven upper limit of the weighted gap that any path can close, without searching for one."""

from fractions import Fraction

from courses.paths.space import Selection, Space


def upper_limit(space: Space, budget: int) -> int:
    """The lesser of two limits, each of which no valid plan exceeds.

    One is what all units together close that fit the budget with the least that they need before
    them. The other takes each of these for what it closes by itself, as if nothing overlapped, and
    fills the budget by value per minute, the last one in part, which no whole choice can beat
    (the fractional knapsack, Dantzig 1957).
    """
    fitting = _fitting(space, budget)
    return min(space.closed(fitting), _filled_by_value_per_minute(space, fitting, budget))


def _fitting(space: Space, budget: int) -> Selection:
    """The options that can be over within the budget, were all else free.

    What an option needs takes at least the minutes of its dearest single need. That never
    overstates, since two needs may be met by the same unit.
    """
    suppliers = {
        (cell, level): space.suppliers(cell, level)
        for option in space.options
        for cell, level in option.requires
    }
    least: dict[int, int] = {}

    def least_minutes(position: int) -> int | None:
        option = space.options[position]
        needed = [least.get(before) for before in option.after]
        for need in option.requires:
            offers = [least[supplier] for supplier in suppliers[need] if supplier in least]
            needed.append(min(offers, default=None))
        return None if None in needed else option.minutes + max(needed, default=0)

    progress = True
    while progress:
        progress = False
        for position in range(len(space.options)):
            minutes = least_minutes(position)
            if minutes is not None and minutes < least.get(position, budget + 1):
                least[position] = minutes
                progress = True
    return frozenset(least)


def _filled_by_value_per_minute(space: Space, fitting: Selection, budget: int) -> int:
    values = [(space.closed([position]), space.options[position].minutes) for position in fitting]
    limit = sum(value for value, minutes in values if minutes == 0)
    timed = [(value, minutes) for value, minutes in values if minutes > 0]
    # Fractions, since a rounded ratio could put two in the wrong order and the limit too low.
    timed.sort(key=lambda pair: Fraction(*pair), reverse=True)
    room = budget
    for value, minutes in timed:
        if minutes > room:
            return limit + value * room // minutes
        limit += value
        room -= minutes
    return limit
