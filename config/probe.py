"""Asks the web server beside it whether it is ready; for a container's health check. No Django here."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """0 where /health/ready says so, else 1 and what it said."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/ready"
    try:
        with urllib.request.urlopen(address, timeout=8) as answer:
            said = answer.read()
    except urllib.error.HTTPError as error:
        sys.stderr.write(error.read().decode("utf-8", "replace") + "\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{address}: {error}\n")
        return 1
    sys.stdout.write(said.decode("utf-8") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
