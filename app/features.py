"""The features of KommA, lowest layer first."""

from app.kernel.feature import Feature
from app.kernel.kernel_feature import FEATURE as KERNEL
from app.pages.feature import FEATURE as PAGES
from courses.feature import FEATURE as COURSES
from organisations.feature import FEATURE as ORGANISATIONS
from scheduling.feature import FEATURE as SCHEDULING

FEATURES: tuple[Feature, ...] = (
    KERNEL,
    ORGANISATIONS,
    SCHEDULING,
    COURSES,
    PAGES,
)
