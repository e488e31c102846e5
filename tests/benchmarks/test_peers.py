from __future__ import annotations

import json

import pytest
from websockets.frames import Frame, Opcode

from benchmarks import wire
from benchmarks.peers import EPOCH, frame_text


@pytest.mark.parametrize("size", [200, 2_000, 16_567, 65_000])
@pytest.mark.parametrize("seq", [1, 123])
def test_a_peers_frame_is_as_long_as_ours_and_says_its_number(size: int, seq: int) -> None:
    frame = Frame(Opcode.TEXT, frame_text(seq, size)).serialize(mask=False)
    assert len(frame) == size
    assert wire.words(frame[: wire.PEEK]) == wire.Words(seq=seq, after=seq - 1, head=None, epoch=EPOCH)
    assert json.loads(frame_text(seq, size))["seq"] == seq
