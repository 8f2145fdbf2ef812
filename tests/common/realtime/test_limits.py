"""How much one socket may send."""

from __future__ import annotations

from common.realtime.limits import Gate


def admitted(gate: Gate, *, per_second: int, seconds: int, start: float) -> list[int]:
    """How many frames came in, second by second."""
    return [
        sum(gate.admits(start + second + number / per_second) for number in range(per_second))
        for second in range(seconds)
    ]


def test_gate_lets_the_rate_through() -> None:
    gate = Gate(20)
    assert admitted(gate, per_second=20, seconds=10, start=gate._filled_at) == [20] * 10
    assert not gate.is_abused()


def test_gate_holds_back_a_hundred_a_second() -> None:
    gate = Gate(20)
    found = admitted(gate, per_second=100, seconds=10, start=gate._filled_at)
    assert found[0] <= 60
    assert all(19 <= count <= 21 for count in found[1:])


def test_gate_shows_the_door_after_patience() -> None:
    gate = Gate(20, patience_seconds=30)
    start = gate._filled_at
    admitted(gate, per_second=100, seconds=29, start=start)
    assert not gate.is_abused()
    admitted(gate, per_second=100, seconds=5, start=start + 29)
    assert gate.is_abused()


def test_gate_forgives_after_a_pause() -> None:
    gate = Gate(20, patience_seconds=3)
    start = gate._filled_at
    admitted(gate, per_second=100, seconds=3, start=start)
    admitted(gate, per_second=100, seconds=2, start=start + 60)
    assert not gate.is_abused()


def test_gate_reminds_once_a_second() -> None:
    gate = Gate(20)
    assert [gate.should_remind(100 + number / 10) for number in range(20)].count(True) == 2
