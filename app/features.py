"""The features of KommA, lowest layer first."""

from app.kernel.feature import Feature
from app.kernel.kernel_feature import FEATURE as KERNEL
from app.pages.feature import FEATURE as PAGES
from assessments.feature import FEATURE as ASSESSMENTS
from certificates.feature import FEATURE as CERTIFICATES
from courses.feature import FEATURE as COURSES
from exchange.feature import FEATURE as EXCHANGE
from notifications.feature import FEATURE as NOTIFICATIONS
from organisations.feature import FEATURE as ORGANISATIONS
from scheduling.feature import FEATURE as SCHEDULING

FEATURES: tuple[Feature, ...] = (
    KERNEL,
    ORGANISATIONS,
    NOTIFICATIONS,
    SCHEDULING,
    ASSESSMENTS,
    COURSES,
    CERTIFICATES,
    EXCHANGE,
    PAGES,
)
