"""The commands and their options; what a command does is imported only when it runs."""

import gc
import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from eqeval import DEFAULT, __version__
from eqeval.cli.batch.options import declare_batch
from eqeval.cli.help_page import Command, Group
from eqeval.cli.languages import speak
from eqeval.cli.standards_options import standards_app
from eqeval.words import LANGUAGES, Words


def language(arguments: list[str]) -> str:
    """Find the language before anything is parsed: --lang, then EQEVAL_LANG, then Chinese."""
    for position, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=")
        if argument == "--lang":
            value = arguments[position + 1] if position + 1 < len(arguments) else ""
        elif value == argument:
            continue
        if value in LANGUAGES:
            return value
    chosen = os.environ.get("EQEVAL_LANG", "")
    return chosen if chosen in LANGUAGES else "zh"


def build(words: Words) -> typer.Typer:
    """Declare the commands with their help in one language."""
    app = typer.Typer(
        cls=Group,
        help=words("help.app"),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "obj": words},
    )
    Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=words("help.files"), show_default=False)]
    Standard = Annotated[
        str,
        typer.Option("-s", "--standard", metavar="ID|PATH", help=words("help.standard"), envvar="EQEVAL_STANDARD"),
    ]
    AsOf = Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help=words("help.as_of"), envvar="EQEVAL_AS_OF", show_default=False),
    ]
    County = Annotated[
        str | None, typer.Option("--county", metavar="NAME", help=words("help.county"), show_default=False)
    ]
    Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=words("help.sheet"), show_default=False)]
    View = Annotated[
        str, typer.Option("--view", metavar="summary|failures|full", help=words("help.view"), envvar="EQEVAL_VIEW")
    ]
    Waivers = Annotated[
        Path | None, typer.Option("--waivers", metavar="FILE", help=words("help.waivers"), show_default=False)
    ]
    Map = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=words("help.map"), show_default=False)]
    Hidden = Annotated[bool, typer.Option("--hidden", help=words("help.hidden"))]
    Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help=words("help.lang"), envvar="EQEVAL_LANG")]
    Debug = Annotated[bool, typer.Option("--debug", help=words("help.debug"))]

    @app.callback()
    def common(
        version: Annotated[
            bool, typer.Option("--version", help=words("help.version"), is_eager=True, callback=_version)
        ] = False,
    ) -> None:
        pass

    @app.command(help=words("help.check"))
    def check(
        files: Files,
        standard: Annotated[
            list[str] | None,
            typer.Option(
                "-s", "--standard", metavar="ID|PATH", help=words("help.standards.several"), envvar="EQEVAL_STANDARD"
            ),
        ] = None,
        as_of: AsOf = None,
        output: Annotated[
            list[str] | None,
            typer.Option(
                "-o",
                "--output",
                metavar="FORMAT[=FILE]",
                help=words("help.output"),
                envvar="EQEVAL_OUTPUT",
                show_default=False,
            ),
        ] = None,
        view: View = "failures",
        strict: Annotated[bool, typer.Option("--strict", help=words("help.strict"), envvar="EQEVAL_STRICT")] = False,
        county: County = None,
        sheet: Sheet = None,
        waivers: Waivers = None,
        map_: Map = None,
        hidden: Hidden = False,
        quiet: Annotated[bool, typer.Option("-q", "--quiet", help=words("help.quiet"))] = False,
        lang: Lang = "zh",
        debug: Debug = False,
    ) -> None:
        from eqeval.cli.check import run
        from eqeval.cli.county import Asked

        named, outputs, asked = standard or [DEFAULT], output or [], Asked(sheet, map_, hidden)
        raise typer.Exit(run(files, named, as_of, outputs, view, strict, county, asked, quiet, waivers, speak(lang)))

    @app.command(help=words("help.lint"))
    def lint(
        files: Files,
        standard: Standard = DEFAULT,
        previous: Annotated[
            Path | None, typer.Option("--prev", metavar="FILE", help=words("help.prev"), show_default=False)
        ] = None,
        waivers: Waivers = None,
        as_of: AsOf = None,
        output: Annotated[
            list[str] | None,
            typer.Option("-o", "--output", metavar="FORMAT[=FILE]", help=words("help.lint_output"), show_default=False),
        ] = None,
        view: View = "failures",
        strict: Annotated[bool, typer.Option("--strict", help=words("help.lint_strict"))] = False,
        county: County = None,
        sheet: Sheet = None,
        map_: Map = None,
        hidden: Hidden = False,
        lang: Lang = "zh",
        debug: Debug = False,
    ) -> None:
        from eqeval.cli.county import Asked
        from eqeval.cli.lint import run

        outputs, asked = output or [], Asked(sheet, map_, hidden)
        raise typer.Exit(
            run(files, standard, previous, waivers, as_of, outputs, view, strict, county, asked, speak(lang))
        )

    declare_batch(app, words)

    @app.command(help=words("help.explain"))
    def explain(
        target: Annotated[str, typer.Argument(metavar="ID|CODE|FILE", help=words("help.target"), show_default=False)],
        school: Annotated[
            str | None,
            typer.Option("--school", metavar="NAME", help=words("help.school"), show_default=False),
        ] = None,
        indicator: Annotated[
            str | None,
            typer.Option("--indicator", metavar="ID", help=words("help.indicator"), show_default=False),
        ] = None,
        standard: Standard = DEFAULT,
        as_of: AsOf = None,
        county: County = None,
        sheet: Sheet = None,
        map_: Map = None,
        hidden: Hidden = False,
        lang: Lang = "zh",
        debug: Debug = False,
    ) -> None:
        from eqeval.cli.county import Asked
        from eqeval.cli.explain import run

        asked = Asked(sheet, map_, hidden)
        raise typer.Exit(run(target, school, indicator, standard, as_of, county, asked, speak(lang)))

    @app.command(help=words("help.inspect"))
    def inspect(
        files: Files,
        standard: Standard = DEFAULT,
        output: Annotated[
            str, typer.Option("-o", "--output", metavar="terminal|json", help=words("help.inspect_output"))
        ] = "terminal",
        write_map: Annotated[
            Path | None,
            typer.Option("--write-map", metavar="FILE", help=words("help.write_map"), show_default=False),
        ] = None,
        sheet: Sheet = None,
        map_: Map = None,
        hidden: Hidden = False,
        lang: Lang = "zh",
        debug: Debug = False,
    ) -> None:
        from eqeval.cli.county import Asked
        from eqeval.cli.inspect import run

        raise typer.Exit(run(files, standard, output, write_map, Asked(sheet, map_, hidden), speak(lang)))

    @app.command(help=words("help.template"))
    def template(
        target: Annotated[
            Path, typer.Option("-o", "--output", metavar="FILE", help=words("help.template.output"), show_default=False)
        ],
        standard: Annotated[
            list[str] | None,
            typer.Option(
                "-s", "--standard", metavar="ID|PATH", help=words("help.standards.several"), envvar="EQEVAL_STANDARD"
            ),
        ] = None,
        as_of: AsOf = None,
        force: Annotated[bool, typer.Option("--force", help=words("help.template.force"))] = False,
        lang: Lang = "zh",
        debug: Debug = False,
    ) -> None:
        from eqeval.cli.template import run

        raise typer.Exit(run(standard or [DEFAULT], target, as_of, force, speak(lang)))

    standards = standards_app(words)
    app.add_typer(standards, name="standards")

    @app.command(help=words("help.schema"))
    def schema(
        what: Annotated[
            str, typer.Argument(metavar="report|batch|lint|waivers|map", help=words("help.schema_what"))
        ] = "report",
        lang: Lang = "zh",
    ) -> None:
        from eqeval.cli.schema import run

        raise typer.Exit(run(what, speak(lang)))

    for each in [*app.registered_commands, *standards.registered_commands]:
        each.cls = Command
    return app


