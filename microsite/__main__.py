"""`python -m microsite`: what build.py hands over to."""

from __future__ import annotations

import sys

from microsite.cli import main

# Worker processes import this file too, and must not start a build of their own.
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
