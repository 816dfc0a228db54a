"""Names and certificates: what goes wrong before a word is said, and whether to ask again."""

import asyncio
import socket
from typing import Any

import httpcore
import pytest

from scraper.errors import FetchError, Refused, RetryLater
from scraper.fetch.client import _unanswered
from scraper.fetch.connect import resolve


def resolved(host: str, answer: Any) -> list[str]:
    async def given(*_args: object, **_more: object) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def go() -> list[str]:
        asyncio.get_running_loop().getaddrinfo = given  # type: ignore[method-assign]
        return await resolve(host, 80)

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Refused, "bbs.example: no such host"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), RetryLater, "could not be looked up .Temporary failure."),
        (UnicodeError("label too long"), Refused, "not a host's name"),
    ],
)
def test_a_name_that_is_not_found_says_whether_to_ask_again(error: Exception, kind: type[FetchError], said: str) -> None:
    with pytest.raises(kind, match=said):
        resolved("bbs.example", error)


def test_addresses_come_once_in_the_systems_order() -> None:
    found = [(2, 1, 6, "", (address, 80)) for address in ("192.0.2.7", "192.0.2.1", "192.0.2.7")]
    assert resolved("bbs.example", found) == ["192.0.2.7", "192.0.2.1"]


def test_a_certificate_that_cannot_be_trusted_is_not_asked_again() -> None:
    error = httpcore.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired")
    assert type(_unanswered("https://bbs.example/", error)) is Refused
    assert type(_unanswered("https://bbs.example/", httpcore.ReadError())) is RetryLater
    assert "no answer (ReadError)" in str(_unanswered("https://bbs.example/", httpcore.ReadError()))
