"""What stands around CP-SAT: it comes late and light."""

import subprocess
import sys

PROGRAM = """
import sys
from app.kernel.documents import Field
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.examples import example

assert not any(name.startswith("ortools") for name in sys.modules), "came before it was needed"
assert plan_path(read_problem(Field(example()))).status == "optimal"
assert any(name.startswith("ortools") for name in sys.modules), "has not come at all"
assert "pandas" not in sys.modules, "brought pandas along"
"""


def test_the_solver_is_loaded_only_when_there_is_something_to_solve_and_without_pandas() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    assert (finished.returncode, finished.stderr) == (0, "")
