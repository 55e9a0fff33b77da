"""Pin the packages of `requirements/*.in` anew with hashes: `make lock`.

Versions that still fit are kept; `make lock UPGRADE=1` takes the newest. The pins name no server
and no folder and hold for every platform, so that they work wherever the packages come from.
"""

import os
import subprocess
import sys

from tools.locations import ENVIRONMENT, REQUIREMENTS

#: In this order: what tests need is pinned to agree with what people run.
LOCKS = ("uv", "runtime", "test", "node", "postgresql")


def lock(name: str, *, upgrade: bool) -> None:
    """Write `requirements/<name>.txt`; raise CalledProcessError when no versions fit together."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    options += ["--no-emit-index-url", "--quiet", "--output-file", f"{name}.txt"]
    if upgrade:
        options.append("--upgrade")
    uv = ENVIRONMENT / "bin" / "uv"
    subprocess.run([uv, "pip", "compile", *options, f"{name}.in"], cwd=REQUIREMENTS, check=True)


if __name__ == "__main__":
    for each in LOCKS:
        try:
            lock(each, upgrade=bool(os.environ.get("UPGRADE")))
        except subprocess.CalledProcessError as error:
            sys.exit(f"lock: could not pin requirements/{each}.in (exit status {error.returncode})")