def _narrowed(app: typer.Typer, arguments: list[str]) -> typer.Typer:
    """Leave out the other commands where the first word names one: to set them all up takes a twentieth of `check`."""
    asked = arguments[:1]
    commands = [one for one in app.registered_commands if [one.name or getattr(one.callback, "__name__", "")] == asked]
    groups = [one for one in app.registered_groups if [one.name] == asked]
    if commands or groups:
        app.registered_commands, app.registered_groups = commands, groups
    return app


def _version(wanted: bool) -> None:
    if wanted:
        print(f"eqeval {__version__}")
        raise typer.Exit


def run() -> None:
    """Run the command line as a process of its own: start fast, and end at once.

    A process that lives for one command needs no garbage collection, and nobody waits for it to take a hundred
    thousand objects apart again: together that is a fifth of the time of `check`.
    """
    gc.disable()
    # A process can be started without a stdout or stderr; then nobody reads what is said.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with the documented exit code."""
    # eqeval uses no plug-ins of pydantic, which would look for some in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = sys.argv[1:] if arguments is None else arguments
    words = Words(language(given))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that cannot show a character shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    sys.exit(_guarded(given, words))


def _guarded(arguments: list[str], words: Words) -> int:
    """Turn everything that can go wrong into a message and an exit code."""
    from typer.main import get_command

    from eqeval.cli import problems
    from eqeval.core.errors import EqevalError, UsageError

    before = next((before for before, each in pairwise(["eqeval", *arguments]) if not each), "--lang")
    if before != "--lang":
        # As a path it would be the current folder.
        return problems.report(UsageError(words("usage.empty", before=before)), words)
    try:
        code: Any = get_command(_narrowed(build(words), arguments)).main(
            arguments, prog_name="eqeval", standalone_mode=False, default_map=problems.settings(words)
        )
        sys.stdout.flush()
    except EqevalError as error:
        return problems.report(error, words)
    except KeyboardInterrupt:
        return problems.interrupted(words)
    except BrokenPipeError:
        # The reader has gone, as in `eqeval … | head`; nothing is left to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        from eqeval.io import system

        # Only the screen has no name; a file that cannot be written was refused where its name is known.
        path = os.fsdecode(error.filename) if error.filename else "stdout"
        return problems.report(UsageError(words("output.failed", path=path, why=system.why(error, words))), words)
    except Exception as error:
        every: Any = get_command(build(words))
        return problems.unexpected(error, "--debug" in arguments, every.commands, words)
    return code if isinstance(code, int) else 0
