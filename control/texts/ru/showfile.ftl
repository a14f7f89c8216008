# Файл шоу: что в нём может быть не так (control/showfile).

show-faults = { $count ->
    [one] { $count } ошибка в файле { $file }
    [few] { $count } ошибки в файле { $file }
   *[many] { $count } ошибок в файле { $file }
}
show-more-faults = { $count ->
    [one] и ещё { $count } ошибка
    [few] и ещё { $count } ошибки
   *[many] и ещё { $count } ошибок
}

# --- Файл
show-file-missing = такого файла нет
show-file-unreadable = файл не читается: { $reason }
show-file-large = файл больше { $limit } МБ: это не файл шоу
show-file-not-utf8 = это не текст в кодировке UTF-8: сохраните файл в ней
show-empty = файл пуст

# --- YAML
show-yaml-syntax = это не YAML: { $detail }
show-yaml-character = знака { $character } в текстовом файле быть не должно
show-yaml-token = этот знак здесь стоять не может: отступы делают пробелами, не табуляцией, а текст, который начинается со знака, берут в кавычки
show-yaml-colon = лишнее двоеточие или неверный отступ: текст, в котором есть двоеточие с пробелом, берут в кавычки
show-yaml-no-colon = после ключа нет двоеточия
show-yaml-quote = кавычки не закрыты, или внутри них стоит обратная косая черта
show-yaml-alias = у этой ссылки нет якоря
show-yaml-indent = отступ не совпадает со строками выше
show-yaml-documents = в файле должен быть один документ, а здесь начинается второй
show-yaml-large = в файле слишком много всего (больше { $limit } значений)
show-yaml-deep = слишком глубоко: больше { $limit } уровней
show-tag-unknown = неизвестная метка { $tag }; есть только одна: !env ИМЯ
show-alias-unknown = у ссылки *{ $alias } нет якоря перед ней
show-env-missing = переменная окружения { $name } не задана
show-env-nameless = не названа переменная окружения: !env ИМЯ
show-key-complex = ключ должен быть простым словом
show-key-twice = такой ключ здесь уже есть, в строке { $line }

# --- Ключи и значения
show-key-unknown = неизвестный ключ «{ $key }»; возможны: { $known }
show-key-unknown-near = неизвестный ключ «{ $key }»; может быть, «{ $near }»?
show-key-missing = нет ключа «{ $key }»
show-type-wrong = { $wanted ->
    [mapping] здесь нужны ключи со значениями
    [ids] здесь нужны ключи со значениями (каждый пункт начинается со своего id)
    [list] здесь нужен список
    [integer] здесь нужно целое число
    [number] здесь нужно число
    [truth] здесь нужно true или false
    [time-of-day] здесь нужно время дня (19:00)
    [duration] здесь нужно время (300ms, 2s, 5:00)
    [time] здесь нужно время суток ("10:00")
    [value] здесь нужно одно значение
   *[text] здесь нужен текст
}, { $found ->
    [mapping] а не ключи со значениями
    [list] а не список
    [number] а не число
    [truth] а не true или false (такой текст берут в кавычки)
    [nothing] а значения нет
   *[text] а не текст
}
show-text-empty = текст пуст
show-text-long = текст длиннее { $longest } знаков
show-colour-wrong = «{ $text }» — не цвет: пишите "#RRGGBB" или "#RRGGBBAA", в кавычках
show-choice = «{ $text }» — такого нет; возможны: { $choices }
show-choice-near = «{ $text }» — такого нет; возможны: { $choices }; может быть, «{ $near }»?
show-duration-wrong = «{ $text }» — не время: пишите 300ms, 2s или 5:00
show-range = { $text } — вне пределов: от { $least } до { $most }
show-range-least = { $text } — слишком мало: не меньше { $least }
show-range-most = { $text } — слишком много: не больше { $most }
show-secret-plain = секрету в файле не место: пишите !env ИМЯ и задайте эту переменную окружения
show-id-wrong = «{ $id }» не годится в id: строчные латинские буквы, цифры и дефис, не больше 63

# --- Что должно сходиться
show-name-twice = название «{ $name }» уже занято в строке { $line }
show-input-twice = id «{ $id }» уже занят в строке { $line }: у камер, звука и медиафайлов они общие
show-no-scenes = нужна хотя бы одна сцена
show-no-such-scene = сцены «{ $name }» нет
show-no-such-scene-near = сцены «{ $name }» нет; может быть, «{ $near }»?
show-no-such-camera = камеры «{ $name }» нет
show-no-such-camera-near = камеры «{ $name }» нет; может быть, «{ $near }»?
show-no-such-participant = участника «{ $name }» нет
show-no-such-participant-near = участника «{ $name }» нет; может быть, «{ $near }»?
show-item-no-kind = не сказано, что это; нужен один из ключей: { $kinds }
show-item-kinds = источник — это что-то одно, а здесь сразу: { $kinds }
show-participants-few = для дебатов нужны хотя бы два участника
show-judges-few = экспертов в файле: { $count }, а по правилам нужно не меньше { $least } (rules.min_judges)
show-no-topics = нужна хотя бы одна тема
show-positions-same = обе позиции одинаковы
show-warning-late = предупреждение не короче самих дебатов
show-time-zone = часового пояса «{ $name }» нет; например: Europe/Moscow
show-time-zone-near = часового пояса «{ $name }» нет; может быть, «{ $near }»?

