"""A new installation gets its topics, items and courses without demo people."""

from courses.catalogue.content_loading import CONTENT
from organisations.queries import count_people
from tests.house.databases import on_sqlite_only


def test_topics_and_courses_are_loaded_once_and_without_people(app):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["content", "load"])
    loaded = "Loaded 10 competencies, 15 courses, 15 items of the needs analysis and 17 aids.\n"
    assert first.output == loaded
    again = runner.invoke(args=["content", "load"])
    assert (again.exit_code, again.output.count("\n")) == (1, 1)
    update = runner.invoke(args=["content", "update"])
    assert update.output == (
        "0 of 15 courses were kept, since somebody has written them here.\n"
        "0 of 15 items were kept, since somebody has written them here.\n"
        "0 of 17 aids were kept, since somebody has written them here.\n"
    )
    assert count_people() == 0


@on_sqlite_only
def test_a_faulty_course_is_named_in_one_line(app, tmp_path, monkeypatch):
    name = "12-when-the-joke-is-racist.yaml"
    faulty = (CONTENT / name).read_text().replace("leads_to: waited", "leads_to: nowhere")
    (tmp_path / name).write_text(faulty)
    monkeypatch.setattr("courses.catalogue.content_loading.CONTENT", tmp_path)
    refused = app.test_cli_runner().invoke(args=["content", "load"])
    place = "when-the-joke-is-racist/the-joke-in-the-meeting.nodes.after-silence.choices[1]"
    fault = f'{place}.leads_to: names no node ("nowhere")'
    assert (refused.exit_code, refused.output) == (1, f"Error: {fault}\n")


def test_the_demo_is_refused_where_there_are_people(app, personas):
    refused = app.test_cli_runner().invoke(args=["demo", "load"])
    assert refused.exit_code == 1
    assert "only loads into an empty one" in refused.output
    assert app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"]).exit_code == 0
    assert count_people() == 6
