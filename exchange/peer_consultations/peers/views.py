"""Find peers: a profile of one's own, whom a group invites, and the answers."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import requires
from exchange.peer_consultations.groups import queries as groups
from exchange.peer_consultations.groups import services
from exchange.peer_consultations.groups.forms import AddressForm
from exchange.peer_consultations.groups.presentation import ShownConsultation, shown_consultation
from exchange.peer_consultations.groups.topics import list_topics, topic_names
from exchange.peer_consultations.peers.forms import SuggestionsForm, profile_form
from exchange.peer_consultations.peers.marks import mark_of
from exchange.peer_consultations.peers.queries import find_profile, list_suggestions
from exchange.peer_consultations.peers.services import delete_profile, save_profile
from organisations.accounts.current import current_person
from organisations.models import Person
from organisations.wording import FUNCTIONS, KINDS

#: Of fewer municipalities of a kind in the programme, its name would tell which it is.
FEWEST_OF_A_KIND = 3

blueprint = Blueprint(
    "peers", __name__, template_folder="../templates", url_prefix="/peer-consultations"
)


@blueprint.route("/profile", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def profile() -> ResponseReturnValue:
    person = current_person()
    known = find_profile(person)
    form = profile_form(list_topics(), known)
    if form.validate_on_submit():
        save_profile(
            person=person,
            topics=form.topics.data,
            hours=form.hours.data,
            only_others=form.reach.data == "others",
            now=clock.now(),
        )
        flash(_("Gespeichert. Gruppen können Sie jetzt finden, ohne Ihren Namen."), "success")
        return redirect(url_for("peer_consultations.index"), 303)
    page = render_template(
        "peer_consultations/peers/profile.html", form=form, known=known, person=person
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/profile/delete")
@requires(CONSULT_PEERS)
def forget_profile() -> ResponseReturnValue:
    delete_profile(person=current_person())
    flash(_("Gruppen finden Sie nicht mehr."), "success")
    return redirect(url_for("peer_consultations.index"), 303)


@blueprint.get("/<public_id>/invite")
@requires(CONSULT_PEERS)
def invite(public_id: str) -> ResponseReturnValue:
    return _invite_page(_organised(public_id), AddressForm(), SuggestionsForm())


@blueprint.post("/<public_id>/invite")
@requires(CONSULT_PEERS)
def invite_address(public_id: str) -> ResponseReturnValue:
    """Whoever has the address is asked; whether anybody has, the answer does not tell."""
    shown, form = _organised(public_id), AddressForm()
    if form.validate():
        person = groups.find_by_address(form.email.data)
        try:
            if person is not None:
                _invite(shown, person, suggested=False)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                _("Wenn jemand mit dieser Adresse am Programm teilnimmt, ist die Einladung da."),
                "success",
            )
            return redirect(url_for(".invite", public_id=public_id), 303)
    return _invite_page(shown, form, SuggestionsForm()), 422


@blueprint.post("/<public_id>/invite/suggested")
@requires(CONSULT_PEERS)
def invite_suggested(public_id: str) -> ResponseReturnValue:
    shown, form = _organised(public_id), SuggestionsForm()
    found = list_suggestions(shown.consultation, current_person())
    _offer(form, shown, found)
    if form.validate():
        chosen = [one for one in found if mark_of(shown.consultation, one) in form.chosen.data]
        try:
            asked = sum(_invite(shown, one, suggested=True) for one in chosen)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                ngettext(
                    "%(num)s Person ist eingeladen.", "%(num)s Personen sind eingeladen.", asked
                ),
                "success",
            )
            return redirect(url_for("peer_consultations.show", public_id=public_id), 303)
    return _invite_page(shown, AddressForm(), form, found), 422


@blueprint.get("/invitations/<public_id>")
@requires(CONSULT_PEERS)
def invitation(public_id: str) -> ResponseReturnValue:
    """What the group is about and who sits there, without names."""
    found = groups.get_invitation(current_person(), public_id)
    return render_template(
        "peer_consultations/peers/invitation.html",
        invitation=found,
        consultation=found.consultation,
        topic=topic_names().get(found.consultation.topic, ""),
        functions=[
            str(FUNCTIONS.get(member.person.function or "", _("Ohne Angabe")))
            for member in groups.list_members(found.consultation)
        ],
    )


@blueprint.post("/invitations/<public_id>/accept")
@requires(CONSULT_PEERS)
def accept(public_id: str) -> ResponseReturnValue:
    """Come in. Whoever clicks twice is in already, and comes to the group all the same."""
    person, group = current_person(), request.form.get("group", "")
    try:
        found = groups.get_invitation(person, public_id)
        group = found.consultation.public_id
        services.accept_invitation(invitation=found, now=clock.now())
    except NotFound:
        groups.get_membership(person, group)
    except DomainError as refusal:
        flash(refusal.message, "error")
        return redirect(url_for("peer_consultations.index"), 303)
    flash(_("Sie gehören jetzt zur Gruppe."), "success")
    return redirect(url_for("peer_consultations.show", public_id=group), 303)


@blueprint.post("/invitations/<public_id>/decline")
@requires(CONSULT_PEERS)
def decline(public_id: str) -> ResponseReturnValue:
    found = groups.get_invitation(current_person(), public_id)
    services.decline_invitation(invitation=found, now=clock.now())
    flash(_("Abgelehnt. Die Gruppe erfährt nicht, wer gefragt war."), "success")
    return redirect(url_for("peer_consultations.index"), 303)


def _invite(shown: ShownConsultation, person: Person, *, suggested: bool) -> bool:
    return services.invite_person(
        consultation=shown.consultation,
        person=person,
        suggested=suggested,
        actor=current_person(),
        now=clock.now(),
    )


def _organised(public_id: str) -> ShownConsultation:
    shown = shown_consultation(current_person(), public_id)
    if not shown.is_organiser or not shown.consultation.is_planned:
        raise NotFound
    return shown


def _offer(form: SuggestionsForm, shown: ShownConsultation, found: Sequence[Person]) -> None:
    """Of each the function, and the kind of municipality where it does not tell which it is."""
    kinds = groups.count_kinds()
    form.chosen.choices = []
    for person in found:
        words = [str(FUNCTIONS.get(person.function or "", _("Funktion ohne Angabe")))]
        kind = person.municipality.kind if person.municipality else ""
        if kinds.get(kind, 0) >= FEWEST_OF_A_KIND:
            words.append(str(KINDS[kind]))
        form.chosen.choices.append(
            SelectChoice(mark_of(shown.consultation, person), ", ".join(words))
        )


def _invite_page(
    shown: ShownConsultation,
    address: AddressForm,
    suggestions: SuggestionsForm,
    found: Sequence[Person] | None = None,
) -> str:
    person = current_person()
    if found is None:
        found = list_suggestions(shown.consultation, person)
        _offer(suggestions, shown, found)
        if not suggestions.is_submitted() or suggestions.chosen.data is None:
            suggestions.chosen.data = [choice.value for choice in suggestions.chosen.choices]
    return render_template(
        "peer_consultations/peers/invite.html",
        shown=shown,
        address=address,
        suggestions=suggestions,
        found=found,
        has_profile=find_profile(person) is not None,
    )
