"""The types say what the package does: a checker finds the marked mistakes, and nothing else."""

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def findings(name: str) -> list[tuple[int, str]]:
    """Returns the line and the code of everything that mypy finds in a file."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file=", str(FOLDER / name)]
    output = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER).stdout
    errors = [line for line in output.splitlines() if ": error: " in line]
    found = [re.search(r":(\d+): error: .*\[([a-z-]+)\]$", line) for line in errors]
    assert all(found), output
    return [(int(match[1]), match[2]) for match in found if match]


def test_right_uses_are_accepted() -> None:
    assert findings("typing_good.py") == []


def test_wrong_uses_are_refused() -> None:
    lines = (FOLDER / "typing_bad.py").read_text().splitlines()
    marks = [(number, re.search(r"# refused: ([a-z-]+)$", line)) for number, line in enumerate(lines, 1)]
    assert findings("typing_bad.py") == [(number, mark[1]) for number, mark in marks if mark]
