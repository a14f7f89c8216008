# План эфира: слова, общие для пульта, правки плана и экранов
cue-take = В эфир: { $scene } ({ $how })
cue-take-auto = переход
cue-take-how = { $kind ->
    [cut] склейка
    [fade] плавно
    [swipe] сдвиг
    [slide] слайд
    [luma_wipe] шторка
   *[fade_to_color] через цвет
}{ $seconds ->
    [blank] {""}
   *[other] {", "}{ $seconds } с
}
cue-preview = В подготовку: { $scene }
cue-show = Показать «{ $item }» ({ $scene })
cue-switch = { $switch }: камера «{ $camera }»
cue-follow = { $switch }: следить за говорящим
cue-follow-off = { $switch }: не следить за говорящим
cue-hide = Скрыть «{ $item }» ({ $scene })
cue-mute = Выключить звук: { $input }
cue-unmute = Включить звук: { $input }
cue-volume = Громкость «{ $input }»: { $db } дБ
cue-play = Графика: { $graphic }
cue-stop = Убрать графику: { $graphic }
cue-update = Текст графики: { $graphic }
cue-clear = Убрать всю графику
cue-stream-start = Начать трансляцию
cue-stream-stop = Закончить трансляцию
cue-record-start = Начать запись
cue-record-stop = Остановить запись
cue-say = На сцену: «{ $text }»
cue-hush = Убрать сообщение со сцены
cue-fade = Громкость «{ $input }»: плавно до { $db } дБ за { $seconds } с
cue-step = { $step ->
    [0] Следующий шаг: { $graphic }
   *[other] { $graphic }: шаг { $step }
}
cue-blackout = Погасить экран сцены
cue-blackout-over = Включить экран сцены
cue-second-text = { $text ->
    [blank] Показать слова второй строки
   *[other] Вторая строка на сцене: «{ $text }»
}
cue-second-timer = Вторая строка на сцене: таймер «{ $timer }»
cue-second-off = Убрать вторую строку со сцены
cue-second-kept = { $text ->
    [blank] Стереть слова второй строки
   *[other] Слова для второй строки: «{ $text }»
}
cue-mark = Метка{ $text ->
    [blank] {""}
   *[other] : «{ $text }»
}
cue-call = Вызов: { $target }
cue-osc = { $target }: { $address }
cue-timer-start = Таймер «{ $timer }»: пуск{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
cue-timer-pause = Таймер «{ $timer }»: пауза
cue-timer-reset = Таймер «{ $timer }»: сброс
cue-timer-switch = Таймер «{ $timer }»: { $bank ->
    [blank] ход следующему
   *[other] ход — «{ $bank }»
}
cue-timer-set = Таймер «{ $timer }»: поставить { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
cue-timer-adjust = Таймер «{ $timer }»: { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
cue-when-start = в начале
cue-when-end = в конце
cue-when-after = через { $time }
cue-when-time = в { $time }
cue-when-left = когда осталось { $time }
cue-when-overrun = в переборе { $time }

# Пульт
panel-rundown = План эфира
panel-rundown-short = План
panel-rundown-end = до { $time }
    .hint = Когда ожидается конец последнего пункта
panel-rundown-offset = Отклонение от плана
    .absolute = Отклонение от плана. Нажмите, чтобы считать от начала эфира
    .relative = Отклонение, если считать от начала эфира. Нажмите, чтобы считать от плана
panel-rundown-rate = Скорость прогона
panel-rundown-over = опоздание
panel-rundown-under = запас
panel-rundown-even = по плану
panel-rundown-mode-idle = План стоит
panel-rundown-mode-loaded = Готов к пуску
panel-rundown-mode-waiting = Ждёт своего времени
panel-rundown-mode-on = Вне плана
panel-rundown-empty = План пуст
panel-rundown-none-yet = Эфир ещё не начат
panel-rundown-none-more = Ничего не идёт
panel-rundown-up = время вышло
panel-rundown-go = ПУСК
panel-rundown-last = это последний пункт
panel-rundown-nothing-next = Дальше в плане ничего нет
panel-rundown-back = Назад
panel-rundown-stop = Стоп
panel-rundown-reset = К началу плана
panel-rundown-edit = Править
panel-rundown-arm = Авто
    .hint = Следующий пункт начнётся сам, если так стоит в плане
panel-rundown-roll = По часам
    .hint = Пункты начинаются сами по времени на часах
panel-rundown-ready = Всё готово
panel-rundown-checking = Проверяем…
panel-rundown-left = Не отменилось: { $count }
panel-rundown-rehearsal = Прогон ×{ $rate }: наружу ничего не идёт
panel-rundown-rehearsal-end = Закончить
panel-rundown-held = План ждёт вас: пока Efir не работал, кое-что пропущено
panel-rundown-missed = Пропущено, пока Efir не работал
panel-rundown-do = Сделать
panel-rundown-leave = Пропустить
panel-rundown-leave-all = Пропустить всё
panel-rundown-go-on = Продолжить план
panel-rundown-choose = Следующим
panel-rundown-on-air = в эфире
panel-rundown-next = дальше
panel-rundown-expected = ожидается
panel-rundown-planned = по плану
panel-rundown-cues = Команды
panel-rundown-no-cues = Команд нет
panel-rundown-fire = Сделать сейчас
panel-rundown-done = сделано
panel-rundown-refused = не вышло
panel-rundown-muted = прогон: не отправлено
panel-rundown-skipped = пропущено
panel-rundown-waiting = ждём ответа
panel-rundown-failed = не удалось
panel-rundown-rehearse = Прогон
panel-rundown-none = План пуст. Добавьте пункты на странице плана или загрузите файл
panel-key-go = Пуск
panel-key-go-back = Назад
panel-key-missed-do = Пропущенное: сделать первое
panel-key-missed-leave = Пропущенное: не делать первое
panel-key-missed-on = Пропущенное: дальше по плану
panel-key-desk = План или дебаты
panel-tab-plan = Пункты
rundown-flagged = Флажок
rundown-flag-to = до «{ $item }»
rundown-flag-none = Флажков впереди нет

rundown-delay = Сдвиг { $sign ->
    [minus] −
   *[plus] +
}{ $time }

# Правка плана
rundown-page = План эфира
rundown-to-panel = ← Пульт
rundown-inspector = Выбранная строка
rundown-state = Состояние
rundown-number = Номер
rundown-began = началось
rundown-start = Начало
rundown-end = Конец
rundown-duration = Длит.
rundown-title = Название
rundown-note = Заметка
rundown-script = Текст суфлёра
rundown-colour = Цвет
rundown-colour-none = Без цвета
rundown-colour-blue = Синий
rundown-colour-green = Зелёный
rundown-colour-yellow = Жёлтый
rundown-colour-orange = Оранжевый
rundown-colour-red = Красный
rundown-colour-purple = Фиолетовый
rundown-colour-sky = Голубой
rundown-colour-grey = Серый
rundown-linked = Начнётся сразу после предыдущего. Впишите время, чтобы закрепить; сотрите, чтобы связать
rundown-fixed = Начало закреплено. Сотрите время, чтобы связать с предыдущим
rundown-locked = Конец закреплён: длительность — сколько остаётся до него
rundown-drag = Перетащить (с клавиатуры: Alt+↑, Alt+↓)
rundown-kind-item = Пункт
rundown-kind-group = Группа
rundown-kind-milestone = Веха
rundown-kind-delay = Сдвиг
rundown-new-group = Новая группа
rundown-apply-delay = Внести в план
rundown-delay-hint = Сдвигает всё, что дальше, пока его не поглотят зазоры. Внесённый в план, он исчезает: сдвинутые времена становятся плановыми, ничего не движется
rundown-key-apply-delay = Внести сдвиг в план
rundown-delay-length = На сколько сдвинуть
rundown-redo = Вернуть
rundown-edit-theirs = Последняя правка не ваша — { $who ->
    [owner] её сделал владелец
    [operator] её сделал другой оператор
    [system] её сделал Efir
   *[other] её сделал кто-то другой
}: { $what }. Всё равно { $way ->
    [redo] вернуть
   *[undo] отменить
}? Нажмите ещё раз
rundown-edit-back = { $way ->
    [redo] Возвращено
   *[undo] Отменено
}: { $what }
rundown-settings = Колонки и дата
rundown-columns = Свои колонки
rundown-column-name = Название колонки
rundown-column-new = Новая колонка
rundown-date = День эфира
rundown-any-day = Дня нет: план играется в тот день, когда его запустили
rundown-settings-taken = Это тем временем изменил кто-то другой, показано новое. Нужно ваше — впишите ещё раз
rundown-keys = Клавиши
rundown-filter = Найти в плане
rundown-nothing-found = Ничего не нашлось
rundown-empty = План пуст. Нажмите «+ Пункт» или Ins
rundown-select = Выберите строку плана
rundown-on-air-hint = Пункт в эфире: его часы правка не двигает, для этого есть ± на пульте
rundown-remove = Убрать
rundown-mine = Ваше:
rundown-theirs = Чужое:
rundown-keep-mine = Оставить моё
rundown-keep-theirs = Оставить чужое
rundown-value-none = пусто
rundown-value-linked = сразу после предыдущего
rundown-value-open = не закреплён
rundown-value-yes = да
rundown-value-no = нет
rundown-target = Сколько должна длиться группа
rundown-warning = Предупредить за
rundown-danger = Красный за
rundown-at-end = Когда время выйдет
rundown-at-end-wait = ждать, перебор
rundown-at-end-load = подготовить следующий
rundown-at-end-play = начать следующий
rundown-overrun = Если закончился поздно
rundown-overrun-absorb = съест ближайший зазор
rundown-overrun-push = сдвинет всё дальше
rundown-overrun-compress = укоротит следующий
rundown-overrun-stop = не может: стоп в ноль
rundown-missed = Если Efir не работал
rundown-missed-ask = спросить о пропущенном
rundown-missed-skip = пропустить
rundown-missed-hold = ждать оператора
rundown-display = Часы на сцене
rundown-display-down = обратный отсчёт
rundown-display-up = сколько идёт
rundown-display-clock = время суток
rundown-display-none = не показывать
rundown-count-to-end = Считать до времени конца, даже если начали поздно
rundown-skip = Пропустить этот пункт
rundown-flag = Флажок: показывать, сколько до этого пункта
rundown-clips = Длительность роликов
rundown-clip-take = Взять длительность ролика «{ $name }»: { $time }
rundown-clips-reading = Узнаём, сколько идёт ролик…
rundown-cue = Команда
rundown-cue-when = Когда
rundown-cue-what = Что сделать
rundown-cue-at = Время на часах
rundown-cue-by = Через сколько
rundown-when-start = в начале
rundown-when-after = через время после начала
rundown-when-time = в такое-то время
rundown-when-warning = при предупреждении
rundown-when-danger = при красном
rundown-when-overrun = в переборе
rundown-when-end = в конце
rundown-lacks-scenes = в шоу нет сцен
rundown-lacks-items = в сценах нет источников
rundown-lacks-switches = нет переключателей камер
rundown-lacks-voices = нет переключателя с микрофонами
rundown-lacks-presets = нет поворотных камер с ракурсами
rundown-lacks-heads = нет поворотных камер
rundown-lacks-feeds = ни один сигнал не идёт через Efir
rundown-act-recall = Ракурс поворотной камеры
rundown-act-home = Поворотную камеру — в исходное положение
rundown-act-feed = Сигнал камеры
rundown-act-field-preset = Ракурс
rundown-act-field-confirmed = Даже если камера в эфире
rundown-act-field-use = Что показывать
rundown-use-auto = сама камера, при сбое резерв
rundown-use-main = только камеру
rundown-use-backup = только резерв
rundown-use-slate = заставку
rundown-lacks-graphics = в шоу нет графики
rundown-lacks-fields = нет графики с текстом
rundown-lacks-steps = нет графики с шагами
rundown-lacks-inputs = в шоу нет звука
rundown-lacks-stream = трансляция не настроена
rundown-lacks-record = запись не настроена
rundown-lacks-timers = таймеров нет
rundown-lacks-banks = нет таймеров с банками
rundown-lacks-webhooks = в файле шоу нет вебхуков
rundown-lacks-osc = в файле шоу нет адресов OSC
rundown-act-take = Сцена в эфир
rundown-act-preview = Сцена в подготовку
rundown-act-item = Показать или скрыть источник
rundown-act-switch = Переключить камеру в сцене
rundown-act-follow = Следить за говорящим
rundown-act-play = Графика в эфир
rundown-act-stop = Убрать графику
rundown-act-update = Текст графики
rundown-act-clear = Убрать всю графику
rundown-act-mute = Звук вкл./выкл.
rundown-act-volume = Громкость
rundown-act-stream = Трансляция
rundown-act-record = Запись
rundown-act-say = Сообщение на сцену
rundown-act-hush = Убрать сообщение
rundown-act-field-scene = Сцена
rundown-act-field-transition = Переход
rundown-act-field-timer = Таймер
rundown-act-field-bank = Чей банк
rundown-act-field-ms = Время
rundown-act-bank-any = чей сейчас ход
rundown-act-bank-next = следующий
rundown-transition-scene = как задано у сцены
rundown-transition-cut = склейка
rundown-transition-fade = плавно
rundown-transition-swipe = сдвиг
rundown-transition-slide = слайд
rundown-transition-luma_wipe = шторка
rundown-transition-fade_to_color = через цвет
rundown-act-field-item = Источник
rundown-act-field-switch = Переключатель
rundown-act-field-camera = Камера
rundown-act-field-auto = Плавно
rundown-act-field-visible = Видно
rundown-act-field-graphic = Графика
rundown-act-field-input = Звук
rundown-act-field-muted = Выключить
rundown-act-field-volume = Громкость, дБ
rundown-act-field-on = Включить
rundown-act-field-text = Текст
rundown-act-field-tone = Вид
rundown-act-step = Шаг графики
rundown-act-field-to = Какой шаг
rundown-act-step-next = следующий
rundown-act-fade = Плавная громкость
rundown-act-blackout = Погасить экран сцены
rundown-act-second-text = Вторая строка: слова
rundown-act-second-timer = Вторая строка: таймер
rundown-act-second-off = Убрать вторую строку
rundown-act-mark = Метка
rundown-act-timer-start = Таймер: пуск
rundown-act-timer-pause = Таймер: пауза
rundown-act-timer-reset = Таймер: сброс
rundown-act-timer-switch = Таймер: передать ход
rundown-act-timer-set = Таймер: поставить время
rundown-act-timer-adjust = Таймер: прибавить или убавить
rundown-act-webhook = Вебхук
rundown-act-osc = Сообщение OSC
rundown-act-field-duration = За сколько секунд
rundown-act-field-blink = Мигать
rundown-act-field-target = Кому
rundown-act-field-body = Данные (JSON)
rundown-act-field-address = Адрес OSC
rundown-act-field-args = Значения через запятую
rundown-time-wrong = Это не время на часах: пишите 9:30 или 21:05:30
rundown-time-turned = Понято как «{ $time }», после полуночи. Другой день допишите сами: +0, +1
rundown-end-passed = Закреплённый конец раньше начала: на пункт не остаётся времени
rundown-act-time-wrong = Это не время: пишите 1:30 или 45с
rundown-act-json-wrong = Это не JSON: проверьте кавычки и скобки
rundown-tone-info = обычное
rundown-tone-warning = предупреждение
rundown-tone-danger = срочное
rundown-key-up = Строка выше
rundown-key-down = Строка ниже
rundown-key-edit = Править строку
rundown-key-add = Новый пункт
rundown-key-duplicate = Повторить пункт
rundown-key-remove = Убрать строку
rundown-key-move-up = Выше
rundown-key-move-down = Ниже
rundown-key-skip = Пропускать или нет
rundown-key-flag = Флажок: поставить или снять

rundown-file = Файл
rundown-file-out = Выгрузить план
rundown-report = Отчёт об эфире
rundown-report-hint = Пункты по плану и на деле. «К началу плана» на пульте стирает отчёт
rundown-file-in = Загрузить план
rundown-file-choose = Выберите файл или бросьте его сюда: XLSX, CSV, проект Ontime, план Efir
rundown-file-unknown = Такие файлы Efir не читает. Подойдут: .xlsx, .csv, .json
rundown-file-reading = Читаем…
rundown-file-which = Какой план из файла
rundown-file-sheet = Лист
rundown-file-items = Пунктов
rundown-file-when = Время
rundown-file-added = Новых строк
rundown-file-changed = Изменится
rundown-file-same = Не изменится
rundown-file-removed = Исчезнет
rundown-file-errors = Ошибки: { $count }. Файл не загрузится
rundown-file-warnings = Обратите внимание: { $count }
rundown-file-row = строка { $row }
rundown-file-columns = Что в колонках
rundown-file-clock = «10:30» в длительностях — это
rundown-file-clock-m = минуты и секунды
rundown-file-clock-h = часы и минуты
rundown-file-bring = Заменить план этим
rundown-file-undo = Загрузку можно отменить, как любую правку
rundown-file-mend = Исправьте файл или назначьте колонки иначе: план не изменён
rundown-file-brought = План загружен, пунктов: { $count }
rundown-format-xlsx = Excel
rundown-format-csv = CSV
rundown-format-pdf = PDF, сценарий
rundown-format-ics = Календарь
rundown-format-ontime = Ontime
rundown-format-json = Efir
