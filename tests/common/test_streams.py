"""A streamed answer is taken from its iterator piece by piece, under either kind of server."""

from __future__ import annotations

from collections.abc import Iterator

from common.streams import Streamed


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
