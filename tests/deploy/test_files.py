"""What deploy/ says fits the program: settings that load, units that wait long enough, scripts that a linter passes."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.config import Settings
from bot.config_sources import load
from bot.runtime import ROLES
from db.engine import POSTGRES_CONNECTIONS
from tests.bot.command import ROOT
from tests.wanting import do_without

DEPLOY = ROOT / "deploy"
SCRIPTS = [*DEPLOY.glob("*.sh"), DEPLOY / "inkmirage", DEPLOY / "as-service"]
UNIT = (DEPLOY / "systemd" / "inkmirage@.service").read_text()
COMPOSE = (DEPLOY / "compose.yaml").read_text()


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(DEPLOY / "config.production.toml")


def test_the_settings_of_production_load_and_want_nothing_but_keys_and_names(settings: Settings) -> None:
    wanted = {sentence.split(" ", 1)[0] for sentence in settings.missing()}
    keys = {"web.secret_key", "mayi.api_key", "r2.access_key_id", "r2.secret_access_key"}
    assert wanted - keys == {"r2.endpoint_url", "r2.bucket"}


def test_every_secret_of_the_example_is_a_setting_and_none_is_in_the_settings_file(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = re.findall(r"^#?(INKMIRAGE_\w+)='(.*)'$", (DEPLOY / "secrets.env.example").read_text(), re.MULTILINE)
    assert len(lines) > 8
    for name, _ in lines:
        section, key = name.removeprefix("INKMIRAGE_").lower().split("__")
        assert key in type(getattr(load(DEPLOY / "config.production.toml"), section)).model_fields, name
        assert not re.search(rf"^{key} = \"..", (DEPLOY / "config.production.toml").read_text(), re.MULTILINE) or section == "database"


def test_a_stop_is_given_more_time_than_the_program_takes(settings: Settings) -> None:
    needed = settings.jobs.drain_seconds + settings.web.linger_seconds + 30
    assert int(re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)[0]) > needed
    assert int(re.findall(r"stop_grace_period: (\d+)s\n  pids", COMPOSE)[0]) > needed


def test_every_role_has_an_instance_and_a_service() -> None:
    instances = {path.stem: path.read_text() for path in (DEPLOY / "systemd" / "instances").glob("*.env")}
    assert {re.findall(r"^ROLE=(\w+)$", text, re.MULTILINE)[0] for text in instances.values()} == set(ROLES)
    assert set(re.findall(r"--only, (\w+)", COMPOSE)) == set(ROLES)
    ours = [name for name in re.findall(r"^  ([a-z]+(?:-\d)?):", COMPOSE, re.MULTILINE) if name.split("-")[0] in ROLES]
    most = int(re.findall(r"max_connections=(\d+)", COMPOSE)[0])
    assert len(ours) * (POSTGRES_CONNECTIONS + 1) + 20 < most
    assert len(instances) * (POSTGRES_CONNECTIONS + 1) + 20 < int(re.findall(r"max_connections = (\d+)", guide())[0])


def test_prometheus_asks_every_process_at_the_port_it_has() -> None:
    instances = sorted((DEPLOY / "systemd" / "instances").glob("*.env"))
    ports = [re.findall(r"^INKMIRAGE_METRICS__PORT=(\d+)$", path.read_text(), re.MULTILINE) for path in instances]
    asked = dict(re.findall(r"- 127\.0\.0\.1:(\d+)  # (\S+)", (DEPLOY / "prometheus" / "prometheus.yml").read_text()))
    assert {path.stem: port for path, port in zip(instances, ports, strict=True)} == {name: [port] for port, name in asked.items()}


def guide() -> str:
    return (ROOT / "docs" / "operate.md").read_text()


def test_the_guide_names_files_that_are_there() -> None:
    named = set(re.findall(r"/opt/inkmirage/(?:current|source)/([\w./@*-]+\w)", guide()))
    assert len(named) > 6
    assert [name for name in named if not list(ROOT.glob(f"{name}*"))] == []


def test_nothing_is_installed_without_its_hash() -> None:
    for path in (DEPLOY / "Dockerfile", DEPLOY / "release.sh"):
        assert "--require-hashes" in path.read_text()
        assert not re.search(r"index-url|find-links", path.read_text())


def test_the_scripts_are_clean() -> None:
    if not (linter := shutil.which("shellcheck")):
        do_without("shellcheck", "no shellcheck on the PATH: the scripts are NOT looked through")
    assert subprocess.run([linter, *SCRIPTS], capture_output=True, text=True, check=False).stdout == ""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_can_be_run_and_ends_at_the_first_mistake(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text()


# --- roll.sh, with a systemctl that writes down what it is asked ------------------------------------------------------

SYSTEMCTL = """#!/usr/bin/env bash
echo "$*" >> "$SAID"
case $1 in
    list-units) printf 'inkmirage@web-1.service loaded active running x\\ninkmirage@worker-1.service loaded active running x\\n' ;;
    is-active) [ "${@: -1}" != "${BROKEN:-}" ] ;;
esac
"""


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Not in the output of the tests."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def rolled(folder: Path, port: int, broken: str = "", units: Path = DEPLOY / "systemd") -> tuple[int, list[str], str]:
    """How it ended, what systemctl was asked to do, and what was said."""
    (folder / "systemctl").write_text(SYSTEMCTL)
    (folder / "systemctl").chmod(0o755)
    (folder / "web-1.env").write_text(f"ROLE=web\nINKMIRAGE_WEB__PORT={port}\n")
    (folder / "worker-1.env").write_text("ROLE=worker\n")
    environment = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "SAID": str(folder / "said"),
        "INSTANCES": str(folder),
        "UNITS": str(units),
        "PATIENCE": "5",
    }
    end = subprocess.run(
        [DEPLOY / "roll.sh"], env={**environment, "BROKEN": broken}, capture_output=True, text=True, timeout=60, check=False
    )
    asked = (folder / "said").read_text().splitlines() if (folder / "said").exists() else []
    done = [line for line in asked if line.split()[0] in ("start", "restart")]
    return end.returncode, done, end.stderr


def test_processes_are_replaced_one_after_another(tmp_path: Path, port: int) -> None:
    code, done, _ = rolled(tmp_path, port)
    assert code == 0
    assert done == ["restart inkmirage-migrate.service", "restart inkmirage@web-1.service", "restart inkmirage@worker-1.service"]


def test_the_others_stay_when_one_does_not_come_up(tmp_path: Path, port: int) -> None:
    code, done, said = rolled(tmp_path, port, broken="inkmirage@web-1.service")
    assert (code, done[1:]) == (1, ["restart inkmirage@web-1.service"])
    assert "does not come up" in said


def test_nothing_is_replaced_while_the_units_are_not_those_of_the_release(tmp_path: Path, port: int) -> None:
    units = Path(shutil.copytree(DEPLOY / "systemd", tmp_path / "units"))
    (units / "inkmirage@.service").write_text(UNIT.replace("Type=notify", "Type=exec"))
    code, done, said = rolled(tmp_path, port, units=units)
    assert (code, done) == (1, [])
    assert "inkmirage@.service is not what this release has" in said


def test_a_web_process_that_is_not_ready_holds_up_the_rest(tmp_path: Path) -> None:
    code, done, _ = rolled(tmp_path, 1)
    assert (code, done[1:]) == (1, ["restart inkmirage@web-1.service"])
