"""Declares `eqeval batch` with its options; what it does is imported only when it runs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from eqeval import DEFAULT
from eqeval.cli.languages import speak
from eqeval.words import Words


def declare_batch(app: typer.Typer, words: Words) -> None:
    """Declare the command for many counties."""

    def option(*names: str, told: str, metavar: str | None = None) -> Any:
        return typer.Option(*names, metavar=metavar, help=words(told), show_default=False)

    @app.command(help=words("help.batch"))
    def batch(
        paths: Annotated[
            list[Path], typer.Argument(metavar="PATH…", help=words("help.batch.paths"), show_default=False)
        ],
        standard: Annotated[
            list[str] | None,
            typer.Option(
                "-s", "--standard", metavar="ID|PATH", help=words("help.standards.several"), envvar="EQEVAL_STANDARD"
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option("--as-of", metavar="DATE", help=words("help.as_of"), envvar="EQEVAL_AS_OF"),
        ] = None,
        output: Annotated[
            list[str] | None,
            typer.Option(
                "-o", "--output", metavar="FORMAT[=FILE]", help=words("help.batch.output"), envvar="EQEVAL_OUTPUT"
            ),
        ] = None,
        view: Annotated[
            str,
            typer.Option("--view", metavar="summary|failures|full", help=words("help.view"), envvar="EQEVAL_VIEW"),
        ] = "failures",
        sort: Annotated[str, option("--sort", metavar="KEY", told="help.batch.sort")] = "file",
        out: Annotated[Path | None, option("--out", metavar="DIR", told="help.batch.out")] = None,
        out_format: Annotated[
            str | None, option("--out-format", metavar="FORMAT", told="help.batch.out_format")
        ] = None,
        jobs: Annotated[int | None, option("-j", "--jobs", metavar="N", told="help.batch.jobs")] = None,
        timeout: Annotated[int | None, option("--timeout", metavar="SECONDS", told="help.batch.timeout")] = None,
        fail_fast: Annotated[bool, option("--fail-fast", told="help.batch.fail_fast")] = False,
        resume: Annotated[bool, option("--resume", told="help.batch.resume")] = False,
        state: Annotated[Path | None, option("--state", metavar="DIR", told="help.batch.state")] = None,
        counties: Annotated[Path | None, option("--counties", metavar="FILE", told="help.batch.counties")] = None,
        engine: Annotated[str, option("--engine", metavar="NAME", told="help.batch.engine")] = "processes",
        scheduler: Annotated[str | None, option("--scheduler", metavar="ADDRESS", told="help.batch.scheduler")] = None,
        strict: Annotated[bool, typer.Option("--strict", help=words("help.strict"), envvar="EQEVAL_STRICT")] = False,
        sheet: Annotated[str | None, option("--sheet", metavar="NAME", told="help.sheet")] = None,
        map_: Annotated[Path | None, option("--map", metavar="PATH", told="help.batch.map")] = None,
        hidden: Annotated[bool, option("--hidden", told="help.hidden")] = False,
        previous: Annotated[Path | None, option("--prev", metavar="PATH", told="help.batch.prev")] = None,
        waivers: Annotated[Path | None, option("--waivers", metavar="PATH", told="help.batch.waivers")] = None,
        by_folder: Annotated[bool, option("--by-folder", told="help.batch.by_folder")] = False,
        quiet: Annotated[bool, typer.Option("-q", "--quiet", help=words("help.quiet"))] = False,
        lang: Annotated[
            str, typer.Option("--lang", metavar="zh|en", help=words("help.lang"), envvar="EQEVAL_LANG")
        ] = "zh",
        debug: Annotated[bool, typer.Option("--debug", help=words("help.debug"))] = False,
    ) -> None:
        from eqeval.cli.batch.command import run
        from eqeval.cli.batch.plan import Asked

        asked = Asked(
            paths=paths,
            standards=standard or [DEFAULT],
            as_of=as_of,
            output=output or [],
            view=view,
            sort=sort,
            out=out,
            out_format=out_format,
            jobs=jobs,
            timeout=timeout,
            fail_fast=fail_fast,
            resume=resume,
            state=state,
            counties=counties,
            engine=engine,
            scheduler=scheduler,
            strict=strict,
            sheet=sheet,
            map=map_,
            hidden=hidden,
            previous=previous,
            waivers=waivers,
            by_folder=by_folder,
            quiet=quiet,
            debug=debug,
        )
        raise typer.Exit(run(asked, speak(lang)))
