"""Compressed bodies, never larger than allowed once unpacked. Pure."""

from __future__ import annotations

import io
import zlib
from typing import Final

import zstandard

from schemas.errors import Problem, Refused, shown
from schemas.limits import BODY_BYTES

GZIP: Final = zlib.MAX_WBITS | 16


def unpacked(encoding: str, body: bytes, most: int = BODY_BYTES) -> bytes:
    """A body as it was before `Content-Encoding` (gzip, deflate, zstd, identity).

    Raises Refused: BODY_TOO_LARGE as soon as it passes `most` bytes, BODY_UNREADABLE, MEDIA_TYPE for other encodings.
    """
    if len(body) > most:
        raise too_large(most, len(body))
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _inflated(zlib.decompressobj(GZIP), body, most)
        case "deflate":
            return _inflated(zlib.decompressobj(), body, most)
        case "zstd":
            return _zstd(body, most)
    raise Refused(Problem("MEDIA_TYPE", "/Content-Encoding", "gzip zstd deflate", shown(encoding)))


def too_large(most: int, got: int | None = None) -> Refused:
    """The refusal of a body that is too large."""
    return Refused(Problem("BODY_TOO_LARGE", "", f"≤ {most} B", f"{got} B" if got else f"> {most} B"))


def _inflated(inflater: zlib._Decompress, body: bytes, most: int) -> bytes:
    try:
        plain = inflater.decompress(body, most + 1)
    except zlib.error as error:
        raise Refused(Problem("BODY_UNREADABLE", "", "gzip / deflate", shown(str(error)))) from None
    if len(plain) > most:
        raise too_large(most)
    if not inflater.eof or inflater.unused_data:
        raise Refused(Problem("BODY_UNREADABLE", "", "gzip / deflate", shown(inflater.unused_data[:20])))
    return plain


def _zstd(body: bytes, most: int) -> bytes:
    try:
        # A window as large as the limit: a frame may not claim more memory than the body may have.
        reader = zstandard.ZstdDecompressor(max_window_size=1 << (most - 1).bit_length()).stream_reader(io.BytesIO(body))
        plain = reader.read(most + 1)
    except zstandard.ZstdError as error:
        raise Refused(Problem("BODY_UNREADABLE", "", "zstd", shown(str(error)))) from None
    if len(plain) > most:
        raise too_large(most)
    return plain
