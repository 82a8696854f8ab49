"""Films: what a file holds, a copy without all that is not picture and sound, and one of its frames.

Only MP4, MOV and WebM are read, each by the reader it names itself for: FFmpeg has readers that open other files.
"""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    from av.bitstream import BitStreamFilterContext
    from av.container import InputContainer

# What browsers play, by the container that they play it in.
_PICTURES = {"h264": "mp4", "vp8": "webm", "vp9": "webm", "av1": ""}
_SOUNDS = {"aac": "mp4", "mp3": "mp4", "opus": "", "vorbis": "webm"}
_PIXELS = frozenset({"yuv420p", "yuvj420p"})
_QUARTERS = (90, 270)
# What no film is to blame for.
_OF_THE_DISK = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EMFILE)


class FilmError(Exception):
    """A film can't be taken. Its first argument is a message's code, the second what the message tells of."""

    def __str__(self) -> str:
        return ": ".join(self.args)


@dataclass(frozen=True)
class Film:
    """What a film's file holds: its size in pixels when upright, its length in seconds, whether it has sound.

    `form` is what it is published as, "mp4" or "webm". A film that can't be taken has a `code` instead.
    """

    width: int = 0
    height: int = 0
    seconds: float = 0.0
    sound: bool = False
    form: str = ""
    code: str = ""
    what: str = ""
    # How heavy it is, in bytes.
    size: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CopyView:
    """The container that a film is copied to: "mp4" or "webm"."""

    form: str


@dataclass(frozen=True, slots=True)
class FrameView:
    """Which frame of a film: how far into it, in thousandths of a second."""

    at: int


def read_film(data: bytes) -> Film:
    """Return what the bytes of a film tell."""
    try:
        with _opened(data) as film:
            return replace(_film(film), size=len(data))
    except FilmError as error:
        code, what = error.args
        return Film(code=code, what=what)


def _film(film: InputContainer) -> Film:
    if not film.streams.video:
        raise FilmError("film-broken", "no picture")
    picture = film.streams.video[0]
    sound = film.streams.audio[0] if film.streams.audio else None
    codec, voice = picture.codec_context.name, sound.codec_context.name if sound else ""
    # The decoder's name may be a library's: libdav1d reads AV1.
    codec, voice = _codec(codec), _codec(voice)
    if codec not in _PICTURES or (voice and voice not in _SOUNDS):
        raise FilmError("film-codec", codec if codec not in _PICTURES else voice)
    frame = next(iter(film.decode(picture)), None)
    if frame is None:
        raise FilmError("film-broken", "no picture")
    # A screen's own decoder takes eight bits, four pixels sharing a colour; of more, many show nothing.
    if frame.format.name not in _PIXELS:
        raise FilmError("film-codec", f"{codec} {frame.format.name}")
    asked = {_PICTURES[codec], _SOUNDS.get(voice, "")} - {""}
    form = asked.pop() if asked else ("webm" if "matroska" in film.format.name else "mp4")
    if asked:
        raise FilmError("film-codec", f"{codec} + {voice}")
    seconds = float(film.duration or 0) / 1_000_000
    if seconds <= 0:
        raise FilmError("film-broken", "no length")
    turned = frame.rotation % 360 in _QUARTERS
    width, height = (frame.height, frame.width) if turned else (frame.width, frame.height)
    return Film(width, height, round(seconds, 3), sound is not None, form)


def _codec(name: str) -> str:
    return {"libdav1d": "av1", "libaom-av1": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9", "libopus": "opus"}.get(
        name, "mp3" if name.startswith("mp3") else name
    )


def copy_film(batch: Sequence[Inputs]) -> list[bytes]:
    """Copy films: picture and sound as they are, and nothing of what else the file held. Raises FilmError.

    What tells a player how the film goes on comes first, so that it starts before all of it has come.
    """
    return [_copy(inputs) for inputs in batch]


def film_frame(batch: Sequence[Inputs]) -> list[bytes]:
    """Return one frame of each film as JPEG, upright. Raises FilmError."""
    return [_frame(inputs) for inputs in batch]


COPY_FILM = Recipe(copy_film, heavy=True, faults=(FilmError,))
FILM_FRAME = Recipe(film_frame, heavy=True, faults=(FilmError,))


def _copy(inputs: Inputs) -> bytes:
    import av

    [data] = inputs.files.values()
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if inputs.view.form == "mp4" else {})
    # Through a real file: to put first what is known last, FFmpeg opens what it has written once more.
    handle, place = tempfile.mkstemp(suffix=f".{inputs.view.form}")
    os.close(handle)
    try:
        with _opened(data) as film, av.open(place, "w", format=inputs.view.form, options=options) as copy:
            kept = [film.streams.video[0], *film.streams.audio[:1]]
            streams = {stream.index: copy.add_stream_from_template(stream, opaque=True) for stream in kept}
            for stream in streams.values():
                stream.metadata.clear()
            copy.metadata.clear()
            told = _without_messages(kept[0])
            for packet in film.demux(kept):
                stream = streams[packet.stream.index]
                # The last packet of each stream is an empty one, which tells a decoder that it is the last.
                if packet.dts is not None:
                    for part in told.filter(packet) if told and stream is streams[kept[0].index] else (packet,):
                        part.stream = stream
                        copy.mux(part)
        return Path(place).read_bytes()
    finally:
        Path(place).unlink()


def _without_messages(stream: Any) -> BitStreamFilterContext | None:
    """Return what takes the messages out of a picture stream: encoders write their settings there, drones their place.

    In H.264 they are units of type 6 (ITU-T H.264, table 7-1). VP8 and VP9 have none, AV1's tell of light and colour.
    """
    from av.bitstream import BitStreamFilterContext

    return BitStreamFilterContext("filter_units=remove_types=6", stream) if _codec(stream.name) == "h264" else None


def _frame(inputs: Inputs) -> bytes:
    [data] = inputs.files.values()
    with _opened(data) as film:
        stream = film.streams.video[0]
        last: Any = None
        for frame in film.decode(stream):
            last = frame
            if frame.time * 1000 >= inputs.view.at:
                break
        if last is None:
            raise FilmError("film-broken", "no picture")
        out = io.BytesIO()
        picture = last.to_image()
        picture = picture.rotate(last.rotation, expand=True) if last.rotation else picture
        picture.save(out, "JPEG", quality=92, subsampling=0)
        return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[InputContainer]:
    """Open a film by the one reader that its first bytes name. Raises FilmError."""
    import av

    reader = "mov" if data[4:8] == b"ftyp" else "matroska" if data[:4] == b"\x1aE\xdf\xa3" else ""
    if not reader:
        raise FilmError("film-broken", "no picture")
    try:
        # References to other files stay unread: `enable_drefs` is off unless asked for.
        with av.open(io.BytesIO(data), "r", format=reader) as film:
            yield film
    except (av.FFmpegError, ValueError) as error:
        number = getattr(error, "errno", None)
        if isinstance(number, int) and number in _OF_THE_DISK:
            raise OSError(number, os.strerror(number)) from error
        raise FilmError("film-broken", str(error)) from error
