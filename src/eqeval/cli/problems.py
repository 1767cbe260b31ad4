"""Says what went wrong, on stderr, in the user's language; and reads eqeval.toml."""

import re
import sys
import traceback
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from typer.exceptions import Abort, TyperException

from eqeval.core.errors import EqevalError, OutputError, UsageError
from eqeval.words import Words

SETTINGS = "eqeval.toml"


def report(error: EqevalError, words: Words) -> int:
    """Print every message of an error."""
    wrong_usage = isinstance(error, UsageError) and not isinstance(error, OutputError)
    prefix = words("usage.prefix" if wrong_usage else "error.prefix")
    for message in error.messages:
        shown = message if message.isprintable() else _seen(message)
        print(f"{prefix}{words('list.colon')}{shown}", file=sys.stderr)
    return error.exit_code


def _seen(message: str) -> str:
    from eqeval.render.signs import seen

    return seen(message)


def interrupted(words: Words) -> int:
    """Say that Ctrl-C was heard."""
    print(words("error.interrupted"), file=sys.stderr)
    return 130


def unexpected(error: Exception, debug: bool, every: Mapping[str, Any], words: Words) -> int:
    """Say what is wrong with the call, or that the program has a bug. every: all commands."""
    if isinstance(error, Abort):
        return interrupted(words)
    if isinstance(error, TyperException):
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
            return UsageError.exit_code
        return report(UsageError(_usage(error, every, words)), words)
    if debug:
        traceback.print_exception(error)
    print(words("error.bug", problem=f"{type(error).__name__}: {error}"), file=sys.stderr)
    return 70


def _usage(error: Any, every: Mapping[str, Any], words: Words) -> str:
    """Say a finding of the argument parser in the user's language."""
    message = error.format_message()
    match type(error).__name__:
        case "NoSuchOption":
            near = _near(sorted(error.possibilities or []), words) or _elsewhere(error, every, words)
            return words("usage.option", option=error.option_name, near=near)
        case "UsageError" if message.startswith("No such command"):
            found = re.findall(r"'([^']*)'", message)
            return words("usage.command", command=found[0], near=_near(found[1:], words))
        case "UsageError" if message.startswith("Got unexpected extra argument"):
            return words("usage.extra", found=message[message.find("(", message.find(")")) + 1 : -1])
        case "BadParameter":
            found = re.findall(r"'([^']*)'", message)
            name, value = (found[0], found[-1]) if found else ("", "")
            problem = _number(error.param.name if error.param else "", words)
            return words("usage.value" if problem else "usage.bad", name=name, value=value, problem=problem)
        case "BadOptionUsage":
            key = "usage.takes_none" if "does not take" in message else "usage.no_value"
            return words(key, option=error.option_name)
        case "MissingParameter":
            name = error.param.make_metavar(error.ctx)
            if error.param.param_type_name == "option":
                name = f"{error.param.opts[0]} {name}"
            return words("usage.missing", name=name, command=error.ctx.command_path.removeprefix("eqeval "))
    return words("usage.other", problem=message)


def _number(option: str | None, words: Words) -> str:
    """Say which numbers an option takes, where it takes some."""
    from eqeval.io.system import LONGEST_WAIT

    known = {"jobs": words("batch.jobs"), "timeout": words("batch.timeout_range", most=LONGEST_WAIT)}
    return known.get(option or "", "")


def _elsewhere(error: Any, every: Mapping[str, Any], words: Words) -> str:
    """Say which commands have an option that this one lacks, or that it stands behind the command."""
    having = [name for name, command in every.items() if any(error.option_name in one.opts for one in command.params)]
    if not having:
        return ""
    if error.ctx is error.ctx.find_root():
        return words("usage.behind", command=having[0], option=error.option_name)
    return words("usage.of_others", commands=words.join(having))


def _near(names: list[str], words: Words) -> str:
    return words("usage.near", near=words.join(names)) if names else ""


def _kind(name: str) -> str:
    """Say what the value of an option is in the file of settings."""
    return "switch" if name == "strict" else "texts" if name in ("standard", "output") else "text"


def _fits(name: str, value: object) -> bool:
    """Whether a value of the file of settings is one that an option may have."""
    match _kind(name):
        case "switch":
            return isinstance(value, bool)
        case "texts" if isinstance(value, list):
            return all(isinstance(one, str) for one in value)
    # What TOML takes for a date is one.
    return isinstance(value, str) or (name == "as_of" and isinstance(value, date))


def settings(words: Words) -> dict[str, Any]:
    """Read eqeval.toml of the current folder: keys are options, the same for every command.

    Raises:
        UsageError: where the file is no TOML, or has an option that does not exist.
    """
    path = Path(SETTINGS)
    if not path.is_file():
        return {}
    import tomllib

    from eqeval.io import system

    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problem = words("usage.toml", said=error)
        raise UsageError(words("usage.config", path=path, problem=problem)) from None
    except UnicodeDecodeError:
        raise UsageError(words("usage.config", path=path, problem=words("usage.toml.encoding"))) from None
    except OSError as error:
        raise UsageError(words("usage.config", path=path, problem=system.why(error, words))) from None
    known = ("standard", "as_of", "output", "view", "strict", "waivers", "lang")
    for name in given:
        if name not in known:
            problem = words("schema.extra_forbidden", name=name)
            raise UsageError(words("usage.config", path=path, problem=problem))
        if not _fits(name, given[name]):
            raise UsageError(words("usage.config", path=path, problem=words(f"usage.toml.{_kind(name)}", name=name)))
    if isinstance(given.get("output"), str):
        given["output"] = [given["output"]]
    several = {**given, "standard": [given["standard"]]} if isinstance(given.get("standard"), str) else given
    names = ("list", "show", "validate", "test", "diff", "schema", "docs", "new")
    speech = {"lang": given["lang"]} if "lang" in given else {}
    # How strict a verdict is and where it goes says nothing of the data alone.
    data = {name: value for name, value in given.items() if name not in ("output", "strict")}
    commands = {
        "check": several,
        "batch": several,
        "lint": data,
        "template": several,
        "explain": given,
        "schema": given,
    }
    return {**commands, "standards": dict.fromkeys(names, speech)}
