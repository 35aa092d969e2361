"""An emitted client, loaded from its folder: what it makes of requests and answers."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from swagsmith.emit import emit
from swagsmith.fuzz.reach import UnusableError

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from swagsmith.fuzz.client_call import ClientCall
    from swagsmith.ir.api import Api

#: what stands for the folder of a client that is emitted for this run
AUTO: Final = "auto"
#: each client is loaded under a name of its own, which no installed package has
_NAMES: Final = (f"_swagsmith_client_{number}" for number in count(1))


class ClientError(Exception):
    """The client does not take what the document allows; the message says why in one line."""


class _SentError(Exception):
    """Ends a call once its request is there."""


class _Recorder:
    """A transport that keeps a request and sends nothing."""

    def __init__(self) -> None:
        self.request: Any = None

    def send(self, request: Any) -> Any:
        self.request = request
        raise _SentError

    def close(self) -> None:
        """Does nothing."""


class ClientPackage:
    """The client, without its names: everything is found by method and path."""

    def __init__(self, package: ModuleType, api: Api, base_url: str) -> None:
        """Takes the loaded package.

        Raises:
            UnusableError: it is not the client of the document.
        """
        self._recorder = _Recorder()
        self._runtime = import_module("._runtime", package.__name__)
        self._decode = import_module("._runtime.decode", package.__name__)
        self._plain = import_module("._runtime.plain", package.__name__)
        try:
            kind = next(
                one for one in _clients(package) if issubclass(one, self._runtime.SyncClient)
            )
            self._client: Any = kind(base_url=base_url, transport=self._recorder, max_retries=0)
        except (StopIteration, TypeError, ValueError, self._runtime.ApiError) as error:
            raise UnusableError(f"the client cannot be used: {error}") from None
        self._operations = dict(_operations(package, api))

    def request(self, call: ClientCall) -> Any:
        """What a call sends: has `method`, `url`, `headers` and `body`.

        Raises:
            ClientError: the client does not take the arguments.
        """
        options = self._runtime.Options(**call.options)
        place = self._client if call.method.resource is None else None
        try:
            place = place or getattr(self._client, call.method.resource or "")
            made = getattr(place, call.method.name)(**call.arguments, options=options)
            if call.method.paging is not None:
                made.first_page()
        except _SentError:
            return self._recorder.request
        except (AttributeError, TypeError, self._runtime.ApiError) as error:
            raise ClientError(f"{type(error).__name__}: {error}") from None
        raise ClientError("nothing is sent")

    def knows(self, label: str) -> bool:
        """Whether the client has an operation."""
        return label in self._operations

    def value(self, label: str, status: int, media_type: str, body: bytes) -> Any:
        """An answer decoded, and encoded back as plain data.

        Args:
            label: of the operation.
            status: of the answer.
            media_type: its Content-Type.
            body: the whole of it.

        Raises:
            ClientError: it cannot be decoded.
        """
        operation = self._operations[label]
        headers = self._runtime.Headers([("content-type", media_type)])
        answer = self._decode.Answer(operation.method, status, headers, body)
        content = self._decode.documented(operation, status)
        try:
            value = self._decode.value(operation, answer)
        except self._runtime.ApiError as error:
            raise ClientError(str(error)) from None
        if value is None or content is None or content.type is None:
            return value
        dumped = content.adapter.dump_python(value, by_alias=True, exclude_unset=True)
        return self._plain.to_wire(dumped)


def _clients(package: ModuleType) -> list[type[Any]]:
    names: list[str] = getattr(package, "__all__", [])
    found = (getattr(package, name) for name in names)
    return [one for one in found if isinstance(one, type)]


def _operations(package: ModuleType, api: Api) -> Generator[tuple[str, Any]]:
    """The operations of the client by label; names in its modules are made from the document."""
    kind: Any = import_module("._runtime.operation", package.__name__).Operation
    folder = Path(str(package.__file__)).parent / "operations"
    found = [
        value
        for path in sorted(folder.glob("*.py"))
        for value in vars(import_module(f".operations.{path.stem}", package.__name__)).values()
        if isinstance(value, kind)
    ]
    known = {(one.method, one.path): one for one in found}
    for method in api.operations:
        operation = known.get((method.method, method.called_path))
        if operation is not None:
            yield f"{method.method} {method.path}", operation


@contextmanager
def opened(api: Api, folder: str, base_url: str) -> Generator[ClientPackage]:
    """The client while the block runs.

    Args:
        api: of the document.
        folder: of a distribution or package that was emitted, or AUTO for emitting one.
        base_url: where requests go.

    Raises:
        UnusableError: there is no such client.
    """
    with TemporaryDirectory(prefix="swagsmith-", ignore_cleanup_errors=True) as made:
        if folder == AUTO:
            _write(api, Path(made))
        package = _load(_package(Path(made if folder == AUTO else folder)), next(_NAMES))
        try:
            yield ClientPackage(package, api, base_url)
        finally:
            for name in [name for name in sys.modules if name.split(".")[0] == package.__name__]:
                del sys.modules[name]


def _write(api: Api, folder: Path) -> None:
    for name, text in emit(api).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _package(folder: Path) -> Path:
    """The package in a folder, which may be the folder itself."""
    found = [path.parent for path in (*folder.glob("_client.py"), *folder.glob("*/_client.py"))]
    if len(found) != 1:
        raise UnusableError(f"{folder} holds no client that `swagsmith generate` has written")
    return found[0]


def _load(folder: Path, name: str) -> ModuleType:
    spec = spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise UnusableError(f"{folder} is no package")
    package = module_from_spec(spec)
    sys.modules[name] = package
    try:
        spec.loader.exec_module(package)
    except Exception as error:  # noqa: BLE001 - whatever is in there is not ours
        raise UnusableError(f"{folder} cannot be imported: {error}") from None
    return package
