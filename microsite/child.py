"""Work on a stranger's file in a process of its own, which may run out of memory or time without harm to the build.

Started by its path, with the folder of libraries, what to do, and a width and a height in pixels: the file comes in,
PNG goes out, or of a PDF that is only measured, its first page's size in points. Knows nothing else of the engine.
"""

from __future__ import annotations

import sys
from typing import Any

# In bytes of addresses, of which a library takes many that it never fills; and in seconds of the processor.
_MOST_MEMORY = {"svg": 1_500_000_000, "pdf": 520_000_000}
_MOST_SECONDS = 8
# How it ends where what it works with can't be loaded, which is no fault of the file; and where a PDF is locked.
NO_LIBRARY, LOCKED = 3, 4
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def main() -> None:
    """Do what is asked."""
    libraries, job, width, height = sys.argv[1:]
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY[job], _MOST_MEMORY[job]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has none; whoever starts this one waits only so long
        pass
    sys.path.insert(0, libraries)
    try:
        work = _svg if job == "svg" else _pdf
        out = work(sys.stdin.buffer.read(), int(width), int(height))
    except ImportError:
        sys.exit(NO_LIBRARY)
    sys.stdout.buffer.write(out)


def _svg(data: bytes, width: int, _: int) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=data.decode(), width=width, skip_system_fonts=True))


def _pdf(data: bytes, width: int, height: int) -> bytes:
    import io

    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == _PASSWORD:
            sys.exit(LOCKED)
        raise
    page = document[0]
    across, down = page.get_size()
    if not width:
        # Drawn small, to see that it can be.
        page.render(scale=64 / max(across, down, 1), may_draw_forms=False)
        return f"{across} {down}".encode()
    # Without notes, which are no part of what is printed; by the library beneath, as its `render` rounds up the height.
    bitmap: Any = pypdfium2.PdfBitmap.new_native(width, height, pypdfium2.raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    pypdfium2.raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


if __name__ == "__main__":
    main()
