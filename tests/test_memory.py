"""What is computed again after an edit, and what is not."""

import subprocess
import sys

import pytest

from reluexplain.docsbuild import memory
from tests.conftest import copy_project, run_mkdocs

DRAW = """
from pathlib import Path
from reluexplain.docsbuild import extension, memory
before = set(memory.FOLDER.glob("*")) if memory.FOLDER.exists() else set()
extension.draw("five_points_and_plot", "a page")
print(len(set(memory.FOLDER.glob("*")) - before))
"""


def drawings(project):
    """Draw a figure in a fresh process and return how many results were computed anew."""
    result = subprocess.run(
        [sys.executable, "-c", DRAW], cwd=project, capture_output=True, text=True, check=True
    )
    return int(result.stdout)


def test_an_edit_redraws_what_depends_on_it_and_nothing_else(tmp_path):
    project = copy_project(tmp_path)
    assert drawings(project) == 1
    assert drawings(project) == 0, "nothing changed, so nothing is drawn"
    (project / "docs" / "index.md").write_text("# Other words\n")
    with (project / "reluexplain" / "dead.py").open("a") as module:
        module.write("\n# an edit to a module that this figure does not use\n")
    assert drawings(project) == 0
    with (project / "reluexplain" / "pieces.py").open("a") as module:
        module.write("\n# an edit to a module that it uses\n")
    assert drawings(project) == 1


def test_a_second_build_runs_no_lab_and_draws_nothing(project, tmp_path):
    result = run_mkdocs(project, "build", "--strict", "-d", str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert "Documentation built" in result.stderr
    assert "Computed" not in result.stderr, result.stderr


def test_an_edit_while_serving_takes_effect(tmp_path):
    script = """
from pathlib import Path
from reluexplain.docsbuild import memory
print(memory.current("reluexplain.examples").domain)
path = Path("reluexplain/examples.py")
path.write_text(path.read_text().replace("domain = (-4.0, 4.0)", "domain = (-5.0, 5.0)"))
print(memory.current("reluexplain.examples").domain)
"""
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=copy_project(tmp_path), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout.split("\n")[:2] == ["(-4.0, 4.0)", "(-5.0, 5.0)"]


def test_an_interrupted_computation_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "FOLDER", tmp_path)

    def fail():
        raise RuntimeError("interrupted")

    for _ in range(2):
        with pytest.raises(RuntimeError):
            memory.remembered("a thing", [], ["x"], fail)
        assert list(tmp_path.iterdir()) == []
    assert memory.remembered("a thing", [], ["x"], lambda: "done") == "done"
    assert memory.remembered("a thing", [], ["x"], fail) == "done"


def test_a_figure_that_fails_is_named_with_its_page(tmp_path):
    project = copy_project(tmp_path)
    with (project / "reluexplain" / "figures" / "bend.py").open("a") as module:
        module.write("\n\ndef relu_and_chord():\n    raise RuntimeError('out of ink')\n")
    script = "from reluexplain.docsbuild.extension import draw; draw('relu_and_chord', 'a-page.md')"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False
    )
    assert result.returncode != 0
    assert (
        "a-page.md: the figure 'relu_and_chord' failed: RuntimeError: out of ink" in result.stderr
    )
