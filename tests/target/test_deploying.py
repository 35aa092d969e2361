"""What is needed to deploy: the container's commands, the documented variables, the wheel."""

import json
import re
import shlex
import zipfile
from pathlib import Path
from typing import Any

import click
import click.types
import pytest
import yaml

from twilio_target.__main__ import main
from twilio_target.page.assets import OUR_ASSETS

ROOT = Path(__file__).parents[2]
LINES = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text(encoding="utf-8")).splitlines()
INSTRUCTIONS = [line.split(None, 1) for line in LINES if line and not line.startswith("#")]
OPTIONS = [one for one in main.params if isinstance(one, click.Option)]
DEFAULTS = main.make_context("twilio_target", []).params
VARIABLES = {f"TWILIO_TARGET_{str(one.name).upper()}": one for one in OPTIONS}


def given(instruction: str) -> list[str]:
    return [rest for name, rest in INSTRUCTIONS if name == instruction]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in given("ENV") for pair in shlex.split(line))


def recipe(target: str) -> list[str]:
    """The commands of a Makefile's target, with its variables put in."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    variables = dict(re.findall(r"^([A-Z]+) [:?]?= (.*)$", text, re.MULTILINE))
    found = re.search(rf"^{re.escape(target)}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert found is not None
    commands = found[1]
    for _ in variables:
        commands = re.sub(r"\$\(([A-Z]+)\)", lambda name: variables[name[1]], commands)
    return [line.strip().lstrip("@").partition("  #")[0] for line in commands.splitlines()]


def pip_options(command: str) -> list[str]:
    """What pip is told about where things come from, whatever it then does with them."""
    _, _, arguments = command.partition(" -m pip ")
    kept = {
        "--require-hashes",
        "--requirement",
        "constraints.txt",
        "--no-deps",
        "--no-build-isolation",
    }
    return [word for word in shlex.split(arguments) if word in kept or word.startswith("--dis")]


def test_the_container_installs_what_make_setup_installs() -> None:
    ours = [pip_options(line) for line in recipe("$(STAMP)") if " -m pip " in line]
    theirs = [
        pip_options(line) for line in given("RUN") if " -m pip wheel" in line or " wheel --" in line
    ]
    assert len(ours) == 2
    assert theirs == ours
    # Everything that is installed afterwards comes from these wheels.
    installs = [line for line in given("RUN") if " install --no-" in line]
    assert len(installs) == 2
    assert all("--no-index --find-links /wheels" in line for line in installs)


def test_the_container_runs_what_make_serve_runs() -> None:
    (served,) = recipe("serve")
    (entry,) = given("ENTRYPOINT")
    assert [".venv/bin/python", *json.loads(entry)[1:]] == shlex.split(served)


def test_the_base_is_pinned_and_the_user_has_no_rights() -> None:
    bases = {line.split()[0] for line in given("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-[a-z]+", bases.pop())
    names = [name for name, _ in INSTRUCTIONS]
    (user,) = given("USER")
    assert int(user) > 0
    assert names.index("USER") > len(names) - 1 - names[::-1].index("RUN")
    assert "ADD" not in names


def test_what_is_copied_is_there() -> None:
    copied = [word for line in given("COPY") for word in line.split()[:-1]]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name


def test_the_container_sets_variables_that_exist() -> None:
    ours = {name: value for name, value in environment().items() if name != "PYTHONUNBUFFERED"}
    assert ours.keys() <= VARIABLES.keys()
    arguments = [text for name, value in ours.items() for text in (VARIABLES[name].opts[0], value)]
    assert main.make_context("twilio_target", arguments).params["host"] == "0.0.0.0"
    (volume,), (ports,), (check,) = given("VOLUME"), given("EXPOSE"), given("HEALTHCHECK")
    assert Path(ours["TWILIO_TARGET_DATABASE"]).parent == Path(volume)
    assert ports.split() == [ours["TWILIO_TARGET_PORT"], ours["TWILIO_TARGET_TWILIO_PORT"]]
    assert "/healthz" in check


def default(option: click.Option) -> Any:
    return DEFAULTS[str(option.name)]


def row(variable: str, option: click.Option) -> str:
    names = " ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    plain = str(default(option)).removesuffix(".0")
    shown = {"None": "none", "True": "`1`", "False": "`0`"}.get(plain, f"`{plain}`")
    return f"| `{variable}` | {names} | {shown} | {option.help} |"


def another_value(option: click.Option) -> str:
    """Give a value that is not the default."""
    named = {"host": "::1", "database": "x.sqlite3", "upstream": "https://twilio.example"}
    match option.type:
        case click.types.BoolParamType():
            return str(int(not default(option)))
        case click.Choice():
            return next(str(one) for one in option.type.choices if one != default(option))
        case _:
            return named.get(str(option.name), "2")


def test_the_documented_variables_are_the_options() -> None:
    text = (ROOT / "docs" / "target.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- variables:.*-->\n(.*?)<!-- end of variables -->", text, re.DOTALL)
    assert found is not None
    rows = [row(variable, option) for variable, option in VARIABLES.items()]
    assert found[1].splitlines()[2:] == rows, "the rows should be:\n" + "\n".join(rows)


@pytest.mark.parametrize(("variable", "option"), VARIABLES.items(), ids=list(VARIABLES))
def test_every_variable_takes_effect(
    variable: str, option: click.Option, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, another_value(option))
    parsed = main.make_context("twilio_target", []).params[str(option.name)]
    assert parsed != default(option)


def test_a_wheel_brings_the_document_and_the_page(tmp_path: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel")
    (built,) = wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as archive:
        document = archive.read("twilio_target/page/twilio.yaml")
        names = set(archive.namelist())
    assert document == (ROOT / "spec" / "twilio.yaml").read_bytes()
    expected = {f"twilio_target/page/static/{name}" for name in ("index.html", *OUR_ASSETS)}
    assert expected <= names


def test_the_connection_leads_through_the_documents_host_alone() -> None:
    """No edit but the host name: nothing in the connection file knows a host."""
    connection = (ROOT / "spec" / "twilio.apiProperties.json").read_text(encoding="utf-8")
    properties = json.loads(connection)["properties"]
    assert set(properties["connectionParameters"]) == {"username", "password"}
    assert not re.search(r"https?://|\.com", connection)
    document = yaml.safe_load((ROOT / "spec" / "twilio.yaml").read_text(encoding="utf-8"))
    assert [one["type"] for one in document["securityDefinitions"].values()] == ["basic"]
