"""Which courses a team takes, in which shifts and when, and what its document says of that."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.paths.problem import Interval, Learner
from courses.team_paths.arranging import Offer, TeamCourse, TeamRun, arrange, is_for
from courses.team_paths.describing import Aim, LeftReason, describe
from courses.team_paths.shifts import attending, split

MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
FUNCTIONS = ("executive", "staff")
DAY = timedelta(days=1)


def run(name, day, *, seats=20, hours=3, wished=False, hour=0):
    start = MONDAY + day * DAY + timedelta(hours=hour)
    session = Interval(start, start + timedelta(hours=hours))
    return TeamRun(name, (session,), seats, start.date() if wished else None)


def course(slug, *runs, raises=None, **given):
    return TeamCourse(slug, given.pop("minutes", 180), raises or {slug: 3}, runs, **given)


def offer(*courses, staff=10, executive=0, **given):
    heads = {"staff": staff} | ({"executive": executive} if executive else {})
    values = {"budget_minutes": 600, "not_before": MONDAY, "deadline": MONDAY + 90 * DAY}
    return Offer(courses, heads, **(values | given))


def team(levels=None, count=10, function="staff", **targets):
    return [
        Learner(str(n), function, levels or {}, targets or {"law": 3, "crisis": 3})
        for n in range(count)
    ]


def plan(offer, learners, weights=None):
    return arrange(offer, learners, weights or {}, seconds=2.0)


def taken(arrangement):
    return [[(choice.unit, choice.run) for choice in shift] for shift in arrangement.shifts]


def test_a_team_that_fits_goes_together():
    found = plan(offer(course("law", run("a", 1))), team())
    assert taken(found) == [[("law", "a")]]
    assert found.proven


def test_a_team_larger_than_the_course_goes_in_shifts_on_other_dates():
    law = course("law", run("a", 1, seats=6), run("b", 2, seats=6), run("c", 3, seats=4))
    found = plan(offer(law), team())
    assert sorted(taken(found)) == [[("law", "a")], [("law", "b")]]
    assert not found.proven


def test_an_office_that_spares_few_goes_in_more_shifts():
    law = course("law", *(run(name, day) for day, name in enumerate("abcd")))
    found = plan(offer(law, most_away=4), team())
    assert found.parts == 3
    assert len({shift[0].run for shift in found.shifts}) == 3


def test_no_two_shifts_are_away_at_once():
    law = course("law", run("a", 1), run("b", 1, hour=1), run("c", 9))
    found = plan(offer(law, most_away=5), team())
    assert sorted(taken(found)) == [[("law", "a")], [("law", "c")]]


def test_wished_days_go_round_among_the_shifts():
    days = [run(f"law {n}", n, wished=True, seats=16) for n in (1, 2)]
    crisis = [run(f"crisis {n}", n, wished=True, seats=16) for n in (1, 2, 3, 4)]
    found = plan(offer(course("law", *days), course("crisis", *crisis), most_away=5), team())
    assert taken(found) == [
        [("law", "law 1"), ("crisis", "crisis 3")],
        [("law", "law 2"), ("crisis", "crisis 4")],
    ]


def test_a_course_that_only_some_can_take_makes_way_for_one_that_all_can():
    """Both cannot be had: they take place at the same time, and time is short."""
    only_once = course("law", run("a", 1, seats=5))
    twice = course("crisis", run("b", 1, seats=5), run("c", 4, seats=5))
    found = plan(offer(only_once, twice, budget_minutes=180), team())
    assert taken(found) == [[("crisis", "b")], [("crisis", "c")]]


def test_what_the_lead_puts_first_counts_double():
    courses = (course("law", run("a", 1)), course("crisis", run("b", 2)))
    for topic in ("law", "crisis"):
        found = plan(offer(*courses, budget_minutes=180), team(), {topic: 2})
        assert [choice.unit for choice in found.shifts[0]] == [topic]


def test_what_is_for_one_function_alone_costs_the_others_no_time():
    """Without that, the staff's course would leave no time for the one of executives."""
    staffs = course("law", run("a", 1), audience=frozenset({"staff"}))
    heads = course("crisis", run("b", 3), audience=frozenset({"executive"}))
    learners = [*team(law=3), *team(count=2, function="executive", crisis=3)]
    found = plan(offer(staffs, heads, executive=2, budget_minutes=180), learners)
    assert [choice.unit for choice in found.shifts[0]] == ["law", "crisis"]
    aims = [Aim("staff", "law", 3), Aim("executive", "crisis", 3)]
    document = describe(offer(staffs, heads, executive=2), found, aims)
    assert document["minutes"] == 180
    assert document["left_open"] == []


