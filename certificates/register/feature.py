"""What the register adds to `certificates`."""

from flask import Blueprint

from app.kernel.feature import Feature
from certificates.register import personal_data

#: Without a page of its own: it has the templates that those of others are made of.
_templates = Blueprint("certificate_register", __name__, template_folder="templates")

PART = Feature(
    name="certificates.register",
    blueprints=(_templates,),
    personal_data=(personal_data.CERTIFICATES, personal_data.HOLDER_NAMES),
)
