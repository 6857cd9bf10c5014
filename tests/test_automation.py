"""What other programs read of the repository: the hook and the action."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from schedcheck.cli import cli
from schedcheck.cli.check import FORMS
from tests.paths import ROOT


def load(text: str) -> Any:
    return import_module("yaml").safe_load(text)


def test_the_hook_runs_a_command_that_there_is_on_files_that_are_read() -> None:
    (hook,) = load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, command = hook["entry"].split()
    assert program == "schedcheck"
    assert command in cli.commands
    assert re.search(hook["files"], "weeks/ktk.xlsx")
    assert not re.search(hook["files"], "README.md")


def test_the_action_uses_every_input_and_only_by_the_environment() -> None:
    action = load((ROOT / "action.yml").read_text("utf-8"))
    steps = action["runs"]["steps"]
    text = str(steps)
    assert all(f"inputs.{name} " in text for name in action["inputs"])
    scripts = [step["run"] for step in steps if "run" in step]
    assert not [script for script in scripts if "${{" in script]
    assert action["inputs"]["format"]["default"] in FORMS


def test_the_examples_of_the_page_are_yaml_and_toml_that_is_understood() -> None:
    page = (ROOT / "docs" / "automation.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 3
    assert all(load(block) for block in blocks)
    action = load((ROOT / "action.yml").read_text("utf-8"))
    used = load(blocks[1])["jobs"]["watershed"]["steps"][1]["with"]
    assert set(used) <= set(action["inputs"])
