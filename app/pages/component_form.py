"""A form with one field of each kind, for the page that shows every component."""

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.kernel.forms import Form

CHOICES = [SelectChoice("a", "Alpha"), SelectChoice("b", "Beta"), SelectChoice("c", "Gamma")]


class ComponentForm(Form):
    text = StringField("Text", validators=[DataRequired()])
    email = EmailField("E-Mail")
    password = PasswordField("Passwort")
    number = IntegerField("Zahl")
    day = DateField("Datum")
    time = TimeField("Uhrzeit")
    long_text = TextAreaField("Langer Text")
    choice = SelectField("Auswahl", choices=CHOICES)
    one = RadioField("Eines davon", choices=CHOICES)
    level = RadioField("Stufe", choices=[SelectChoice(str(n), f"Stufe {n}") for n in range(5)])
    several = SelectMultipleField("Mehrere davon", choices=CHOICES)
    agreed = BooleanField("Einverstanden")
    file = FileField("Datei")
