# План эфира: загрузка и выгрузка файлов

# --- чего нельзя прочитать ---
exchange-empty = В файле нет ни одной строки плана
exchange-not-text = Это не текстовый файл
exchange-is-xlsx = Это файл XLSX, а не CSV. Выберите формат XLSX
exchange-csv = Файл CSV повреждён: слишком длинная ячейка или незакрытая кавычка
exchange-not-xlsx = Это не файл XLSX, или он повреждён. Откройте его в программе для таблиц и сохраните заново как XLSX
exchange-xlsx-large = Таблица слишком велика: в распакованном виде больше { $most } МБ
exchange-xlsx-locked = Файл закрыт паролем или сохранён в старом формате XLS. Сохраните его как XLSX без пароля
exchange-no-sheet = В файле нет листа «{ $name }»
exchange-meaning = Такого значения колонки нет: «{ $name }»
exchange-not-json = Файл повреждён: это не JSON
exchange-not-ontime = В файле нет плана Ontime
exchange-ontime-no-rundown = В проекте Ontime нет плана «{ $name }»
exchange-not-efir = Это не план эфира, сохранённый в Efir
exchange-efir-newer = План сохранён в более новой версии Efir. Обновите Efir и загрузите план ещё раз
exchange-efir-broken = План эфира повреждён: { $field }
exchange-too-large = Файл слишком велик: больше { $most } МБ
exchange-no-format = Такого формата нет: «{ $name }». Можно: { $formats }
exchange-bad-options = Настройки загрузки не поняты: { $field }
exchange-has-faults = В файле есть ошибки ({ $count }): план не загружен
exchange-no-edition = Чтобы загрузить план, нужно указать, какую его правку вы видели

# --- что не так в строках ---
exchange-no-headings = Не найдена строка с заголовками: нужна хотя бы одна колонка с названием, номером, началом или длительностью
exchange-too-many-rows = В таблице слишком много строк: не больше { $most }
exchange-meaning-twice = Две колонки значат одно и то же: оставьте одну
exchange-column-unknown = Эта колонка Efir не знакома: она станет своей колонкой плана
exchange-merged = Ячейки { $cells } объединены: значение первой считается значением всех, что под ней
exchange-formula = Здесь формулы ({ $count }): взято то, что они показывали, когда файл сохраняли
exchange-formula-empty = Здесь формула, но её результата в файле нет. Откройте файл в программе для таблиц, сохраните и загрузите снова
exchange-formula-text = Текст начинается со знака равенства ({ $count }): он взят как есть, формула не вычислялась
exchange-not-time = «{ $value }» — это не время. Пишите 10:00 или 10:00:30
exchange-not-length = «{ $value }» — это не длительность. Пишите 0:10:00, 10 мин или число минут
exchange-not-yes-no = «{ $value }»: нужно «да» или «нет»
exchange-not-a-value = «{ $value }»: такого значения у этой колонки нет
exchange-negative-length = «{ $value }»: получается отрицательная длительность
exchange-negative = «{ $entry }»: отрицательная длительность
exchange-lengths-differ = Длительность { $length }, а от начала до конца { $between }. Взята длительность
exchange-no-length = Нет ни длительности, ни конца ({ $count }): длительность такого пункта будет 0:00
exchange-next-day = { $time } раньше начала предыдущего пункта: это время следующего дня
exchange-overlap = «{ $entry }» начинается в { $start }, а пункт перед ним кончается в { $end }
exchange-clock = Длительности вида 10:30 прочитаны как { $way ->
    [hmm] часы и минуты
   *[mss] минуты и секунды
}
exchange-colour = Цвет «{ $colour }» не понят и не взят ({ $count }). Пишите цвета как #AABBCC
exchange-column-too-long = Название колонки «{ $name }» длиннее { $most } знаков
exchange-too-long = «{ $entry }»: слишком длинный текст, больше { $most } знаков ({ $field ->
    [number] номер
    [title] название
    [note] заметка
    [script] сценарий
   *[other] своя колонка
})
exchange-more-faults = И ещё замечаний: { $count }