def test_a_course_after_one_that_no_team_takes_is_none_for_a_team():
    found = plan(offer(course("law", run("a", 1), after=("confidential",))), team())
    assert taken(found) == [[]]


def test_nothing_on_offer_is_an_empty_plan():
    assert taken(plan(offer(), team())) == [[]]
    assert taken(plan(offer(staff=0), [])) == [[]]


@st.composite
def worlds(draw):
    """An offer with up to four courses, and the team that it is for."""
    staff, executive = draw(st.integers(1, 9)), draw(st.integers(0, 3))
    courses = []
    for slug in "klmn"[: draw(st.integers(1, 4))]:
        runs = [
            run(f"{slug}{n}", day, seats=draw(st.integers(0, 12)), wished=draw(st.booleans()))
            for n, day in enumerate(draw(st.lists(st.integers(0, 6), max_size=4, unique=True)))
        ]
        raises = draw(
            st.dictionaries(st.sampled_from(["law", "crisis"]), st.integers(1, 4), min_size=1)
        )
        audience = frozenset(draw(st.sets(st.sampled_from(FUNCTIONS), max_size=1)))
        self_paced = draw(st.booleans()) and not runs
        courses.append(TeamCourse(slug, 180, raises, None if self_paced else tuple(runs), audience))
    most_away = draw(st.none() | st.integers(1, 6))
    given_offer = offer(
        *courses,
        staff=staff,
        executive=executive,
        budget_minutes=draw(st.sampled_from([180, 360, 720])),
        most_away=most_away,
    )
    learners = [
        Learner(
            f"{function}{n}",
            function,
            draw(st.dictionaries(st.sampled_from(["law", "crisis"]), st.integers(0, 4))),
            {"law": 3, "crisis": 2},
        )
        for function, count in given_offer.heads.items()
        for n in range(count)
    ]
    return given_offer, learners


@settings(max_examples=12)
@given(worlds())
def test_whatever_is_on_offer_nobody_is_in_two_places_and_every_seat_exists(world):
    on_offer, learners = world
    found = plan(on_offer, learners)
    runs = {one.id: one for each in on_offer.courses for one in each.runs or ()}
    courses = {each.slug: each for each in on_offer.courses}
    attended = []
    for shift, heads in zip(found.shifts, split(on_offer.heads, found.parts), strict=True):
        for function in on_offer.heads:
            own = [courses[one.unit] for one in shift if is_for(courses[one.unit], function)]
            assert sum(each.minutes for each in own) <= on_offer.budget_minutes
            times = [
                runs[one.run] for one in shift if one.run and is_for(courses[one.unit], function)
            ]
            assert not any(first.clashes(second) for first, second in combinations(times, 2))
        for choice in shift:
            assert (choice.run is None) == (courses[choice.unit].runs is None)
            if choice.run:
                people = attending(heads, courses[choice.unit].audience)
                assert runs[choice.run].seats >= people
                attended.append((runs[choice.run], shift))
    for (first, one), (second, other) in combinations(attended, 2):
        assert one is other or not first.clashes(second)
    sizes = [sum(heads.values()) for heads in split(on_offer.heads, found.parts)]
    away = max(sizes) if attended else 0
    if on_offer.most_away:
        assert away <= on_offer.most_away
    if found.parts == 2:
        people = sum(on_offer.heads.values())
        assert people - away >= people // 2


