"""Results of waves: for the office, for coordinators, and for those who were asked."""

from flask import Blueprint

from assessments.waves.presentation import written, written_change, written_point

blueprint = Blueprint("waves", __name__, template_folder="templates", url_prefix="/manage/waves")
blueprint.add_app_template_filter(written, "mean")
blueprint.add_app_template_filter(written_change, "signed_mean")
blueprint.add_app_template_filter(written_point, "point")
