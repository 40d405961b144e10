"""What a compressed body may become: kombu unpacks all of it, and a small message may hold gigabytes."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from kombu.compression import decompress, get_decoder
from kombu.message import Message

HEADER: Final = "compression"

_LZMA_MEMORY: Final = 2**27
"""Bytes that lzma may take besides what it returns: a stream says how many it needs, up to 4 GiB."""

# By what kombu has under the name. Brotli, zstd and what an app has registered have no bound.
_STREAMS: Final[Mapping[Any, Callable[[], Any]]] = {
    zlib.decompress: zlib.decompressobj,
    bz2.decompress: bz2.BZ2Decompressor,
    lzma.decompress: lambda: lzma.LZMADecompressor(memlimit=_LZMA_MEMORY),
}


class Unpacks(Message):
    """A message of kombu's whose body is unpacked within `taskgate_body_max` of its connection.

    What does not fit, or cannot be unpacked, is among its `errors`; `packed` is the body as it came.
    """

    body: Any
    packed: Any = None

    def __init__(self, body: Any = None, *, headers: Any = None, channel: Any = None, **options: Any) -> None:
        name = headers.get(HEADER) if isinstance(headers, dict) else None
        if not name:
            super().__init__(body, headers=headers, channel=channel, **options)
            return
        hidden = {key: value for key, value in headers.items() if key != HEADER}
        super().__init__(body, headers=hidden, channel=channel, **options)
        self.headers, self.packed = headers, self.body
        if self.errors:
            return
        most = getattr(channel.connection.client, "taskgate_body_max", 0)
        try:
            self.body = unpacked(self.body, name, most)
        except Exception:
            self.errors = [sys.exc_info()]


def unpacked(body: Any, name: str, most: int) -> bytes:
    """Return a body that was compressed by what has that name; `most` bytes, 0 for any number.

    Raises ValueError for more, and for one that is cut off; KeyError for a name that kombu does not know.
    """
    make = _STREAMS.get(get_decoder(name)) if most else None
    if make is None:
        found: bytes = decompress(body, name)
        return found
    stream = make()
    found = stream.decompress(body, most + 1)
    if len(found) > most:
        raise ValueError(f"the body has {len(body)} bytes and would become more than {most}")
    if not stream.eof or stream.unused_data:
        raise ValueError("the compressed body does not end where it should")
    return found
