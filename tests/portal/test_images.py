"""The Dockerfile and the compose file, read: no image is built here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from schedcheck.cli.portal import portal
from tests.paths import ROOT
from tests.portal.running import Site

_PARTS = {"ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
          "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}  # fmt: skip


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with what is behind each."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


def of(kind: str) -> list[str]:
    return [rest for name, rest in steps() if name == kind]


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))
    return loaded


def read_by_the_settings() -> set[str]:
    """The variables that the settings name."""
    text = (ROOT / "schedcheck" / "portal" / "settings.py").read_text("utf-8")
    return set(re.findall(r'"(DATABASE_URL|SCHEDCHECK_[A-Z_]+)"', text))


def health(words: list[str], port: int) -> subprocess.CompletedProcess[str]:
    """A health check of an image, asking a site on this machine."""
    code = re.sub(r"http://[\w.]+:8000/", f"http://127.0.0.1:{port}/", words[-1])
    environment = os.environ | {"SCHEDCHECK_HOSTS": "portal.example,other.example"}
    return subprocess.run(
        [sys.executable, *words[1:-1], code], capture_output=True, text=True, check=False,
        env=environment,
    )  # fmt: skip


def test_the_image_is_debian_pinned_and_not_run_by_root() -> None:
    names = [name for name, _rest in steps()]
    assert set(names) <= _PARTS
    assert names[0] == "FROM"
    (image,) = of("FROM")
    found = re.fullmatch(r"python:(3\.\d+)-slim-bookworm", image)
    assert found
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"Programming Language :: Python :: {found[1]}" in lowest["classifiers"]
    (user,) = of("USER")
    assert user == "portal"
    assert names.index("USER") < min(names.index(name) for name in ("CMD", "ENTRYPOINT"))
    installed = [part for run in of("RUN") for part in run.split("&&") if "pip install" in part]
    assert len(installed) == 3
    assert all("--require-hashes" in part or "--no-deps" in part for part in installed)


def test_what_is_copied_is_there_and_let_in() -> None:
    let_in = (ROOT / ".dockerignore").read_text("utf-8").split()
    for line in of("COPY"):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name
            assert f"!{name.split('/')[0]}" in let_in, name


def test_the_commands_are_those_of_the_program() -> None:
    assert json.loads(of("ENTRYPOINT")[0]) == ["python", "-m", "schedcheck"]
    command = json.loads(of("CMD")[0])
    assert command[0] == "serve"
    assert command[command.index("--bind") + 1].rpartition(":")[2] == of("EXPOSE")[0]
    assert command[command.index("--data") + 1] == of("VOLUME")[0]
    worker = compose()["services"]["worker"]["command"]
    portal.make_context("portal", worker[1:])
    assert worker[:2] == ["portal", "worker"]


def test_services_have_little_power_and_say_how_they_are() -> None:
    services = compose()["services"]
    assert set(services) == {"database", "web", "worker"}
    for name, service in services.items():
        if name != "web":  # that has the check of its image
            assert service["healthcheck"]["test"][0] == "CMD"
        if name != "database":
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["init"] is True  # it ends what a worker that was ended leaves
            variables = set(service["environment"])
            assert variables - {"PGPASSWORD"} == variables & read_by_the_settings()
            assert {"DATABASE_URL", "SCHEDCHECK_HOSTS", "SCHEDCHECK_MAIL"} <= variables
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert "ports" not in services["database"]
    text = (ROOT / "compose.yml").read_text("utf-8")
    assert not re.findall(r"PASSWORD: (?!\$\{)", text)


def test_the_checks_of_health_hold_for_a_site_behind_tls(tmp_path: Path) -> None:
    (image,) = [json.loads(rest[rest.index("[") :]) for rest in of("HEALTHCHECK")]
    worker = compose()["services"]["worker"]["healthcheck"]["test"][1:]
    site = Site(tmp_path, tls="portal.example,other.example")
    assert health(image, site.port).returncode != 0
    site.start()
    try:
        assert health(image, site.port).returncode == 0
        site.until(lambda: health(worker, site.port).returncode == 0)
        assert site.status("/healthz", {"Host": "portal.example"}) == 301
        assert site.status("/healthz", {"Host": "elsewhere.example"}) == 400
    finally:
        site.stop()
