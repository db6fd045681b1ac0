"""What all commands share: JSON or words, errors as one sentence, exit codes, where a passphrase comes from."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.xlsform.errors import FormError

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Frame:
    """The options before the command: which vault, and the file its passphrase stands in."""

    vault: Path | None = None
    phrase_file: str = ""
    language: str = "nl"
    extra: dict[str, object] = field(default_factory=dict)

    @cached_property
    def passphrase(self) -> str:
        """From the file, from standard input («-»), or asked for; never from an argument (DESIGN 9)."""
        if self.phrase_file == "-":
            return self._read(lambda: sys.stdin.readline().rstrip("\r\n"))
        if self.phrase_file:
            return self._read(lambda: Path(self.phrase_file).read_text("utf-8").splitlines()[0])
        return str(click.prompt(_("Passphrase"), hide_input=True, err=True))

    def _read(self, source: Callable[[], str]) -> str:
        """What `source` gives, when it is text; half a character of a file in another encoding is not."""
        try:
            phrase = source()
            phrase.encode("utf-8")
            return phrase
        except (OSError, IndexError, ValueError):
            raise click.ClickException(
                _("The file with the passphrase cannot be read: {name}").format(
                    name=Path(self.phrase_file).name
                )
            ) from None


def show(data: object, as_json: bool, words: str) -> None:
    """Print `data` as JSON, or `words` for people."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str) if as_json else words)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn every error into one line on standard error and exit code 1; never a traceback.

    Of an error that is a bug only the kind is told: its words may hold what someone typed about a person.
    """
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except BrokenPipeError:
        raise  # whoever read our output stopped; click ends quietly
    except (UserError, FormError) as error:
        said = sentence(error)
    except OSError as error:
        said = _of_disk(error)
    except Exception as error:
        said = _("Something went wrong that should not happen ({kind}).").format(kind=type(error).__name__)
    else:
        return
    click.echo(said.encode("utf-8", "replace").decode("utf-8"), err=True)
    raise SystemExit(1)


def _of_disk(error: OSError) -> str:
    """The sentence for a file or folder that fails; it names the file only, not where it stands."""
    name = Path(str(error.filename)).name if isinstance(error.filename, (str, Path)) else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full. Nothing was lost; make room and try again.")
    if error.errno == errno.EROFS:
        return _("This place is read-only: {name}").format(name=name)
    if error.errno in (errno.EACCES, errno.EPERM):
        return _("This program may not read or write here: {name}").format(name=name)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _("This file or its folder is not there: {name}").format(name=name)
    if name:
        return _("The file or folder cannot be used: {name}").format(name=name)
    return _("The disk or the connection gave an error ({kind}).").format(kind=type(error).__name__)


def json_option(command: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="JSON for programs.")(command)


def read_json(source: str) -> Any:
    """JSON from a file, or from standard input («-»); a sentence that names file, line and column when it is not."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # half a character («\\ud800») is no text
        return data
    except json.JSONDecodeError as error:
        raise click.ClickException(
            _("{name} is not JSON: line {line}, column {column}").format(
                name="-" if source == "-" else Path(source).name, line=error.lineno, column=error.colno
            )
        ) from None
    except UnicodeEncodeError:
        raise click.ClickException(
            _("{name} holds half a character (\\ud800 and the like); write the whole one.").format(
                name="-" if source == "-" else Path(source).name
            )
        ) from None
    except (OSError, ValueError, RecursionError):
        raise click.ClickException(
            _("The file cannot be read: {name}").format(name=Path(source).name)
        ) from None
