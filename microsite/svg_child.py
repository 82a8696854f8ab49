"""Drawing a stranger's SVG in a process of its own, which may run out of memory or time without harm to the build.

Started by its path, with the folder of libraries and a width in pixels: SVG comes in, PNG goes out.
"""

from __future__ import annotations

import sys

_MOST_MEMORY = 1_500_000_000
_MOST_SECONDS = 10
# How it ends where what it draws with can't be loaded, which is no fault of the drawing.
NO_LIBRARY = 3


def main() -> None:
    """Draw what comes in."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has none; whoever starts this one waits only so long
        pass
    sys.path.insert(0, sys.argv[1])
    try:
        import resvg_py
    except ImportError:
        sys.exit(NO_LIBRARY)

    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(
        bytes(resvg_py.svg_to_bytes(svg_string=svg, width=int(sys.argv[2]), skip_system_fonts=True))
    )


if __name__ == "__main__":
    main()