# --- Ontime ---
exchange-ontime-kind = Строка { $row }: такого вида строк Efir не знает
exchange-ontime-entry = Строка { $row } повреждена: { $field }
exchange-ontime-time = «{ $entry }»: время вне суток
exchange-ontime-rundowns = Взят план «{ $name }», других в проекте: { $count }
exchange-ontime-settings = Настройки, адреса, автоматика и виды проекта Ontime не переносятся
exchange-ontime-left = Не переносится { $key ->
    [triggers] автоматика пунктов
   *[other] поле «{ $key }»
}: строк { $count }
exchange-ontime-label = Название колонки «{ $label }» Ontime может не принять: он понимает только латинские буквы, цифры и пробелы

# --- чего нет в выгруженном файле ---
exchange-lost = В этом формате нет места для того, что есть в плане: { $field ->
    [entry] строки этого вида
    [start] начало (как в плане)
    [end] закреплённый конец
    [duration] длительность
    [cues] команды
    [script] сценарий для суфлёра
    [overrun] что делать при опоздании
    [missed] что делать с пропущенными командами
    [custom] свои колонки
    [group] группы
    [target] длительность группы
    [number] номер
    [title] название
    [note] заметка
    [colour] цвет
    [flag] флажки
    [count_to_end] счёт до конца
   *[other] настройки часов
}. Строк: { $count }, первая — «{ $entry }»
exchange-lost-date = Дата плана в этот формат не входит
exchange-lost-fields = Свои колонки плана в этот формат входят не полностью
exchange-lost-all = Этот файл нельзя будет загрузить обратно целиком

# --- таблица: заголовки и значения ---
exchange-column-number = №
exchange-column-kind = Вид
exchange-column-group = Группа
exchange-column-title = Название
exchange-column-start = Начало
exchange-column-linked = Встык
exchange-column-duration = Длительность
exchange-column-end = Конец
exchange-column-lock-end = Конец закреплён
exchange-column-count-to-end = Считать до конца
exchange-column-note = Заметка
exchange-column-script = Сценарий
exchange-column-colour = Цвет
exchange-column-skip = Пропуск
exchange-column-flag = Флажок
exchange-column-display = Часы
exchange-column-warning = Предупреждение
exchange-column-danger = Красный
exchange-column-at-end = В конце
exchange-column-overrun = При опоздании
exchange-column-missed = Пропущенные команды
exchange-column-id = ID
exchange-column-custom = своя колонка плана
exchange-column-ignore = не брать
exchange-kind-item = пункт
exchange-kind-group = группа
exchange-kind-milestone = веха
exchange-kind-delay = сдвиг
exchange-display-down = обратный отсчёт
exchange-display-up = прямой отсчёт
exchange-display-clock = время суток
exchange-display-none = не показывать
exchange-at-end-wait = ждать
exchange-at-end-load = подготовить следующий
exchange-at-end-play = пустить следующий
exchange-overrun-absorb = за счёт паузы
exchange-overrun-push = сдвинуть всё
exchange-overrun-compress = сократить следующий
exchange-overrun-stop = закончить вовремя
exchange-missed-skip = пропустить
exchange-missed-hold = ждать
exchange-missed-ask = спросить
exchange-yes = да
exchange-no = нет

