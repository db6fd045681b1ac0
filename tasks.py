"""Everything one does with this project: `py tasks.py run` on Windows, `make run` elsewhere. No packages needed.

Each task sets up first: a virtual environment in .venv with exactly what requirements.lock names (checked by hash),
the project itself, the compiled catalogues, and on Debian or Ubuntu the libraries Qt needs.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "veldwerk-setup"
OLDEST = (3, 11)
TEST_BUDGET = 900
"""Seconds `test` may take: a suite that takes longer is not run before a commit."""

QT_PACKAGES = ["libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1"]
QT_LIBRARIES = ["glib-2.0", "GL", "EGL", "xkbcommon", "dbus-1", "fontconfig"]
WINDOW_PACKAGES = [
    "libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-image0", "libxcb-render-util0",
    "libxcb-xkb1", "libxcb-shape0", "libxcb-randr0", "libxcb-xfixes0", "libx11-xcb1", "libcups2",
]  # fmt: skip
WINDOW_LIBRARIES = ["xcb-cursor", "xkbcommon-x11", "xcb-icccm", "xcb-keysyms", "xcb-image", "xcb-render-util"]
SERVER_PACKAGES = [
    "openssh-server", "postgresql", "apache2", "nginx-light", "libnginx-mod-http-dav-ext", "php-cli", "php-sabre-dav",
    "cups", "cups-client", "cups-filters", "printer-driver-cups-pdf", "ghostscript",
]  # fmt: skip
SERVER_PROGRAMS = ["sshd", "pg_ctlcluster", "apache2", "nginx", "php", "cupsd", "lpadmin", "gs"]


class Failed(SystemExit):
    """A task that could not do what it says; the text is for the person at the keyboard."""


def main(arguments: Sequence[str]) -> None:
    """Run one task by name, with further arguments handed to what it starts."""
    if not arguments or arguments[0] not in TASKS:
        print(
            __doc__,
            *(f"{name:13} {(task.__doc__ or '').splitlines()[0]}" for name, task in TASKS.items()),
            sep="\n",
        )
        raise SystemExit(0 if not arguments else 2)
    if sys.version_info < OLDEST:
        again_with_newer_python()
    os.chdir(ROOT)
    TASKS[arguments[0]](list(arguments[1:]))


# --- set-up -----------------------------------------------------------------------------------------------------


def setup(_arguments: Sequence[str] = ()) -> None:
    """Make .venv, the catalogues and what the system lacks; quick when nothing changed."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not (STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted):
        system_packages(QT_LIBRARIES, QT_PACKAGES, "Qt")
        make_environment()
        say("Installing the packages of requirements.lock; this takes some minutes, once")
        pip("install", "-q", "--require-hashes", "-r", str(LOCK))
        catalogues()
        pip("install", "-q", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text(wanted, encoding="utf-8")
    catalogues()


def make_environment() -> None:
    """Make .venv unless it works."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return
    say(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor}")
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if has_module("ensurepip"):
        run(*make)
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    apt_install([package], "a virtual environment")
    run(*make)


def again_with_newer_python() -> None:
    """Start this file again with a Python that is new enough. Raises Failed when there is none."""
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            raise SystemExit(subprocess.call([found, __file__, *sys.argv[1:]]))
    raise Failed(f"Veldwerk needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")


def has_module(name: str) -> bool:
    """Whether this Python can import `name` (Debian takes ensurepip out of the standard library)."""
    return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 0


def system_packages(libraries: Sequence[str], packages: Sequence[str], purpose: str) -> None:
    """Install `packages` when one of `libraries` is missing on a Linux machine."""
    if sys.platform == "linux" and not all(ctypes.util.find_library(name) for name in libraries):
        apt_install(packages, purpose)


def apt_install(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages when root; else raise Failed with the line to type."""
    if not shutil.which("apt-get"):
        raise Failed(f"For {purpose} these are missing (their Debian names): {' '.join(packages)}")
    root = not WINDOWS and os.geteuid() == 0
    if not root:
        raise Failed(
            f"For {purpose} packages are missing. Type:\n  sudo apt-get install {' '.join(packages)}"
        )
    say(f"Installing for {purpose}: {' '.join(packages)}")
    # RUNLEVEL keeps the packages from starting services of their own.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=quiet)


def catalogues(_arguments: Sequence[str] = ()) -> None:
    """Merge and compile the translations."""
    run(PYTHON, "-m", "tools.catalogues", "compile")


# --- tasks ------------------------------------------------------------------------------------------------------


def start(arguments: Sequence[str]) -> None:
    """Open the practice vault in a window; without a display do a whole round and say where it is."""
    setup()
    if WINDOWS or sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        system_packages(WINDOW_LIBRARIES, WINDOW_PACKAGES, "the window")
        run(PYTHON, "-m", "veldwerk", "demo", *arguments)
        return
    out = ROOT / "out"
    run(PYTHON, "-m", "veldwerk", "demo", "--round", str(out), *arguments, env=offscreen())
    print(f"There is no display, so a whole round was made without a window. Look in {out}:")
    for path in sorted(out.rglob("*")):
        if path.is_file():
            print(f"  {path.relative_to(out)}  {path.stat().st_size // 1024 + 1} kB")


def lint(_arguments: Sequence[str] = ()) -> None:
    """Style, types, import contracts, catalogues."""
    setup()
    contracts = "from importlinter.cli import lint_imports_command as lint; lint()"
    steps = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "import contracts": ["-c", contracts, "--no-logo"],
        "catalogues": ["-m", "tools.catalogues", "check"],
    }
    bad = []
    for name, step in steps.items():
        say(name)
        if subprocess.run([str(PYTHON), *step], env=offscreen()).returncode:
            bad.append(name)
    if bad:
        raise Failed(f"Not in order: {', '.join(bad)}")


