"""What every snippet has to stand: run from a file, pasted at a prompt, it prints what it shows."""

import re
import subprocess
import sys

import numpy as np

from reluexplain.docsbuild import snippets
from tests.conftest import ROOT


def isolated(*arguments, source=None):
    """Run Python without the project on its path, in another folder, and return what it prints."""
    return subprocess.run(
        [sys.executable, "-I", *arguments],
        input=source, cwd=ROOT / "tests", capture_output=True, text=True, check=False,
    )  # fmt: skip


def assert_prints_what_it_shows(path):
    result = isolated(str(path))
    assert result.returncode == 0, result.stderr
    expected = snippets.recorded(path.read_text(encoding="utf-8"))
    assert expected, f"{path.name} prints nothing"
    assert result.stdout == expected, f"run `make update` and read the difference in {path.name}"


def assert_can_be_pasted_at_a_prompt(path):
    source = path.read_text(encoding="utf-8")
    result = isolated("-i", "-q", source=source + "\n")
    complaints = re.sub(r"^(?:>>> |\.\.\. )+", "", result.stderr, flags=re.MULTILINE)
    assert "Error" not in complaints, complaints
    printed = re.sub(r"^<.*>$", "", result.stdout, flags=re.MULTILINE)
    assert snippets.recorded(source).split() == printed.split()


def assert_equal(got, expected, tolerance, where):
    """Compare what a snippet computes with what the package gives, name by name."""
    if isinstance(expected, dict):
        assert got.keys() == expected.keys(), where
        for key in expected:
            assert_equal(got[key], expected[key], tolerance, f"{where} {key}")
    else:
        np.testing.assert_allclose(got, expected, rtol=tolerance, atol=tolerance, err_msg=where)
