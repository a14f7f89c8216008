"""The command line: `efir run SHOW` and its companions (`efir.cli_commands`).

Exit status: 0 all is well; 1 the file that was named has faults; 2 the command line itself is wrong; 3 something around
us is missing or in the way (a taken port, an OBS that does not answer, a disk); 130 interrupted.
"""

import locale
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from rich.console import Console
from typer.exceptions import TyperException

from control.errors import EfirError
from control.journal.export import ExportError
from control.language import Texts
from control.show import Language
from control.showfile import ShowFileFaults
from efir.cli_commands import build
from efir.cli_output import Output
from efir.logs import to_standard_error

FAULTS, USAGE, ENVIRONMENT, INTERRUPTED = 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status. Never raises for what a person did."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter still shows the others
    to_standard_error()
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen, arguments = take_language(arguments)
    language = choose_language(chosen, os.environ, locale.getlocale()[0])
    texts = Texts(language)
    output = Output(
        texts,
        # Without emoji: in "show.yaml:100:7" there is none.
        Console(soft_wrap=True, highlight=False, emoji=False),
        Console(stderr=True, soft_wrap=True, highlight=False, emoji=False),
    )
    if chosen is not None and chosen != language:
        output.error("cli-language-unknown", language=chosen)
        return USAGE
    app = build(output)
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    names += [group.name or "" for group in app.registered_groups]
    command = next((word for word in arguments if not word.startswith("-")), None)
    if command is not None and command not in names:
        output.error("cli-usage-command", name=command, commands=", ".join(names))
        return USAGE
    try:
        status = app(arguments, prog_name="efir", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except TyperException as error:
        output.usage(error)
        return USAGE
    except BaseExceptionGroup as group:
        # What a task of the running show could not go on with.
        ours, others = group.split(EfirError)
        if ours is None or others is not None:
            raise
        return _refused(next(_leaves(ours)), output)
    except EfirError as error:
        return _refused(error, output)


def _refused(error: BaseException, output: Output) -> int:
    assert isinstance(error, EfirError)
    if isinstance(error, ShowFileFaults):
        output.faults(error.faults)
        return FAULTS
    output.error(error.code, **error.arguments)
    return FAULTS if isinstance(error, ExportError) else ENVIRONMENT


def _leaves(group: BaseExceptionGroup[BaseException]) -> Any:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


# --- Language


def take_language(arguments: list[str]) -> tuple[str | None, list[str]]:
    """`--language X` is understood before and after the command, and must be known before the help is written."""
    rest: list[str] = []
    found: str | None = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--language":
            found = next(words, "")
        elif word.startswith("--language="):
            found = word.partition("=")[2]
        else:
            rest.append(word)
    return found, rest


def choose_language(chosen: str | None, environ: Mapping[str, str], system: str | None) -> Language:
    """`--language`, then EFIR_LANGUAGE, then the system's: Russian where it is Russian, else English."""
    for wanted in (chosen, environ.get("EFIR_LANGUAGE")):
        for language in get_args(Language):
            if wanted == language:
                found: Language = language
                return found
    names = [environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in (*names, system) if name), "")
    return "ru" if name.lower().startswith("ru") else "en"
