"""The links every show has from its first start: one a judge, one a camera that takes a phone, one for the stage, one
for those backstage, one for the graphics page."""

from control.core.types import Role
from control.grants import Link
from control.people import People
from control.show import Show

_LABELS = {
    "ru": {Role.STAGE: "Сцена", Role.BACKSTAGE: "За кулисами", Role.GRAPHICS: "Графика"},
    "en": {Role.STAGE: "Stage", Role.BACKSTAGE: "Backstage", Role.GRAPHICS: "Graphics"},
}


async def show_links(people: People, show: Show) -> dict[tuple[Role, str], Link]:
    """Made at first use, the same ever after. (role, judge's id or "") → link."""
    for judge in show.contest.judges if show.contest else ():
        await people.ensure_link(Role.JUDGE, judge.id, judge.name)
    for role, label in _LABELS[show.language].items():
        await people.ensure_link(role, "", label)
    for camera in show.cameras:
        if camera.takes_phone:
            await people.ensure_link(Role.PHONE, camera.id, camera.name)
    own = [(Role.JUDGE, str(judge.id)) for judge in (show.contest.judges if show.contest else ())]
    own += [(Role.STAGE, ""), (Role.BACKSTAGE, ""), (Role.GRAPHICS, "")]
    own += [(Role.PHONE, str(camera.id)) for camera in show.cameras if camera.takes_phone]
    return {(role, subject): people.link(f"{role}-{subject}" if subject else f"{role}") for role, subject in own}