# --- сценарий (PDF) ---
script-title = План эфира
script-day = { $date } · время: { $place }
script-any-day = Время: { $place }
script-made = Составлен { $date }
script-page = Страница { $page } из { $pages }
script-totals = Пунктов: { $items } · { $start }–{ $end } · всего { $length }
script-start = Начало
script-length = Длит.
script-what = Что происходит
script-cues = Команды
script-texts = Тексты ведущих
script-skipped = пропускается
script-target = на группу { $length }
script-empty = В плане пока ничего нет
script-delay = Всё дальше сдвинуто на { $by }
cue-start = в начале
cue-after = через { $by } после начала
cue-time = в { $by }
cue-warning = на предупреждении
cue-danger = на красном
cue-overrun = через { $by } перебора
cue-zero = когда время вышло
cue-end = в конце
act-take = в эфир «{ $name }»: { $how }
act-take-auto = переход
act-preview = в подготовку «{ $name }»
act-show-item = показать «{ $name }»
act-hide-item = убрать «{ $name }»
act-mute = выключить звук «{ $name }»
act-unmute = включить звук «{ $name }»
act-volume = громкость «{ $name }»: { $volume } дБ
act-play = титр «{ $name }»
act-stop = убрать титр «{ $name }»
act-update = обновить титр «{ $name }»
act-clear = убрать всю графику
act-stream-on = начать трансляцию
act-stream-off = закончить трансляцию
act-record-on = начать запись
act-record-off = закончить запись
act-say = на сцену: «{ $text }»
act-hush = убрать сообщение со сцены
act-take-how = { $kind ->
    [cut] склейка
    [fade] плавно
    [swipe] сдвиг
    [slide] слайд
    [luma_wipe] шторка
   *[fade_to_color] через цвет
}{ $seconds ->
    [blank] {""}
   *[other] {", "}{ $seconds } с
}
act-fade = громкость «{ $name }»: плавно до { $volume } дБ за { $seconds } с
act-step = { $step ->
    [0] следующий шаг титра «{ $name }»
   *[other] титр «{ $name }»: шаг { $step }
}
act-mark = метка{ $text ->
    [blank] {""}
   *[other] : «{ $text }»
}
act-blackout = погасить экран сцены
act-blackout-over = включить экран сцены
act-second-text = { $text ->
    [blank] показать слова второй строки
   *[other] вторая строка на сцене: «{ $text }»
}
act-second-timer = вторая строка на сцене: таймер «{ $name }»
act-second-off = убрать вторую строку со сцены
act-second-kept = { $text ->
    [blank] стереть слова второй строки
   *[other] слова для второй строки: «{ $text }»
}
act-call = вызов: «{ $name }»
act-osc = «{ $name }»: { $address }
act-timer-start = таймер «{ $name }»: пуск{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
act-timer-pause = таймер «{ $name }»: пауза
act-timer-reset = таймер «{ $name }»: сброс
act-timer-switch = таймер «{ $name }»: { $bank ->
    [blank] ход следующему
   *[other] ход — «{ $bank }»
}
act-timer-set = таймер «{ $name }»: поставить { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
act-timer-adjust = таймер «{ $name }»: { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}

# --- efir rundown ---
cli-rundown = План эфира: файлы
cli-rundown-convert = Перевести план из одного формата в другой: JSON, Ontime, CSV, XLSX, iCalendar, PDF
cli-rundown-in = Файл плана: .json (Efir или Ontime), .csv, .xlsx
cli-rundown-out = Куда записать: .json, .ontime.json, .csv, .xlsx, .ics, .pdf
cli-rundown-from = Формат файла на входе, если его не видно по имени
cli-rundown-to = Формат файла на выходе, если его не видно по имени
cli-rundown-show = Файл шоу: из него название, часовой пояс, имена сцен и графики
cli-rundown-done = Готово: { $file }. Строк плана: { $count }
cli-rundown-error = Ошибка
cli-rundown-warning = Замечание
cli-rundown-row = строка { $row }
cli-rundown-refused = Ничего не записано: ошибок в файле { $file } — { $count }
cli-rundown-unreadable = Файл { $file } не прочитать: { $reason }
cli-rundown-unwritable = Файл { $file } не записать: { $reason }
cli-rundown-format = Формат файла { $file } непонятен. Укажите его: { $option }

# --- отчёт об эфире ---
report-name = Отчёт
report-date = День
report-number = №
report-group = Группа
report-title = Название
report-planned-start = Начало по плану
report-start = Началось
report-planned-length = Длит. по плану
report-length = Длилось
report-planned-end = Конец по плану
report-end = Закончилось
report-over = Опоздание
report-under = Запас
report-state = Что было
report-played = прошёл
report-on-air = в эфире
report-not-played = не шёл
report-skipped = пропущен
report-nothing = Отчёта ещё нет: эфир не начинали, или план вернули к началу
