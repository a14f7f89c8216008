"""`efir run`, `plan`, `apply`, `links`: what the assembly does, told to a person or a machine."""

import asyncio
import gc
import io
from pathlib import Path

import segno

from efir import assembly, commands
from efir.cli_output import Output
from efir.options import RunOptions
from scenes.plan import Plan
from webui import addresses


def run_show(show: Path, options: RunOptions, output: Output, *, as_json: bool) -> int:
    return asyncio.run(_run(show, options, output, as_json))


async def _run(show: Path, options: RunOptions, output: Output, as_json: bool) -> int:
    with output.progress("cli-run-footage") as progress:
        async with assembly.running(show, options, progress) as running:
            # What is here now stays, mostly modules: the collector need not look through it again in the middle of the
            # show, which stopped everything for a tenth of a second each time.
            gc.collect()
            gc.freeze()
            if as_json:
                output.json(_addresses(running))
            else:
                _welcome(running, output)
            await assembly.until_interrupted()
    if not as_json:
        output.say("cli-run-over")
    return 0


def _addresses(running: assembly.Running) -> dict[str, object]:
    return {
        "panel": running.server.url,
        "setup": running.server.setup_url,
        "judges": [{"name": name, "url": url} for name, url in running.judges],
        "phones": [{"name": name, "url": url} for name, url in running.phones],
        "stage": running.stage,
        "backstage": running.backstage,
        "graphics": running.graphics,
        "switcher": running.address.kind,
        "obs": running.address.url,
    }


def _welcome(running: assembly.Running, output: Output) -> None:
    output.line()
    output.say("cli-run-title", title=running.show.title)
    output.line()
    for name, url in running.judges:
        output.say("cli-run-judge", name=name)
        if url is None:
            output.say("cli-run-judge-none")
        else:
            output.line(f"  {url}")
            output.line(qr(url))
    for name, url in running.phones:
        output.say("cli-run-phone", name=name)
        if url is None:
            output.say("cli-run-judge-none")
        else:
            output.line(f"  {url}")
            output.line(qr(url))
    if running.stage:
        output.say("cli-run-stage", url=running.stage)
    if running.backstage:
        output.say("cli-run-backstage", url=running.backstage)
    if running.graphics:
        output.say("cli-run-graphics", url=running.graphics)
    output.say("cli-run-panel", url=running.server.url)
    if running.server.setup_url:
        output.say("cli-run-setup", url=running.server.setup_url)
    output.line()
    if (running.judges or running.phones) and not addresses.reachable(running.server.url):
        output.say("cli-run-here-only")
    output.say(f"cli-run-{running.address.kind}", url=running.address.url)
    output.say("cli-run-stop")


def qr(url: str) -> str:
    """For a phone's camera to read from the terminal."""
    out = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue().rstrip("\n")


def plan_obs(show: Path, options: RunOptions, output: Output, *, as_json: bool) -> int:
    found = asyncio.run(commands.plan_show(show, options))
    return _tell(found, output, "cli-plan-none", "cli-plan-count", as_json)


def apply_obs(show: Path, options: RunOptions, output: Output, *, as_json: bool) -> int:
    done = asyncio.run(commands.apply_show(show, options))
    return _tell(done, output, "cli-plan-none", "cli-apply-count", as_json)


def _tell(plan: Plan, output: Output, none: str, count: str, as_json: bool) -> int:
    """Settings are left out: an address in them may hold a password."""
    if as_json:
        steps = [{"what": step.what, "scene": step.scene, "name": step.name} for step in plan.steps]
        clashes = [{"code": clash.code, "name": clash.name, "kind": clash.kind} for clash in plan.clashes]
        output.json({"steps": steps, "clashes": clashes})
        return 0
    for step in plan.steps:
        output.line("  " + output.texts.format(f"plan-{step.what}", scene=step.scene, name=step.name))
    for clash in plan.clashes:
        output.line("! " + output.texts.format(clash.code, name=clash.name, kind=clash.kind))
    if plan.steps:
        output.say(count, count=len(plan.steps))
    else:
        output.say(none)
    return 0


def forget_owner(show: Path, options: RunOptions, output: Output) -> int:
    """The new set-up link is good from the next start on; a running Efir holds the journal and is named."""
    asyncio.run(commands.forget_owner(show, options))
    output.say("cli-reset-owner-done")
    return print_links(show, options, output, as_json=False)


def print_links(show: Path, options: RunOptions, output: Output, *, as_json: bool) -> int:
    found = asyncio.run(commands.links(show, options))
    if as_json:
        links = [
            {"id": link.id, "role": str(link.role), "subject": link.subject, "label": link.label, "url": url}
            for link, url in found.links
        ]
        output.json({"setup": found.setup, "links": links})
        return 0
    for link, url in found.links:
        output.say("cli-link", label=link.label, role=str(link.role))
        output.line(f"  {url or output.texts.format('cli-link-dead')}")
    if found.setup:
        output.say("cli-run-setup", url=found.setup)
    return 0
