"""What all commands share: JSON or words, errors as one sentence, exit codes, where a passphrase comes from."""

from __future__ import annotations

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
            return sys.stdin.readline().rstrip("\r\n")
        if self.phrase_file:
            try:
                return Path(self.phrase_file).read_text("utf-8").splitlines()[0]
            except (OSError, IndexError):
                raise click.ClickException(
                    _("The file with the passphrase cannot be read: {name}").format(
                        name=Path(self.phrase_file).name
                    )
                ) from None
        return str(click.prompt(_("Passphrase"), hide_input=True, err=True))


def show(data: object, as_json: bool, words: str) -> None:
    """Print `data` as JSON, or `words` for people."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str) if as_json else words)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn errors for people into one line on standard error and exit code 1."""
    try:
        yield
    except (UserError, FormError) as error:
        click.echo(sentence(error), err=True)
        raise SystemExit(1) from None


def json_option(command: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="JSON for programs.")(command)


def read_json(source: str) -> Any:
    """JSON from a file, or from standard input («-»); a sentence that names file, line and column when it is not."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise click.ClickException(
            _("{name} is not JSON: line {line}, column {column}").format(
                name="-" if source == "-" else Path(source).name, line=error.lineno, column=error.colno
            )
        ) from None
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(
            _("The file cannot be read: {name}").format(name=Path(source).name)
        ) from None
