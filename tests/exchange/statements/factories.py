"""Makes joint statements for tests. Everything is flushed, nothing committed."""

from datetime import date, timedelta

from exchange.statements import services
from exchange.statements.services import Wording
from tests.house.clock import START

WORDING = Wording("Niemand steht allein", "Was wir zusammen sagen.", "Wir **stehen** zusammen.")
SIGN_BY = (START + timedelta(days=30)).date()


def make_statement(author, *, wording=WORDING, municipality=None):
    """A draft of the author's municipality."""
    return services.create_statement(
        municipality=municipality or author.person.municipality,
        wording=wording,
        actor=author.person,
        now=START,
    )


def step(command, statement, actor, **more):
    """A step by `actor` on the statement as it is now."""
    return command(
        statement=statement,
        revision=statement.revision,
        actor=actor.person,
        **{"now": START} | more,
    )


def make_open_statement(author, office, *, sign_by=SIGN_BY, quorum=2, wording=WORDING):
    """One that `author` has proposed and `office` has opened for signing."""
    statement = make_statement(author, wording=wording)
    step(services.propose_statement, statement, author)
    step(services.open_statement, statement, office, sign_by=sign_by, quorum=quorum)
    return statement


def sign(statement, municipality, actor, at=START):
    return services.sign_statement(
        statement=statement,
        municipality=municipality,
        decided_by="Rat",
        decided_on=date(2026, 10, 1),
        actor=actor.person,
        now=at,
    )
