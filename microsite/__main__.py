"""`python -m microsite`: what build.py hands over to."""

from __future__ import annotations

import os
import sys

# Looking for plug-ins reads the lists of all installed packages, at every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from microsite.cli import main

# Worker processes import this file too, and must not start a build of their own.
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
