"""What `notifications` adds to the app: the base of all mails. It has no pages yet."""

from flask import Blueprint

from app.kernel.feature import Feature

blueprint = Blueprint("notifications", __name__, template_folder="templates")

FEATURE = Feature(name="notifications", blueprints=(blueprint,))
