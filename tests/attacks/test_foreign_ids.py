"""What belongs to others looks like what does not exist, to whoever tries their ids."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.kernel.permissions import PUBLIC, Reach, guard_of
from tests.attacks.seen import (
    NOTHING,
    Target,
    address_of,
    arguments_that_nothing_has,
    has_ids,
    routes_with,
    target_of,
)
from tests.attacks.world import ACCOUNTS, AttackingClient, World

#: Routes that somebody may be shown though no link led them there, and why.
OPEN_TO_MORE = {
    "courses.show": "the catalogue is for everyone who may read courses",
    "courses.attachment": "so are the pictures and files in its texts",
    "learning.show": "so are the learning units of its courses",
    "learning.file": "and their files",
    "evaluations.course": "whose figures of a course one may see decides what stands there",
    "toolbox.show": "so are the aids of the toolbox",
    "toolbox.fill_in": "which everyone who writes for a municipality may fill in",
    "articles.show": "articles are published for all municipalities",
    "articles.file": "with their files",
    "article_comments.reply": "and what is said about them, which anybody may answer",
    "article_comments.report": "and report",
    "situations.show": "and the situations that they are for",
    "cohorts.show": "so are cohorts that are not kept for one municipality",
    "waivers.ask": "as is the question to their trainers",
    "nominate.choose": "as is nominating one's own people",
    "coaching.show": "everyone who may book coaching may choose any coach",
    "assessments.download_file": "everyone gets a file of what is their own",
    "bookings.confirm_cancellation": "both sides of an appointment may call it off; see below",
}

#: Who tries to change whose things.
ATTACKS = [
    ("leitung", "fremd"),
    ("koordination", "fremd"),
    ("fremd", "leitung"),
    ("coach2", "coach"),
    ("coach", "coach2"),
    ("team1", "leitung"),
    ("leitung", "team1"),
    ("koordination", "team1"),
    ("koordination", "buero"),
    ("trainerin", "team1"),
]

#: Ids of these are no secret: whoever may use the route may use it on each of them.
OPEN_TO_CHANGE = {
    "assessments.begin": "every questionnaire on offer can be begun, for oneself",
    "certificate_checks.examine_file_of": "whoever has a code may compare a file with it",
    "coaching.book": "any coach can be booked",
    "waiting.ask": "and waited for",
    "waiting.end": "which one can end for oneself alone",
    "cohorts.enrol": "any open cohort can be chosen",
    "waivers.ask": "and exceptions asked for",
    "nominate.choose": "and people of one's own nominated for it",
    "nominate.confirm": "others are not among them, whatever is sent",
    "cohorts.withdraw": "answers that there is no enrolment of one's own",
    "seats.join": "so can the line for a full one",
    "seats.leave": "answers that one does not wait",
    "seats.accept": "answers that no seat is kept for oneself",
    "seats.decline": "and so does this",
    "seats.take_back": "answers that there is no enrolment of one's own",
    "seats.take_over": "answers that nobody has offered one a seat",
    "seats.refuse_seat": "and so does this",
    "toolbox.fill_in": "aids are for every municipality, and the draft is of one's own",
    "articles.mark": "articles are for all municipalities, and one's mark is one's own",
    "articles.unmark": "so is taking it back",
    "article_comments.write": "anybody may say something about them",
    "article_comments.reply": "answer what others say",
    "article_comments.report": "and have the office look at it",
    "learning.complete": "units are for everyone who may read courses",
    "learning.reopen": "so is opening them again",
    "quizzes.answer": "so are quizzes, and answers are one's own",
    "reflections.keep": "so is what one writes",
    "scenarios.choose": "so is what one decides",
    "scenarios.back": "and going back",
    # Others than trainers are refused by their role; another trainer's try has a test of its own.
    "certificate_amending.decline": "the trainer tried here leads the victim's cohort",
    "certificate_issuing.fetch": "and may fetch what was issued in it",
    "certificate_amending.replace": "and may replace what was issued in it",
    "certificate_amending.revoke": "and revoke it",
}

#: How many objects of one kind are tried.
MOST_TRIED = 2


@cache
def known_to(world: World, name: str) -> frozenset[Target]:
    """What the ids mean that somebody was shown, in links and forms."""
    walk = world.walks[name]
    addresses = walk.addresses | {form.action for form in walk.forms}
    found = {target_of(world.app, each, how) for each in addresses for how in ("GET", "POST")}
    named = {rule.endpoint for rule in world.app.url_map.iter_rules() if has_ids(rule)}
    return frozenset(target for target in found if target and target.endpoint in named)


@cache
def kinds_of_ids(world: World) -> dict[tuple[str, str], set[str]]:
    """By place in an address, all ids of the kind that stands there.

    A place is a route and the name of its argument. Two places hold the same kind where anybody
    was shown one id in both.
    """
    kinds: dict[tuple[str, str], set[str]] = {}
    for name in world.walks:
        for target in known_to(world, name):
            for name, value in target.arguments:
                kinds.setdefault((target.endpoint, name), set()).add(value)
    joined: list[set[str]] = []
    for ids in kinds.values():
        same = [kind for kind in joined if kind & ids]
        joined = [kind for kind in joined if not kind & ids] + [ids.union(*same)]
    return {place: next(kind for kind in joined if kind & ids) for place, ids in kinds.items()}


def stolen_ids(world: World, attacker: str, victim: str) -> set[str]:
    """Ids of all kinds that the victim was shown and the attacker was not."""
    own = {value for target in known_to(world, attacker) for _, value in target.arguments}
    return {
        value
        for target in known_to(world, victim)
        for _, value in target.arguments
        if value not in own and target.endpoint not in OPEN_TO_MORE
    }


def worth_trying(world: World, stolen: set[str], place: tuple[str, str]) -> list[str]:
    """A few stolen ids of the kind that belongs at `place` and one of another; else one of each."""
    kinds = kinds_of_ids(world)
    if place not in kinds:
        return sorted({min(stolen & kind) for kind in kinds.values() if stolen & kind})
    return sorted(stolen & kinds[place])[:MOST_TRIED] + sorted(stolen - kinds[place])[:1]


def likeness(answer: TestResponse, address: str) -> tuple[int, str, str]:
    """What an answer tells, without what differs between any two answers of the kind."""
    text = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
    text = re.sub(r'name="(csrf_token|key)"[^>]*|\b[0-9a-f]{16}\b', "", text)
    text = re.sub(r'(next|href|action)="?[^"\s>]*', "", text).replace(address, "")
    return answer.status_code, (answer.location or "").replace(address, ""), text


def foreign_objects(world: World, name: str) -> Iterator[tuple[str, list[Target]]]:
    """By route, a few objects that others were shown and `name` was not."""
    own = known_to(world, name)
    others = set().union(*(known_to(world, each) for each in world.walks)) - own
    readable = {rule.endpoint for rule in routes_with(world.app, "GET")}
    others = {target for target in others if target.endpoint in readable}
    for endpoint in sorted({target.endpoint for target in others}):
        if guard_of(world.app, endpoint) != PUBLIC:
            of_this_kind = sorted(
                (target for target in others if target.endpoint == endpoint),
                key=lambda target: target.arguments,
            )
            step = max(1, len(of_this_kind) // MOST_TRIED)
            yield endpoint, of_this_kind[::step][:MOST_TRIED]


def reaches_all(world: World, name: str, endpoint: str) -> bool:
    """Whether the table of permissions lets somebody do this in the whole programme."""
    permission = guard_of(world.app, endpoint).permission
    roles = world.account(name).roles
    return permission is not None and any(
        permission.reach.get(role) is Reach.PROGRAMME for role in roles
    )


def look(world: World, client: AttackingClient, target: Target) -> tuple[int, str, str]:
    address = address_of(world.app, target.endpoint, **dict(target.arguments))
    return likeness(client.get(address), address)


def rule_of(world: World, endpoint: str, method: str) -> Rule:
    return next(rule for rule in routes_with(world.app, method) if rule.endpoint == endpoint)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_what_only_others_are_shown_looks_like_nothing(world, name):
    client, leaks = world.client(name), []
    for endpoint, targets in foreign_objects(world, name):
        if endpoint in OPEN_TO_MORE or reaches_all(world, name, endpoint):
            continue
        nothing = arguments_that_nothing_has(rule_of(world, endpoint, "GET"))
        unknown = look(world, client, Target(endpoint, tuple(nothing.items())))
        assert unknown[0] in {403, 404}, endpoint
        leaks += [target for target in targets if look(world, client, target) != unknown]
    assert not leaks, "\n".join(map(str, leaks))


@pytest.mark.parametrize(("attacker", "victim"), ATTACKS)
def test_changing_what_belongs_to_others_answers_like_nothing(world, attacker, victim):
    client, leaks = world.client(attacker), []
    stolen = stolen_ids(world, attacker, victim)
    for rule in routes_with(world.app, "POST"):
        if rule.endpoint in OPEN_TO_CHANGE or not has_ids(rule):
            continue
        nothing = arguments_that_nothing_has(rule)
        unknown = _change(world, client, rule, nothing)
        if unknown[0] == 403:
            continue  # the role is refused before any id is looked at
        places = [name for name, kept in nothing.items() if kept == NOTHING]
        tried = [worth_trying(world, stolen, (rule.endpoint, name)) for name in places]
        for values in zip_longest(*tried, fillvalue=NOTHING):
            forged = nothing | dict(zip(places, values, strict=True))
            if _change(world, client, rule, forged) != unknown:
                leaks.append(f"{rule.endpoint} {forged}")
    assert stolen
    assert not leaks, "\n".join(leaks)


def _change(
    world: World, client: AttackingClient, rule: Rule, arguments: dict[str, str]
) -> tuple[int, str, str]:
    address = address_of(world.app, rule.endpoint, **arguments)
    return likeness(client.post(address), address)


def test_an_object_is_not_found_under_the_address_of_another(world):
    """A session of one cohort is not one of another, though both belong to the trainer."""
    client, leaks = world.client("trainerin"), []
    known = known_to(world, "trainerin")
    for rule in routes_with(world.app, "GET"):
        pairs = [dict(target.arguments) for target in known if target.endpoint == rule.endpoint]
        if len(rule.arguments) < 2 or len(pairs) < 2 or rule.endpoint in OPEN_TO_MORE:
            continue
        first, second = sorted(rule.arguments)
        one = min(pairs, key=lambda pair: pair[first])
        others = [
            pair for pair in pairs if pair[first] != one[first] and pair[second] != one[second]
        ]
        if not others:
            continue
        other = max(others, key=lambda pair: pair[first])
        mixed = {first: one[first], second: other[second]}
        answer = client.get(address_of(world.app, rule.endpoint, **mixed))
        if answer.status_code != 404:
            leaks.append(rule.endpoint)
    assert not leaks


def test_every_exception_is_a_route(world):
    endpoints = {rule.endpoint for rule in world.app.url_map.iter_rules()}
    assert endpoints >= OPEN_TO_MORE.keys() | OPEN_TO_CHANGE.keys()
