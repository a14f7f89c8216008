"""How the command line speaks: sentences in the person's language, JSON for machines, a bar where there is a wait."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from control.language import Texts
from control.showfile import Fault


class Output:
    """`console` is what was asked for (it may go into a file), `errors` is everything else."""

    def __init__(self, texts: Texts, console: Console, errors: Console) -> None:
        self.texts = texts
        self.console = console
        self.errors = errors

    def say(self, code: str, **args: str | int) -> None:
        self.console.print(escape(self.texts.format(code, **args)))

    def line(self, text: str = "") -> None:
        """Text as it is."""
        self.console.print(text, markup=False)

    def error(self, code: str, **args: str | int) -> None:
        self.errors.print(
            f"[bold red]{escape(self.texts.format('cli-error'))}[/] {escape(self.texts.format(code, **args))}"
        )

    def json(self, value: Any) -> None:
        """One line."""
        self.console.print(msgspec.json.encode(value).decode(), markup=False)

    def version(self) -> None:
        self.line(f"efir {version('efir')}")

    def faults(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            self.errors.print(fault.text(self.texts), markup=False)

    def checked(self, faults: Sequence[Fault], *, as_json: bool) -> None:
        """What `efir check` found; the faults are its result, so they go to the standard output."""
        if as_json:
            found = [{**msgspec.to_builtins(fault), "text": fault.message(self.texts)} for fault in faults]
            self.json({"ok": not faults, "faults": found})
            return
        for fault in faults:
            self.line(fault.text(self.texts))
        if not faults:
            self.say("cli-check-fine")

    def usage(self, error: Exception) -> None:
        """A mistake in the command line. typer's own classes are not public, so they are told by what they hold."""
        name = type(error).__name__
        if name == "NoArgsIsHelpError":
            return  # the help has been printed
        param = getattr(error, "param", None)
        hint = getattr(error, "param_hint", None) or getattr(param, "metavar", None) or ""
        if name != "MissingParameter" and param is not None and param.opts[0].startswith("-"):
            hint = param.opts[0]
        if name == "MissingParameter":
            self.error("cli-usage-missing", name=str(hint))
        elif name == "NoSuchOption":
            self.error("cli-usage-option", name=str(getattr(error, "option_name", "")))
        elif name == "BadParameter":
            # Typer's own words are English whatever the language is: said instead is what the place takes.
            said = str(getattr(error, "message", error) if param is None else param.metavar or hint)
            self.error("cli-usage-value", name=str(hint), detail=said)
        else:
            self.error("cli-usage", detail=str(getattr(error, "message", error)))
        self.errors.print(escape(self.texts.format("cli-usage-help")))

    @contextlib.contextmanager
    def progress(self, code: str) -> Iterator[Callable[[float], None]]:
        """A bar that appears at the first word of progress (0 … 1; from any thread) and leaves when done."""
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        bar = Progress(*columns, console=self.errors, transient=True, disable=not self.errors.is_terminal)
        task = bar.add_task(escape(self.texts.format(code)), total=1.0, start=False)
        started = False

        def move(part: float) -> None:
            nonlocal started
            if not started:
                started = True
                if not self.errors.is_terminal:
                    self.errors.print(escape(self.texts.format(code)))
                bar.start()
                bar.start_task(task)
            bar.update(task, completed=part)
            if part >= 1.0:
                bar.stop()

        try:
            yield move
        finally:
            bar.stop()
