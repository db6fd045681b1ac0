"""`python -m bench [NAME …] [--quick]`: one line a figure; each room in a process of its own, so that none warms another.

Ratios count, not the absolute times of this machine. Exits 1 when a room breaks; a figure that is not reached says NO.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench.figures import HEAD

ROOMS = ("start", "store", "forms", "sync", "letters", "demo")


def main() -> int:
    """Run the rooms."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help=" ".join(ROOMS))
    options.add_argument("--quick", action="store_true", help="small sizes, under a minute")
    chosen = options.parse_args()
    unknown = sorted(set(chosen.names) - set(ROOMS))
    if unknown:
        options.error(f"no bench called {', '.join(unknown)}")
    print(HEAD, flush=True)
    broken = []
    for name in chosen.names or ROOMS:
        arguments = [sys.executable, "-m", f"bench.{name}", *(["--quick"] if chosen.quick else [])]
        if subprocess.run(arguments, check=False).returncode:
            broken.append(name)
    if broken:
        print(f"broken: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
