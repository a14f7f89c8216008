"""Small shows for tests: `make_show(scenes=…)` patches a complete one."""

from typing import Any

from msgspec.structs import replace

from control.clock import Duration, Instant
from control.core.context import Context
from control.core.types import (
    Actor,
    CameraId,
    GraphicId,
    InputId,
    ItemId,
    JudgeId,
    ParticipantId,
    Role,
    SceneId,
    TopicId,
)
from control.secret import Secret
from control.show import (
    Audio,
    Camera,
    Canvas,
    Contest,
    Graphic,
    Item,
    Judge,
    Obs,
    Outputs,
    Participant,
    Place,
    Record,
    Scene,
    Show,
    Stream,
    Topic,
    Transition,
)

SLATE, WIDE, CLOSE = SceneId("slate"), SceneId("wide"), SceneId("close")
OPERATOR = Actor(Role.OPERATOR, "anna")


def make_contest(**patch: Any) -> Contest:
    contest = Contest(
        participants=tuple(Participant(id=ParticipantId(f"p{n}"), name=f"Участник {n}") for n in range(1, 5)),
        judges=tuple(Judge(id=JudgeId(f"j{n}"), name=f"Эксперт {n}") for n in range(1, 4)),
        topics=tuple(Topic(id=TopicId(f"t{n}"), title=f"Тема {n}") for n in range(1, 5)),
    )
    return replace(contest, **patch)


def make_show(**patch: Any) -> Show:
    show = Show(
        title="Проба",
        obs=Obs(canvas=Canvas(width=640, height=360, fps=30)),
        cameras=(
            Camera(id=CameraId("left"), name="Камера 1", url="left.mp4", audio=True),
            Camera(id=CameraId("right"), name="Камера 2", url="right.mp4"),
        ),
        audio=(Audio(id=InputId("mic"), name="Микрофон"),),
        scenes=(
            Scene(
                id=SLATE,
                name="Заставка",
                sources=(
                    Item(id=ItemId("ground"), name="Фон", colour="#102030"),
                    Item(id=ItemId("title"), name="Название", text=None, image=None, colour="#FFFFFF80"),
                ),
            ),
            Scene(
                id=WIDE,
                name="Общий план",
                sources=(
                    Item(id=ItemId("a"), name="Слева", camera=CameraId("left"), place=Place(width=320)),
                    Item(id=ItemId("b"), name="Справа", camera=CameraId("right"), place=Place(x=320, width=320)),
                ),
            ),
            Scene(
                id=CLOSE,
                name="Крупный план",
                sources=(Item(id=ItemId("a"), name="Камера", camera=CameraId("left")),),
                transition=Transition(kind="fade", duration=Duration(500)),
            ),
        ),
        graphics=(
            Graphic(id=GraphicId("clock"), name="Часы", graphic="debate-clock"),
            Graphic(
                id=GraphicId("title"),
                name="Титр",
                graphic="lower-third",
                source="fixed",
                data={"title": "Дебаты", "subtitle": "Финал"},
            ),
            Graphic(
                id=GraphicId("agenda"),
                name="Повестка",
                graphic="agenda",
                source="fixed",
                data={"heading": "Сегодня", "point1": "Итоги", "point2": "Бюджет", "point3": "", "point4": "Разное"},
            ),
        ),
        contest=make_contest(),
        outputs=Outputs(
            stream=Stream(server="rtmp://127.0.0.1/live", key=Secret("prog")), record=Record(folder="recordings")
        ),
    )
    return replace(show, **patch)


def make_context(show: Show | None = None, now: int = 1_000_000, actor: Actor = OPERATOR) -> Context:
    return Context(Instant(now), actor, show or make_show(), lambda draw: draw.encode().hex().ljust(64, "0")[:64])
