"""Scenarios have no dead ways: each choice leads somewhere, and an end can always be reached."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.documents import DocumentError, Field
from courses.units.scenario import read_scenario
from tests.courses.learning import contents
from tests.courses.learning.contents import both, choice


def fault_of(document):
    with pytest.raises(DocumentError) as refused:
        read_scenario(Field(document, "scenario"))
    return str(refused.value)


def test_choices_lead_from_situation_to_situation_until_an_end():
    scenario = read_scenario(Field(contents.scenario()))
    assert scenario.ends == {"calm", "louder"}
    walk = scenario.walk([0, 1, 0, 0])
    assert [step.choice.text.de for step in walk.steps] == [
        "Unterbrechen",
        "Zurück in den Saal",
        "Unterbrechen",
        "Weitermachen",
    ]
    assert walk.key == "calm"
    assert walk.node.debrief.de == "Gut gelöst."
    for choices in ([2], [-1], [1, 0]):
        with pytest.raises(ValueError, match="has no choice"):
            scenario.walk(choices)


def test_a_choice_into_nothing_is_named():
    document = contents.scenario()
    document["nodes"]["hall"]["choices"][1]["leads_to"] = "cellar"
    assert fault_of(document) == (
        'scenario.nodes.hall.choices[1].leads_to: names no node ("cellar")'
    )
    assert fault_of(contents.scenario() | {"start": "cellar"}) == (
        'scenario.start: names no node ("cellar")'
    )


def test_a_node_that_nothing_leads_to_is_named():
    document = contents.scenario()
    document["nodes"]["attic"] = {"situation": both("Oben"), "debrief": both("Niemand kam her.")}
    assert fault_of(document) == "scenario.nodes.attic: cannot be reached from the start"


def test_going_in_circles_for_ever_is_named():
    document = contents.scenario()
    document["nodes"]["pause"]["choices"] = [choice("Warten", "loop"), choice("Zurück", "hall")]
    document["nodes"]["hall"]["choices"].append(choice("Gehen", "calm"))
    document["nodes"]["loop"] = {
        "situation": both("Noch immer Pause"),
        "choices": [choice("Warten", "loop"), choice("Weiter warten", "loop")],
    }
    assert fault_of(document) == "scenario.nodes.loop: leads to no end"


def test_a_story_without_an_end_is_named():
    document = contents.scenario()
    for key in ("calm", "louder"):
        document["nodes"][key] = {
            "situation": both(key),
            "choices": [choice("Zurück", "hall"), choice("Pause", "pause")],
        }
    assert fault_of(document) == "scenario.nodes: has no end: no node has a debrief"


def test_a_node_has_either_choices_or_a_debrief():
    document = contents.scenario()
    document["nodes"]["calm"]["choices"] = [choice("Zurück", "hall"), choice("Pause", "pause")]
    fault = "scenario.nodes.calm: must have either choices or, as an end, a debrief"
    assert fault_of(document) == fault
    document["nodes"]["calm"] = {"situation": both("Ruhig")}
    assert fault_of(document) == fault
    document["nodes"]["calm"] = {"situation": both("Ruhig"), "choices": [choice("Zurück", "hall")]}
    assert fault_of(document) == "scenario.nodes.calm.choices: must have 2 to 6 elements"


KEYS = [f"node-{number}" for number in range(4)]


@st.composite
def stories(draw):
    """Nodes that lead anywhere, some of them ends."""
    nodes = {}
    for key in KEYS:
        if draw(st.booleans()):
            nodes[key] = {"situation": both(key), "debrief": both(f"Ende {key}")}
        else:
            targets = draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=3))
            choices = [choice(f"{number}", target) for number, target in enumerate(targets)]
            nodes[key] = {"situation": both(key), "choices": choices}
    return {"start": KEYS[0], "nodes": nodes}


def ends_within_reach(document, key):
    """By trying every way, which is slow and simple."""
    seen, ends, waiting = set(), set(), [key]
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        node = document["nodes"][key]
        if "debrief" in node:
            ends.add(key)
        waiting += [each["leads_to"] for each in node.get("choices", ())]
    return seen, ends


@settings(max_examples=60)
@given(stories())
def test_a_story_is_taken_exactly_where_all_of_it_is_reached_and_always_can_end(document):
    seen, _ = ends_within_reach(document, KEYS[0])
    sound = seen == set(KEYS) and all(ends_within_reach(document, key)[1] for key in KEYS)
    if sound:
        assert set(read_scenario(Field(document)).nodes) == set(KEYS)
    else:
        assert "\n" not in fault_of(document)
