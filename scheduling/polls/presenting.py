"""A poll as its members see it: the proposals with who said what, the best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from organisations.models import Person
from scheduling.polls import queries
from scheduling.polls.clashes import OwnClash, list_own_clashes
from scheduling.polls.models import Choice, DatePoll, DateProposal, PollMember
from scheduling.polls.ranking import Tally, find_best, rank


@dataclass(frozen=True)
class ShownProposal:
    """A proposal with the names of those who answered, by what they said, and of those who did not.

    `below_quorum` says that fewer can come than have to.
    """

    proposal: DateProposal
    tally: Tally
    names: Mapping[Choice, Sequence[str]]
    silent: Sequence[str]
    is_best: bool
    below_quorum: bool


@dataclass(frozen=True)
class Board:
    """All that the page of a poll shows to one of its people.

    `member` is None for an organiser who is not asked; `answers` are the reader's own, `clashes`
    what they have already, both by id of the proposal.
    """

    poll: DatePoll
    proposals: Sequence[ShownProposal]
    members: Sequence[PollMember]
    member: PollMember | None
    answers: Mapping[int, Choice]
    clashes: Mapping[int, Sequence[OwnClash]]
    organises: bool

    @property
    def silent(self) -> list[PollMember]:
        """Who has not said anything yet."""
        return [one for one in self.members if one.answered_at is None]

    @property
    def lacks_own(self) -> bool:
        """Whether the reader is asked and some proposal lacks their answer."""
        return self.member is not None and len(self.answers) < len(self.proposals)

    @property
    def suggested(self) -> Mapping[int, Choice]:
        """What stands in the reader's form: their answers, and No where something rules it out."""
        no = {key: Choice.NO for key, found in self.clashes.items() if _rules_out(found)}
        return no | dict(self.answers)

    @property
    def chosen(self) -> DateProposal | None:
        return next((one.proposal for one in self.proposals if one.proposal.chosen), None)

    @property
    def comments(self) -> list[PollMember]:
        return [one for one in self.members if one.comment]


def show_board(poll: DatePoll, reader: Person, now: datetime) -> Board:
    """The poll for `reader`, in a fixed number of queries."""
    members, answers = queries.list_members(poll), queries.list_answers(poll)
    member = next((one for one in members if one.person_id == reader.id), None)
    asks_reader = member is not None and poll.takes_answers(now)
    return Board(
        poll=poll,
        proposals=_ranked(poll, members, answers),
        members=members,
        member=member,
        answers={key: given[reader.id] for key, given in answers.items() if reader.id in given},
        clashes=list_own_clashes(reader, poll.proposals, now) if asks_reader else {},
        organises=poll.organiser_id == reader.id,
    )


def _ranked(
    poll: DatePoll,
    members: Sequence[PollMember],
    answers: Mapping[int, Mapping[int, Choice]],
) -> list[ShownProposal]:
    ranked = rank((_tally(one, answers) for one in poll.proposals), quorum=poll.quorum)
    best = find_best(ranked, quorum=poll.quorum)
    proposals = {one.id: one for one in poll.proposals}
    return [
        ShownProposal(
            proposal=proposals[tally.key],
            tally=tally,
            names={choice: _names(members, answers, tally.key, choice) for choice in Choice},
            silent=_names(members, answers, tally.key, None),
            is_best=tally is best,
            below_quorum=not tally.reaches(poll.quorum),
        )
        for tally in ranked
    ]


def _tally(proposal: DateProposal, answers: Mapping[int, Mapping[int, Choice]]) -> Tally:
    given = list(answers.get(proposal.id, {}).values())
    return Tally(
        proposal.id,
        proposal.starts_at,
        yes=given.count(Choice.YES),
        if_need_be=given.count(Choice.IF_NEED_BE),
        no=given.count(Choice.NO),
    )


def _names(
    members: Sequence[PollMember],
    answers: Mapping[int, Mapping[int, Choice]],
    proposal_id: int,
    choice: Choice | None,
) -> list[str]:
    given = answers.get(proposal_id, {})
    return [one.person.name for one in members if given.get(one.person_id) == choice]


def _rules_out(clashes: Sequence[OwnClash]) -> bool:
    return any(one.rules_out for one in clashes)
