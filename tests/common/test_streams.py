"""A streamed answer is taken from its iterator piece by piece, under either kind of server."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from common.streams import Streamed, gathered, streamed_file
from common.tables.writing import XLSX_TYPE


async def test_piece_is_sent_before_the_next_is_made() -> None:
    made: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            made.append(number)
            yield bytes([number])

    sent = []
    async for piece in Streamed(pieces()):
        sent.append(piece)
        assert len(made) == len(sent)
    assert b"".join(sent) == bytes([0, 1, 2])


def test_plain_server_gets_the_same() -> None:
    assert b"".join(Streamed(iter([b"a", b"b"]))) == b"ab"


def test_lines_are_gathered_and_none_is_lost() -> None:
    lines = [b"%06d\n" % number for number in range(30_000)]
    pieces = list(gathered(iter(lines)))
    assert b"".join(pieces) == b"".join(lines)
    assert 1 < len(pieces) < 10


@pytest.mark.django_db  # the end of an answer closes connections
def test_file_is_read_as_it_is_sent_and_closed() -> None:
    file = io.BytesIO(bytes(200_000))
    response = streamed_file(file, name="题目.xlsx")
    pieces = iter(response)
    next(pieces)
    assert 0 < file.tell() < 200_000
    assert sum(len(piece) for piece in pieces) < 200_000
    assert (response["Content-Length"], response["Content-Type"]) == ("200000", XLSX_TYPE)
    assert "filename*=utf-8" in response["Content-Disposition"]
    response.close()
    assert file.closed
