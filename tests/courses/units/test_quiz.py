"""How answers are marked: what a share of a question is, and when a quiz is passed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.bilingual import Bilingual
from app.kernel.documents import DocumentError, Field
from courses.units.quiz import Marks, Part, Question, QuestionKind, Quiz, read_quiz
from tests.courses.learning import contents

TEXT = Bilingual(de="Was?", en="What?")
SHARES = [Fraction(part, whole) for whole in (1, 3, 7) for part in range(whole + 1)]


def part(number, right):
    text = Bilingual(de=f"Teil {number}", en=f"Part {number}")
    return Part(text=text, feedback=text, right=right, partner=text)


@st.composite
def questions(draw, kinds=tuple(QuestionKind)):
    kind = draw(st.sampled_from(kinds))
    count = draw(st.integers(3, 6))
    right = [True] * count
    if kind is QuestionKind.SINGLE:
        only = draw(st.integers(0, count - 1))
        right = [number == only for number in range(count)]
    elif kind is QuestionKind.MULTIPLE:
        right = draw(st.lists(st.booleans(), min_size=count, max_size=count).filter(any))
    return Question(kind, TEXT, tuple(part(n, is_right) for n, is_right in enumerate(right)))


def answers_to(question):
    numbers = st.integers(0, len(question.parts) - 1)
    if question.kind is QuestionKind.SINGLE:
        return st.tuples(numbers)
    if question.kind is QuestionKind.MULTIPLE:
        return st.sets(numbers, min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    if question.kind is QuestionKind.ORDERING:
        return st.permutations(range(len(question.parts))).map(tuple)
    return st.tuples(*[numbers] * len(question.parts))


@given(st.data())
def test_all_of_it_is_right_exactly_where_the_answer_is_the_solution(data):
    question = data.draw(questions())
    answer = data.draw(answers_to(question))
    assert question.fits(question.solution)
    assert 0 <= question.share(answer) <= 1
    assert (question.share(answer) == 1) == (answer == question.solution)


@given(st.data())
def test_choosing_one_more_right_option_never_counts_less(data):
    question = data.draw(questions(kinds=[QuestionKind.MULTIPLE]))
    answer = data.draw(answers_to(question))
    for number, each in enumerate(question.parts):
        if number not in answer:
            longer = tuple(sorted((*answer, number)))
            gained = question.share(longer) - question.share(answer)
            assert (gained >= 0) if each.right else (gained <= 0)


@given(st.data())
def test_ticking_everything_is_not_rewarded(data):
    question = data.draw(questions(kinds=[QuestionKind.MULTIPLE]))
    wrong = len(question.parts) - len(question.solution)
    share = question.share(tuple(range(len(question.parts))))
    assert share == max(Fraction(0), 1 - Fraction(wrong, len(question.solution)))


@given(questions(), st.text(max_size=20))
def test_parts_are_mixed_the_same_way_each_time_and_never_in_their_right_order(question, seed):
    order = question.mixed(seed)
    assert sorted(order) == list(range(len(question.parts)))
    assert order == question.mixed(seed)
    if question.kind is QuestionKind.ORDERING:
        assert order != question.solution


@given(st.data())
def test_what_does_not_answer_the_question_is_not_marked(data):
    question = data.draw(questions())
    misfits = [(), (-1,), (len(question.parts),), (0,) * 7]
    if question.kind is not QuestionKind.MATCHING:
        misfits.append((0, 0))
    for answer in misfits:
        with pytest.raises(ValueError, match="does not answer"):
            question.share(answer)


@given(st.lists(st.sampled_from(SHARES), min_size=1, max_size=6), st.integers(1, 100))
def test_the_percentage_shown_never_contradicts_the_pass_mark(shares, pass_percent):
    marks = Marks(tuple(shares), pass_percent)
    assert (marks.percent >= pass_percent) == marks.passed
    assert (marks.percent == 100) == (marks.right == len(shares))


def test_a_quiz_is_marked_question_by_question():
    quiz = read_quiz(Field(contents.quiz()))
    marks = quiz.mark([(1,), (0, 2), (0, 2, 1), (0, 1)])
    assert marks.shares == (0, 0, Fraction(1, 3), 1)
    assert (marks.percent, marks.right, marks.passed) == (33, 1, False)
    assert quiz.mark([question.solution for question in quiz.questions]).passed


def changed(place, value):
    """The quiz of `contents` with `value` at the place that the keys lead to."""
    document = contents.quiz()
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return document


OPTIONS = ("questions", 0, "options")
FAULTS = {
    ("pass_percent",): (0, "quiz.pass_percent: must be a whole number, from 1 to 100"),
    ("attempts",): (True, "quiz.attempts: must be a whole number, from 1 to 20"),
    ("minutes",): (5, "quiz.minutes: is not a known key"),
    ("questions",): ([], "quiz.questions: must have 1 to 20 elements"),
    ("questions", 0, "kind"): (
        "essay",
        "quiz.questions[0].kind: must be one of single, multiple, ordering, matching",
    ),
    (*OPTIONS, 1, "right"): (True, "quiz.questions[0].options: must have exactly one right option"),
    (*OPTIONS, 0, "right"): ("yes", "quiz.questions[0].options[0].right: must be true or false"),
    (*OPTIONS, 1, "text"): (
        contents.both("Der Mensch"),
        "quiz.questions[0].options[1]: is there twice",
    ),
    (*OPTIONS, 1, "feedback"): (
        {"de": "Nur"},
        "quiz.questions[0].options[1].feedback.en: is missing",
    ),
    ("questions", 1, "question", "en"): (
        " ",
        "quiz.questions[1].question.en: must be a text that is not empty",
    ),
    ("questions", 2, "items"): ([], "quiz.questions[2].items: must have 3 to 10 elements"),
    ("questions", 3, "pairs", 1, "partner"): (
        contents.both("Beschwerde"),
        "quiz.questions[3].pairs[1]: is there twice",
    ),
}


@pytest.mark.parametrize("place", FAULTS, ids=lambda place: ".".join(map(str, place)))
def test_a_fault_is_named_with_its_place_in_one_line(place):
    value, fault = FAULTS[place]
    with pytest.raises(DocumentError) as refused:
        read_quiz(Field(changed(place, value), "quiz"))
    assert str(refused.value) == fault


def test_a_quiz_tells_how_often_one_may_try():
    assert read_quiz(Field(contents.quiz())).attempts is None
    quiz = read_quiz(Field(contents.quiz(attempts=3)))
    assert isinstance(quiz, Quiz)
    assert quiz.attempts == 3
