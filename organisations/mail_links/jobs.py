"""Background work on mailed links."""

from app.kernel.feature import Job
from organisations.mail_links.services import JOB_NAME, send_links

JOBS = (Job(JOB_NAME, send_links),)
