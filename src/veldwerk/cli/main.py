"""The command line (DESIGN 9): no command opens the app; each command is loaded when it is called."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from veldwerk import __version__, texts
from veldwerk.cli.frame import Frame, sentences
from veldwerk.system import paths

COMMANDS = {
    "demo": "veldwerk.cli.demo:demo",
    "vault": "veldwerk.cli.vault:vault",
    "form": "veldwerk.cli.form:form",
    "instrument": "veldwerk.cli.instrument:instrument",
    "advise": "veldwerk.cli.advise:advise",
    "month": "veldwerk.cli.month:month",
    "sync": "veldwerk.cli.sync:sync",
    "members": "veldwerk.cli.members:members",
    "person": "veldwerk.cli.person:person",
    "collect": "veldwerk.cli.collect:collect",
    "audit": "veldwerk.cli.audit:audit",
}


class Lazy(click.Group):
    """A group that imports a command when it is used, so that `--help` and the window start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _colon, name = where.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="veldwerk")
@click.option("--vault", type=click.Path(path_type=Path, dir_okay=False), help="The vault to use.")
@click.option("--passphrase-file", default="", help="File with the passphrase; «-» reads standard input.")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option(
    "--self-test", is_flag=True, help="Do a whole round in a temporary folder, and say whether it went well."
)
@click.pass_context
def cli(ctx: click.Context, vault: Path | None, passphrase_file: str, language: str, self_test: bool) -> None:
    """Veldwerk: the round of home visits to people of 75 and over."""
    texts.install(paths.locale(), "en" if language == "en" else "nl")
    ctx.obj = Frame(vault, passphrase_file, language)
    if ctx.invoked_subcommand is not None:
        return
    with sentences():
        if self_test:
            from veldwerk.cli.demo import self_test as run_self_test

            raise SystemExit(run_self_test())
        from veldwerk.app.window import run

        raise SystemExit(run(vault, language=language))


def main() -> None:
    """Entry point; errors for people are one sentence and exit code 1."""
    with sentences():
        cli()