# --- Файлы и адреса
show-file-absent = файла «{ $file }» нет (путь считается от папки файла шоу)
show-file-name-wrong = «{ $file }» не может быть именем файла
show-test-nameless = не хватает подписи на тестовой картинке: test:Камера 1
show-phone-address = телефон записывается как whip: или, с сервером STUN, whip:?stun=адрес:порт
show-url-scheme = адрес должен начинаться с одного из: { $schemes }
show-url-wrong = это не адрес: проверьте узел, порт и пробелы
show-canvas-odd = { $text } — нечётное число точек: размеры холста чётные
show-text-unseen = невидимый знак { $char }: наберите это заново, без вставки
show-name-taken = имя «{ $name }» занято: так в OBS называется графика Efir
show-item-twice = «{ $name }» уже есть в этой сцене (строка { $line }): в одной сцене она бывает один раз
show-text-lines = здесь нужна одна строка текста

# --- План эфира
show-time-wrong = «{ $text }» — не время суток: пишите "10:00" или "10:00:30"; "25:30" — половина второго следующей ночи
show-date-wrong = «{ $text }» — не дата: пишите 2026-03-10
show-fields-many = колонок больше { $most }
show-entries-many = в плане больше { $most } строк
show-entry-twice = id «{ $id }» уже занят в строке { $line }: в плане, вместе с группами, они не повторяются
show-entry-kinds = это что-то одно, а здесь сразу: { $kinds }
show-entry-key = { $kind ->
    [items] у группы
    [milestone] у вехи
    [delay] у сдвига
   *[item] у пункта
} нет ключа «{ $key }»
show-no-such-column = колонки «{ $name }» нет: колонки называют в rundown.fields
show-no-such-column-near = колонки «{ $name }» нет; может быть, «{ $near }»?
show-no-duration = сколько это длится? Нужен ключ duration или end
show-end-and-duration = уже сказано, когда конец: duration и end вместе не пишут
show-end-before-start = конец раньше начала; час ночи после полуночи пишут так: "25:00"
show-no-end-to-count-to = чтобы считать до конца, нужно время начала или конца
show-danger-first = красный (danger) не раньше жёлтого (warning): здесь нужно меньше или столько же
show-cues-many = команд у пункта больше { $most }
show-cue-twice = id «{ $id }» уже есть у этого пункта, в строке { $line }
show-cue-no-kind = не сказано, что сделать; нужен один из ключей: { $kinds }
show-cue-kinds = команда делает что-то одно, а здесь сразу: { $kinds }
show-cue-key = «{ $key }» пишут только рядом с «{ $kind }»
show-cue-moments = момент у команды один, а здесь сразу: { $keys } (вместе бывают только after и when: overrun)
show-cue-early = это раньше, чем начинается пункт
show-cue-never = до этого момента пункт не доживёт: в конце своего времени он уходит сам (at_end, overrun)
show-cue-item = пишите сцену и источник через черту: сцена/источник
show-no-such-item = источника «{ $name }» в этой сцене нет
show-no-such-item-near = источника «{ $name }» в этой сцене нет; может быть, «{ $near }»?
show-no-such-graphic = графики «{ $name }» нет
show-no-such-graphic-near = графики «{ $name }» нет; может быть, «{ $near }»?
show-no-such-input = звука «{ $name }» нет: нужна камера или ролик со звуком или устройство из audio
show-no-such-input-near = звука «{ $name }» нет; может быть, «{ $near }»?
show-graphic-not-editable = «{ $name }» наполняют дебаты: текст меняют только у графики с source: fixed
show-no-such-field = строки «{ $name }» в этой графике нет
show-no-such-field-near = строки «{ $name }» в этой графике нет; может быть, «{ $near }»?
show-no-output = { $output ->
    [stream] трансляции
   *[record] записи
} в этом файле нет: нужен раздел outputs.{ $output }
show-graphic-without-steps = у графики «{ $name }» нет шагов: они есть только у повестки (graphic: agenda)
show-no-such-step = шага { $number } у графики «{ $name }» нет: строк в ней на { $steps } { $steps ->
    [one] шаг
    [few] шага
   *[many] шагов
}
show-timer-no-pause = время дня на паузу не поставить: такой таймер можно сбросить (do: reset)
show-timer-no-banks = у этого таймера нет банков, переключать нечего
show-no-such-bank = банка «{ $name }» у этого таймера нет
show-no-such-bank-near = банка «{ $name }» у этого таймера нет; может быть, «{ $near }»?
show-no-such-target = адресата «{ $name }» нет: кого можно вызвать, называют в calls
show-no-such-target-near = адресата «{ $name }» нет; может быть, «{ $near }»?
show-call-key = { $kind ->
    [osc] «{ $key }» бывает только у вебхука, а «{ $name }» вызывают по OSC
   *[webhook] «{ $key }» бывает только у вызова по OSC, а «{ $name }» — вебхук
}
show-call-args-many = значений больше { $most }
show-call-body-too-long = данные длиннее { $most } КиБ
show-call-body-of-get = с запросом GET данные не отправляются: уберите body или method
show-osc-number = число не помещается в сообщение OSC
show-text-too-long = текст длиннее { $longest } знаков или в нём нулевой знак
show-osc-address-wrong = «{ $text }» — не адрес OSC: пишите "/lights/1/on", без пробелов и знаков # * , ? [ ] {"{"} {"}"}
show-secret-here = здесь !env не бывает: данные вызова видны в журнале; секрет — это token адресата или часть его webhook
show-host-wrong = «{ $name }» — не узел: пишите имя или адрес без http:// и без порта
show-osc-loop = это порт самого Efir ({ $port }): он слушал бы сам себя