def test(arguments: Sequence[str]) -> None:
    """All checks, all tests but slow ones and those with servers, and the conformance suites when their data is there."""
    begun = time.monotonic()
    lint()
    say("pytest")
    workers = ["-n", "2", "--dist", "worksteal"]
    try:
        run(
            PYTHON, "-m", "pytest", "-q", "-m", "not slow", *workers, *arguments,
            env=offscreen(), timeout=TEST_BUDGET,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Failed(f"The tests took longer than {TEST_BUDGET} s and were stopped.") from None
    # Held at what has been reached; `make conformance` alone stays red until each failure is mended or listed.
    conformance(["--floors"])
    print(f"All in order, in {time.monotonic() - begun:.0f} s.")


def conformance(arguments: Sequence[str] = ()) -> None:
    """The conformance suites on the shared data, one line each; says so when the data is absent."""
    from tools import shared_data

    folder = shared_data.find()
    if folder is None:
        print(f"conformance: not run, {shared_data.ABSENT}")
        return
    say("conformance")
    run(PYTHON, "-m", "tests.conformance", str(folder), *arguments, env=offscreen())


def test_servers(arguments: Sequence[str]) -> None:
    """Tests against real servers on this machine: WebDAV, S3, SFTP, PostgreSQL, CUPS."""
    setup()
    if sys.platform == "linux":
        searched = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postgresql"))
        if not all(shutil.which(name, path=searched) for name in SERVER_PROGRAMS):
            apt_install(SERVER_PACKAGES, "the test servers")
    run(PYTHON, "-m", "pytest", "-q", "-p", "no:randomly", "tests/servers", *arguments, env=offscreen())
    say("the slow tests that make test leaves to this")
    run(
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-m",
        "slow",
        "-n",
        "2",
        "tests",
        "--ignore=tests/servers",
        env=offscreen(),
    )


def walk(arguments: Sequence[str]) -> None:
    """Visit every screen: names for screen readers, clipped text, untranslated text."""
    setup()
    run(PYTHON, "-m", "pytest", "-q", "tests/ui/test_walk.py", *arguments, env=offscreen())


def bench(arguments: Sequence[str]) -> None:
    """Measure against peers, in ratios."""
    setup()
    run(PYTHON, "-m", "bench", *arguments, env=offscreen())


def screenshots(arguments: Sequence[str]) -> None:
    """Make the pictures of every page, light and dark."""
    setup()
    run(PYTHON, "-m", "tests.screenshots", *(arguments or ["docs/screenshots"]), env=offscreen())


def soak(arguments: Sequence[str]) -> None:
    """Long runs: many days of work, watching memory and open files."""
    setup()
    run(PYTHON, "-m", "pytest", "-q", "tests/soak", *arguments, env=offscreen())


def torture(arguments: Sequence[str]) -> None:
    """Kill the program while somebody types, again and again, and look what was lost."""
    setup()
    run(PYTHON, "-m", "pytest", "-q", "-p", "no:randomly", "tests/torture", *arguments, env=offscreen())


def build(_arguments: Sequence[str]) -> None:
    """Freeze the program to one folder, move that folder, and let it do a whole round there."""
    setup()
    say("PyInstaller")
    run(PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR", "build.spec")
    with tempfile.TemporaryDirectory(prefix="veldwerk moved ") as moved:
        folder = Path(moved) / "somewhere else"
        shutil.move(ROOT / "dist" / "veldwerk", folder)
        try:
            # Nothing of this checkout may be needed: no path, no home, no virtual environment.
            bare = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "HOME": moved, "PATH": moved}
            bare |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
            program = folder / ("veldwerk.exe" if WINDOWS else "veldwerk")
            done = subprocess.run([program, "--self-test"], cwd=moved, env=bare, check=False)
        finally:
            shutil.move(folder, ROOT / "dist" / "veldwerk")
    if done.returncode:
        raise Failed("The frozen program did not pass its self-test.")
    files = [
        path for path in (ROOT / "dist" / "veldwerk").rglob("*") if path.is_file() and not path.is_symlink()
    ]
    size = sum(path.stat().st_size for path in files)
    print(f"dist/veldwerk is ready: {size // 1_000_000} MB, self-test passed from a moved folder.")


def lock(_arguments: Sequence[str]) -> None:
    """Make requirements.lock again from pyproject.toml, for all platforms, with hashes and no host."""
    setup()
    run(
        PYTHON, "-m", "uv", "pip", "compile", "--universal", "--generate-hashes", "--no-emit-index-url",
        "--python-version", "3.11", "--all-extras", "pyproject.toml", "-o", LOCK.name,
    )  # fmt: skip


def lock_check(arguments: Sequence[str]) -> None:
    """Prove that the lock installs on Windows: every package has a wheel there with a hash in the lock."""
    setup()
    run(PYTHON, "-m", "tools.windows_lock", *arguments)


def clean(_arguments: Sequence[str]) -> None:
    """Take away what tasks made, except .venv (delete that by hand)."""
    for name in (
        "build",
        "dist",
        "out",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".import_linter_cache",
    ):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in [*ROOT.glob("src/**/__pycache__"), *ROOT.glob("t*/**/__pycache__")]:
        shutil.rmtree(folder, ignore_errors=True)
    for path in ROOT.glob("resources/locale/*/LC_MESSAGES"):
        shutil.rmtree(path, ignore_errors=True)


# --- small hands ------------------------------------------------------------------------------------------------


def offscreen() -> dict[str, str]:
    """The environment for what needs no screen."""
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def pip(*arguments: str) -> None:
    """Run pip of .venv."""
    run(PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments)


def run(*command: str | Path, env: dict[str, str] | None = None, timeout: float | None = None) -> None:
    """Run a program; raise Failed when it fails."""
    done = subprocess.run([str(word) for word in command], env=env, timeout=timeout, check=False)
    if done.returncode:
        raise Failed(done.returncode)


def say(text: str) -> None:
    """One line about what happens now."""
    print(f"— {text}", flush=True)


TASKS: dict[str, Callable[[Sequence[str]], None]] = {
    "setup": setup,
    "run": start,
    "test": test,
    "test-servers": test_servers,
    "lint": lint,
    "conformance": conformance,
    "catalogues": catalogues,
    "walk": walk,
    "bench": bench,
    "build": build,
    "screenshots": screenshots,
    "soak": soak,
    "torture": torture,
    "lock": lock,
    "lock-check": lock_check,
    "clean": clean,
}

if __name__ == "__main__":
    main(sys.argv[1:])
