"""The plugins that every test may use. What they give is described where they are."""

pytest_plugins = [
    "tests.house.memory",
    "tests.house.patience",
    "tests.house.summary",
    "tests.house.postgresql",
    "tests.house.databases",
    "tests.house.demo",
    "tests.house.personas",
    "tests.house.smtp",
    "tests.house.chromium",
    "tests.house.measuring",
    "tests.house.properties",
]
