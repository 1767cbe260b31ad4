"""Declares `eqeval standards` with its commands and options; what they do is imported only when they run."""

from pathlib import Path
from typing import Annotated

import typer

from eqeval.cli.help_page import Group
from eqeval.cli.languages import speak
from eqeval.words import Words


def standards_app(words: Words) -> typer.Typer:
    """Declare the commands for people who write standards."""
    app = typer.Typer(cls=Group, help=words("help.standards"), no_args_is_help=True, rich_markup_mode=None)
    Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help=words("help.lang"), envvar="EQEVAL_LANG")]
    Paths = Annotated[
        list[Path] | None, typer.Argument(metavar="PATH…", help=words("help.standards.paths"), show_default=False)
    ]

    @app.command("list", help=words("help.standards.list"))
    def list_(
        authority: Annotated[
            str | None, typer.Option("--authority", help=words("help.standards.authority"), show_default=False)
        ] = None,
        on: Annotated[
            str | None, typer.Option("--on", metavar="DATE", help=words("help.standards.on"), show_default=False)
        ] = None,
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import listing

        raise typer.Exit(listing(authority, on, speak(lang)))

    @app.command(help=words("help.standards.show"))
    def show(
        standard: Annotated[str, typer.Argument(metavar="ID|PATH", show_default=False)],
        resolved: Annotated[bool, typer.Option("--resolved", help=words("help.standards.resolved"))] = False,
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import show

        raise typer.Exit(show(standard, resolved, speak(lang)))

    @app.command(help=words("help.standards.validate"))
    def validate(
        paths: Paths = None,
        output: Annotated[
            str,
            typer.Option(
                "-o", "--output", metavar="text|json|github|junit[=FILE]", help=words("help.standards.target")
            ),
        ] = "text",
        as_of: Annotated[
            str | None, typer.Option("--as-of", metavar="DATE", help=words("help.as_of"), show_default=False)
        ] = None,
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import validate

        raise typer.Exit(validate(paths or [], output, as_of, speak(lang)))

    @app.command("test", help=words("help.standards.test"))
    def test_(paths: Paths = None, lang: Lang = "zh") -> None:
        from eqeval.cli.standards import test

        raise typer.Exit(test(paths or [], speak(lang)))

    @app.command(help=words("help.standards.diff"))
    def diff(
        left: Annotated[str, typer.Argument(metavar="A", show_default=False)],
        right: Annotated[str, typer.Argument(metavar="B", show_default=False)],
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import diff

        raise typer.Exit(diff(left, right, speak(lang)))

    @app.command(help=words("help.standards.schema"))
    def schema(
        what: Annotated[
            str, typer.Argument(metavar="standard|vocabulary|cases", help=words("help.schema_what_standards"))
        ] = "standard",
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import schema

        raise typer.Exit(schema(what, speak(lang)))

    @app.command(help=words("help.standards.docs"))
    def docs(
        paths: Paths = None,
        form: Annotated[
            str, typer.Option("-o", "--output", metavar="md|html", help=words("help.standards.format"))
        ] = "md",
        out: Annotated[
            Path | None, typer.Option("--out", metavar="DIR", help=words("help.standards.out"), show_default=False)
        ] = None,
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import docs

        raise typer.Exit(docs(paths or [], form, out, speak(lang)))

    @app.command(help=words("help.standards.new"))
    def new(
        name: Annotated[str, typer.Argument(metavar="ID", help=words("help.standards.name"), show_default=False)],
        out: Annotated[
            Path | None, typer.Option("--out", metavar="FILE", help=words("help.standards.newfile"), show_default=False)
        ] = None,
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.standards import new

        raise typer.Exit(new(name, out, speak(lang)))

    return app
