"""What a grading container runs when it is built: find a Python that is new enough, make room for packages.

Gradescope and otter-grader unpack a zip into ``/autograder/source`` of a bare Ubuntu, run its ``setup.sh``
once, and ``/autograder/run_autograder`` for each submission.
"""

SETUP = """\
#!/usr/bin/env bash
# Runs once, when the image of the autograder is built.
set -euo pipefail
: "${{AUTOGRADER:=/autograder}}"
export DEBIAN_FRONTEND=noninteractive

# The course needs Python 3.11 or newer. Ubuntu 24.04 has it; Ubuntu 22.04 has it under its own name.
find_python() {{
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            echo "$name"
            return
        fi
    done
}}
if command -v apt-get > /dev/null && [ -z "${{NO_APT:-}}" ]; then
    apt-get update
    apt-get install -y --no-install-recommends {packages}
    if [ -z "$(find_python)" ]; then
        apt-get install -y --no-install-recommends python3 python3-venv
    fi
    if [ -z "$(find_python)" ]; then
        apt-get install -y --no-install-recommends python3.11 python3.11-venv
    fi
fi
python="$(find_python)"
if [ -z "$python" ]; then
    echo "Found no Python 3.11 or newer: choose a newer base image, such as Ubuntu 24.04." >&2
    exit 1
fi

"$python" -m venv "$AUTOGRADER/env"
"""


def setup(packages: str, then: str) -> str:
    """The script: `packages` are Ubuntu's, and `then` is run when ``$AUTOGRADER/env`` is there."""
    return SETUP.format(packages=packages) + then
