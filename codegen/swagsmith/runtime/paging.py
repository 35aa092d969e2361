"""Lists that come in pages, followed by the links the document declares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import links
from .errors import ConfigError, PagingError
from .plain import is_list

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from .client import AsyncClient, SyncClient
    from .operation import Operation, Options, Request, Response

Item = TypeVar("Item")
Page = TypeVar("Page")


class _Course:
    """Which page comes after which."""

    def __init__(self, request: Request[Any]) -> None:
        self.request: Request[Any] | None = request
        self._first = request
        self._seen: set[str] = set()

    def advance(self, response: Response[Any]) -> None:
        """Sets `request` to that of the next page, None after the last.

        Raises:
            ConfigError: the link leads to another origin, where credentials must not go.
            PagingError: the link was followed before.
        """
        operation = self._first.operation
        next_name = operation.paging.next if operation.paging is not None else None
        link = None if next_name is None else _property(response.value, next_name)
        if link is None or link == "":
            self.request = None
            return
        url = links.resolve(response.url, link) if isinstance(link, str) else None
        if url is None:
            raise ConfigError("the next link leads to another origin", operation=operation.id)
        if url in self._seen:
            raise PagingError("the next link was followed before", operation=operation.id)
        self._seen.add(url)
        self.request = replace(self._first, link=url)


def _elements(operation: Operation, page: Any) -> list[Any]:
    """The elements of a page.

    Raises:
        PagingError: there is something else where they should be.
    """
    name = operation.paging.items if operation.paging is not None else None
    found: Any = page
    if name is not None or not is_list(page):
        found = _property(page, name or "value")
    if found is None:
        return []
    if is_list(found):
        return found
    raise PagingError(f"{name or 'value'!r} is not a list", operation=operation.id)


def _property(page: Any, wire: str) -> Any:
    from .model import get_property  # noqa: PLC0415 - a page has been decoded, pydantic is there

    return get_property(page, wire)


class Pager(Generic[Item, Page]):
    """A list, fetched page by page while it is iterated; each iteration starts anew.

    Raises:
        ApiError: while iterating, of the kind the error tree says.
    """

    def __init__(
        self, client: SyncClient, request: Request[Page], options: Options | None = None
    ) -> None:
        self._client = client
        self._request = request
        self._options = options

    def first_page(self) -> Page:
        """The first page alone."""
        return self._client.send(self._request, self._options).value

    def pages(self) -> Iterator[Page]:
        """The pages."""
        course = _Course(self._request)
        while course.request is not None:
            response = self._client.send(course.request, self._options)
            yield response.value
            course.advance(response)

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from _elements(self._request.operation, page)


class AsyncPager(Generic[Item, Page]):
    """A list, fetched page by page while it is iterated; each iteration starts anew.

    Raises:
        ApiError: while iterating, of the kind the error tree says.
    """

    def __init__(
        self, client: AsyncClient, request: Request[Page], options: Options | None = None
    ) -> None:
        self._client = client
        self._request = request
        self._options = options

    async def first_page(self) -> Page:
        """The first page alone."""
        return (await self._client.send(self._request, self._options)).value

    async def pages(self) -> AsyncIterator[Page]:
        """The pages."""
        course = _Course(self._request)
        while course.request is not None:
            response = await self._client.send(course.request, self._options)
            yield response.value
            course.advance(response)

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            for item in _elements(self._request.operation, page):
                yield item
