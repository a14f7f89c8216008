"""The commands, their options and their help. What each does lies in another module, imported when it is called."""

import os
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from typer import rich_utils

from control.showfile import ShowFileFaults
from devices.ptz.simulated.faults import Fault
from efir.cli_output import Output
from efir.options import RunOptions, data_folder

FAULTS = 1
PORTS = "0–65535"
LOOKS = "0.1–60"
FAULT_NAMES = ", ".join(Fault)


def build(output: Output) -> typer.Typer:
    """The commands with their help in the language of `output`."""
    t = output.texts.format
    rich_utils.ARGUMENTS_PANEL_TITLE = t("cli-arguments")
    rich_utils.OPTIONS_PANEL_TITLE = t("cli-options")
    rich_utils.COMMANDS_PANEL_TITLE = t("cli-commands")
    app = typer.Typer(
        help=t("cli-help"),
        epilog=t("cli-epilog"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a traceback is for a fault of ours, and then it is a plain one
    )

    show_file = Annotated[Path, typer.Argument(metavar="SHOW", help=t("cli-show"), show_default=False)]
    as_json = Annotated[bool, typer.Option("--json", help=t("cli-json"))]
    host_option = Annotated[str, typer.Option(help=t("cli-host"))]
    port_option = Annotated[int, typer.Option(metavar=PORTS, help=t("cli-port"))]
    obs_option = Annotated[str | None, typer.Option(metavar="URL|managed|rehearsal", help=t("cli-obs"))]
    obs_url_option = Annotated[str | None, typer.Option("--obs", metavar="URL", help=t("cli-obs-url"))]
    https_port_option = Annotated[
        int | None, typer.Option(metavar=PORTS, min=0, max=65535, help=t("cli-https-port"), show_default=False)
    ]
    certificate_option = Annotated[
        Path | None, typer.Option(metavar="FILE", help=t("cli-certificate"), show_default=False)
    ]
    key_option = Annotated[Path | None, typer.Option(metavar="FILE", help=t("cli-key"), show_default=False)]
    data_option = Annotated[Path | None, typer.Option(metavar="DIR", help=t("cli-data"), show_default=False)]

    def print_version(asked: bool) -> None:
        if asked:
            output.version()
            raise typer.Exit

    @app.callback()
    def top(
        version: Annotated[
            bool, typer.Option("--version", help=t("cli-version"), is_eager=True, callback=print_version)
        ] = False,
        language: Annotated[str, typer.Option(metavar="ru|en", help=t("cli-language"), show_default=False)] = "",
    ) -> None:
        """Neither arrives here: the language was taken before, the version ends it all. They are for the help."""

    @app.command(help=t("cli-run"))
    def run(
        show: show_file,
        port: port_option = 8080,
        host: host_option = "127.0.0.1",
        obs: obs_option = None,
        data: data_option = None,
        https_port: https_port_option = None,
        certificate: certificate_option = None,
        key: key_option = None,
        json: as_json = False,
    ) -> int:
        _check_obs(obs, words=("managed", "rehearsal"))
        if (certificate is None) is not (key is None):
            raise typer.BadParameter("--certificate --key", param_hint="--key" if key is None else "--certificate")
        from efir.cli_run import run_show

        chosen = options(show, data, host=host, port=port, obs=obs)
        chosen = replace(chosen, https_port=https_port, certificate=certificate, key=key)
        return run_show(show, chosen, output, as_json=json)

    @app.command(help=t("cli-check"))
    def check(show: show_file, json: as_json = False) -> int:
        from control.showfile import read_show

        try:
            read_show(show, os.environ)
        except ShowFileFaults as error:
            output.checked(error.faults, as_json=json)
            return FAULTS
        output.checked((), as_json=json)
        return 0

    @app.command(help=t("cli-plan"))
    def plan(show: show_file, obs: obs_url_option = None, data: data_option = None, json: as_json = False) -> int:
        _check_obs(obs)
        from efir.cli_run import plan_obs

        return plan_obs(show, options(show, data, obs=obs), output, as_json=json)

    @app.command(help=t("cli-apply"))
    def apply(show: show_file, obs: obs_url_option = None, data: data_option = None, json: as_json = False) -> int:
        _check_obs(obs)
        from efir.cli_run import apply_obs

        return apply_obs(show, options(show, data, obs=obs), output, as_json=json)

    @app.command(help=t("cli-links"))
    def links(
        show: show_file,
        port: port_option = 8080,
        host: host_option = "127.0.0.1",
        data: data_option = None,
        https_port: https_port_option = None,
        json: as_json = False,
    ) -> int:
        from efir.cli_run import print_links

        chosen = replace(options(show, data, host=host, port=port), https_port=https_port)
        return print_links(show, chosen, output, as_json=json)

    @app.command("reset-owner", help=t("cli-reset-owner"))
    def reset_owner(
        show: show_file, port: port_option = 8080, host: host_option = "127.0.0.1", data: data_option = None
    ) -> int:
        from efir.cli_run import forget_owner

        return forget_owner(show, options(show, data, host=host, port=port), output)

    @app.command(help=t("cli-verify"))
    def verify(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-verify-file"), show_default=False)],
        json: as_json = False,
    ) -> int:
        from efir.cli_journal import verify_file

        return verify_file(file, output, as_json=json)

    @app.command(help=t("cli-backup"))
    def backup(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-backup-file"), show_default=False)],
        show: Annotated[
            Path | None, typer.Option(metavar="SHOW", help=t("cli-backup-show"), show_default=False)
        ] = None,
        data: data_option = None,
    ) -> int:
        from efir.cli_journal import backup_to

        return backup_to(file, show, data, output)

    _add_rundown(app, output)
    _add_find(app, output)
    _add_simulate(app, output)
    return app


def _add_rundown(app: typer.Typer, output: Output) -> None:
    t = output.texts.format
    group = typer.Typer(help=t("cli-rundown"), no_args_is_help=True, add_completion=False)
    app.add_typer(group, name="rundown")

    @group.callback()
    def top() -> None:
        """Keeps `convert` a word of its own while it is the only command."""

    @group.command(help=t("cli-rundown-convert"))
    def convert(
        source: Annotated[Path, typer.Argument(metavar="IN", help=t("cli-rundown-in"), show_default=False)],
        target: Annotated[Path, typer.Argument(metavar="OUT", help=t("cli-rundown-out"), show_default=False)],
        read_as: Annotated[
            str | None, typer.Option("--from", metavar="json|ontime|csv|xlsx", help=t("cli-rundown-from"))
        ] = None,
        write_as: Annotated[
            str | None, typer.Option("--to", metavar="json|ontime|csv|xlsx|ics|pdf", help=t("cli-rundown-to"))
        ] = None,
        show: Annotated[
            Path | None, typer.Option(metavar="SHOW", help=t("cli-rundown-show"), show_default=False)
        ] = None,
    ) -> int:
        from efir.cli_rundown import convert as convert_file

        return convert_file(source, target, read_as, write_as, show, output)


def _add_find(app: typer.Typer, output: Output) -> None:
    t = output.texts.format
    group = typer.Typer(help=t("cli-find"), no_args_is_help=True, add_completion=False)
    app.add_typer(group, name="find")

    @group.callback()
    def top() -> None:
        """Keeps `cameras` a word of its own while it is the only command."""

    @group.command(help=t("cli-find-cameras"))
    def cameras(
        seconds: Annotated[float, typer.Option(metavar=LOOKS, help=t("cli-find-seconds"))] = 3.0,
        at: Annotated[
            list[str] | None, typer.Option(metavar="HOST[:PORT]", help=t("cli-find-at"), show_default=False)
        ] = None,
        json: Annotated[bool, typer.Option("--json", help=t("cli-json"))] = False,
    ) -> int:
        if not 0.1 <= seconds <= 60:  # not min and max: "nan" would pass them
            raise typer.BadParameter(LOOKS, param_hint="--seconds")
        from efir.cli_find import find_cameras

        return find_cameras(seconds, at or (), output, as_json=json)


def _add_simulate(app: typer.Typer, output: Output) -> None:
    t = output.texts.format
    group = typer.Typer(help=t("cli-simulate"), no_args_is_help=True, add_completion=False)
    app.add_typer(group, name="simulate")

    @group.callback()
    def top() -> None:
        """Devices that are not here."""

    @group.command(help=t("cli-simulate-ptz"))
    def ptz(
        protocol: Annotated[
            str, typer.Option(metavar="visca|visca-raw|visca-tcp|cgi|onvif", help=t("cli-simulate-protocol"))
        ] = "visca",
        port: Annotated[
            int | None, typer.Option(metavar=PORTS, help=t("cli-simulate-port"), show_default=False)
        ] = None,
        host: Annotated[str, typer.Option(help=t("cli-simulate-host"))] = "127.0.0.1",
        faults: Annotated[
            str,
            typer.Option(metavar="NAME=0–1,…", help=t("cli-simulate-faults", faults=FAULT_NAMES), show_default=False),
        ] = "",
        seed: Annotated[int, typer.Option(help=t("cli-simulate-seed"))] = 0,
        user: Annotated[
            str, typer.Option(metavar="NAME:PASSWORD", help=t("cli-simulate-user"), show_default=False)
        ] = "",
        findable: Annotated[bool, typer.Option("--findable", help=t("cli-simulate-findable"))] = False,
    ) -> int:
        from efir.cli_simulate_ptz import simulate_ptz

        if port is not None and not 0 <= port <= 65535:
            raise typer.BadParameter(PORTS, param_hint="--port")
        return simulate_ptz(protocol, host, port, faults, seed, user, findable, output)

    @group.command(help=t("cli-simulate-feed"))
    def feed(
        url: Annotated[str, typer.Argument(metavar="URL", help=t("cli-simulate-feed-url"), show_default=False)],
        label: Annotated[str, typer.Option(metavar="TEXT", help=t("cli-simulate-feed-label"))] = "Camera",
        size: Annotated[str, typer.Option(metavar="WxH", help=t("cli-simulate-feed-size"))] = "1280x720",
        fps: Annotated[int, typer.Option(metavar="1–240", min=1, max=240, help=t("cli-simulate-feed-fps"))] = 25,
        kbps: Annotated[
            int, typer.Option(metavar="50–100000", min=50, max=100_000, help=t("cli-simulate-feed-kbps"))
        ] = 4000,
        fault: Annotated[
            list[str] | None, typer.Option(metavar="WORDS", help=t("cli-simulate-feed-fault"), show_default=False)
        ] = None,
        marks: Annotated[bool, typer.Option("--marks", help=t("cli-simulate-feed-marks"))] = False,
    ) -> int:
        from efir import cli_simulate_feed

        width, height = cli_simulate_feed.size(size)
        settings = cli_simulate_feed.CameraSettings(
            url=url, label=label, width=width, height=height, fps=fps, kbps=kbps, marks=marks
        )
        return cli_simulate_feed.simulate_feed(settings, fault or [], output)

    @group.command(help=t("cli-simulate-phone"))
    def phone(
        link: Annotated[str, typer.Argument(metavar="LINK", help=t("cli-simulate-phone-link"), show_default=False)],
        label: Annotated[str, typer.Option(metavar="TEXT", help=t("cli-simulate-feed-label"))] = "Phone",
        size: Annotated[str, typer.Option(metavar="WxH", help=t("cli-simulate-feed-size"))] = "1280x720",
        fps: Annotated[int, typer.Option(metavar="1–60", min=1, max=60, help=t("cli-simulate-feed-fps"))] = 30,
        silent: Annotated[bool, typer.Option("--silent", help=t("cli-simulate-phone-silent"))] = False,
    ) -> int:
        from efir import cli_simulate_feed, cli_simulate_phone

        width, height = cli_simulate_feed.size(size)
        settings = cli_simulate_phone.PhoneSettings(label=label, width=width, height=height, fps=fps, audio=not silent)
        return cli_simulate_phone.simulate_phone(link, settings, output)


def options(
    show_file: Path, data: Path | None, *, host: str = "127.0.0.1", port: int = 8080, obs: str | None = None
) -> RunOptions:
    if not 0 <= port <= 65535:
        raise typer.BadParameter(PORTS, param_hint="--port")
    return RunOptions(data=data or data_folder(show_file), host=host, port=port, obs=obs or None)


def _check_obs(obs: str | None, words: tuple[str, ...] = ()) -> None:
    if obs and obs not in words and not obs.startswith(("ws://", "wss://")):
        raise typer.BadParameter(" | ".join(("ws://…", *words)), param_hint="--obs")
