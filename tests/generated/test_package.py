"""The emitted distribution as a package: cheap to import, complete, alone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import twilio_connector

GENERATED = Path(__file__).parent.parent.parent / "generated"


def run(code: str) -> str:
    """The output of a program in a fresh interpreter that finds the client."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=GENERATED
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_client_loads_no_models_and_no_transport() -> None:
    heavy = run(
        "import sys, twilio_connector\n"
        "print([name for name in ('pydantic', 'pyreqwest', 'httpx2', 'twilio_connector.models', 'asyncio')"
        " if name in sys.modules])"
    )
    assert heavy == "[]"


def test_everything_promised_is_there() -> None:
    for name in twilio_connector.__all__:
        assert getattr(twilio_connector, name) is not None
    assert set(twilio_connector.__all__) <= set(dir(twilio_connector))


def test_the_tool_is_not_needed() -> None:
    blocked = (
        "jinja2",
        "datamodel_code_generator",
        "schemathesis",
        "swagsmith",
        "yaml",
        "ruamel",
        "httpx2",
        "click",
    )
    assert (
        run(
            "import sys\n"
            "class Block:\n"
            "    def find_spec(self, name, *_):\n"
            f"        if name.split('.')[0] in {blocked!r}: raise ImportError(name)\n"
            "sys.meta_path.insert(0, Block())\n"
            "from twilio_connector import TwilioConnector, models, ApiError\n"
            "with TwilioConnector(account_id='AC', access_token='t', base_url='http://127.0.0.1:1', max_retries=0) as c:\n"
            "    try: c.messages.get('SM1')\n"
            "    except ApiError as error: print(type(error).__name__, 'GetMessage' in str(error))\n"
        )
        == "ConnectError True"
    )


def test_the_wheel_holds_the_package_and_asks_for_two_others(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(GENERATED),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = [name for name in names if name.endswith("METADATA")]
        fields = Parser().parsestr(archive.read(metadata).decode())
    sources = {
        path.relative_to(GENERATED).as_posix()
        for path in (GENERATED / "twilio_connector").rglob("*.py")
    }
    assert sources <= names
    assert "twilio_connector/py.typed" in names
    required = [line for line in fields.get_all("Requires-Dist", []) if "extra" not in line]
    assert sorted(line.split(">")[0] for line in required) == ["pydantic", "pyreqwest"]