@settings(max_examples=12)
@given(worlds(), st.data())
def test_whoever_knows_all_others_learns_of_one_members_levels_only_by_the_choice(world, data):
    """Two teams that differ in one member's levels: where the same is chosen, the same is written.

    So all that an onlooker can learn is which courses were chosen on which dates.
    """
    on_offer, learners = world
    place = data.draw(st.integers(0, len(learners) - 1))
    before, other = learners[place], {"law": data.draw(st.integers(0, 4)), "crisis": 4}
    changed = list(learners)
    changed[place] = Learner(before.id, before.function, other, before.targets)
    first, second = plan(on_offer, learners), plan(on_offer, changed)
    aims = [Aim(name, key, 3) for name in on_offer.heads for key in ("law", "crisis")]
    documents = [describe(on_offer, found, aims) for found in (first, second)]
    assert (documents[0] == documents[1]) == (first == second)
    for document in documents:
        assert not set(keys_of(document)) & {"learner", "level", "levels", "closes", "people"}
        assert before.id not in values_of(document)


def keys_of(document):
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from keys_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from keys_of(value)


def values_of(document):
    if isinstance(document, dict):
        return {one for value in document.values() for one in values_of(value)}
    if isinstance(document, list):
        return {one for value in document for one in values_of(value)}
    return {document}


class TestDocument:
    AIMS = (Aim("staff", "law", 3), Aim("staff", "crisis", 3))

    def written(self, on_offer, learners=None):
        return describe(on_offer, plan(on_offer, learners or team()), self.AIMS)

    def test_a_step_says_when_each_shift_goes_and_what_it_is_good_for(self):
        law = course("law", run("a", 1, seats=5), run("b", 2, seats=5))
        crisis = course("crisis", run("w", 8, wished=True), after=("law",))
        document = self.written(offer(law, crisis))
        first, second = document["steps"]
        assert (first["course"], first["enables"]) == ("law", ["crisis"])
        assert [one["cohort"] for one in first["runs"]] in (["a", "b"], ["b", "a"])
        assert second["runs"] == [
            {
                "cohort": None,
                "wished_day": date(2027, 3, 9).isoformat(),
                "start": "2027-03-09T08:00:00Z",
                "end": "2027-03-09T11:00:00Z",
            },
            None,
        ]
        assert (document["parts"], document["minutes"]) == (2, 360)

    def test_guaranteed_is_what_everyone_has_whichever_shift_they_go_with(self):
        law = course("law", run("a", 1, seats=5), run("b", 2, seats=5))
        crisis = course("crisis", run("c", 8, seats=5))
        coverage = self.written(offer(law, crisis))["coverage"]
        assert [(one["competency"], one["guaranteed"]) for one in coverage] == [
            ("law", 3),
            ("crisis", 0),
        ]

    @pytest.mark.parametrize(
        ("other", "given", "reason"),
        [
            (
                course("crisis", run("b", 2), audience=frozenset({"executive"})),
                {},
                "other_function",
            ),
            (course("crisis"), {}, "no_date"),
            (course("crisis", run("b", 2, seats=1)), {}, "no_date"),
            (course("crisis", run("b", 100)), {}, "no_date"),
            (course("crisis", run("b", 1), raises={"crisis": 1}), {}, "other_dates"),
            (course("crisis", run("b", 2), raises={"crisis": 1}), {"budget_minutes": 200}, "time"),
            (course("crisis", run("b", 2), raises={"other": 1}), {}, "less"),
        ],
    )
    def test_what_is_left_out_has_a_reason_that_names_no_one(self, other, given, reason):
        law = course("law", run("a", 1))
        left_out = self.written(offer(law, other, **given))["left_out"]
        assert left_out == [{"course": "crisis", "reason": reason}]

    def test_a_target_that_is_not_guaranteed_says_why(self):
        law = course("law", run("a", 1))
        assert self.written(offer(law))["left_open"] == [
            {"function": "staff", "competency": "crisis", "reason": LeftReason.NO_COURSE}
        ]
        late = self.written(offer(law, course("crisis", run("b", 2)), budget_minutes=200))
        assert [one["reason"] for one in late["left_open"]] == [LeftReason.TIME]

    def test_whether_nobody_needs_a_course_or_nobody_could_begin_it_is_one_word(self):
        law = course("law", run("a", 1))
        needless = course("crisis", run("b", 2))
        hard = course("crisis", run("b", 2), requires={"alliances": 4})
        reasons = [
            self.written(offer(law, needless), team({"crisis": 3}))["left_out"],
            self.written(offer(law, hard))["left_out"],
        ]
        assert reasons[0] == reasons[1] == [{"course": "crisis", "reason": LeftReason.LESS}]
