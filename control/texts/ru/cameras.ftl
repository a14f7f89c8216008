# Камеры: отказы
no-such-camera = Такой камеры в шоу нет
no-such-preset = Такого ракурса у камеры «{ $camera }» нет
camera-fixed = Камера «{ $camera }» неподвижна: чтобы управлять ею, добавьте ей ptz в файле шоу
camera-away = Камера «{ $camera }» не отвечает: проверьте её питание, сеть и адрес
camera-busy = Камера «{ $camera }» не успевает: подождите, пока она выполнит сказанное
camera-on-air = Камера «{ $camera }» в эфире: подтвердите, что она должна двинуться на глазах у зрителей
camera-air-unknown = Неизвестно, не в эфире ли камера «{ $camera }»: в OBS чужая сцена, или Efir ещё не видел, что в эфире. Подтвердите, что камера должна двинуться, или сначала дайте в эфир сцену шоу
camera-cannot-aim = Камера «{ $camera }» не умеет сама переходить в заданное положение: наведите её рукой и перезапишите ракурсы
presets-placeless = Где смотрят ракурсы камеры «{ $camera }», Efir не знает: наведите её рукой и перезапишите их
presets-going-back = Камера «{ $camera }» уже возвращает ракурсы: подождите или остановите её
presets-full = У камеры «{ $camera }» заняты все ячейки ракурсов ({ $most }): перезапишите один из них
presets-changed = Ракурсы тем временем изменил кто-то другой: посмотрите и решите заново

# Камеры: лента событий
log-preset-recalled = Камера «{ $camera }»: ракурс «{ $name }»
log-preset-stored = Камера «{ $camera }»: запомнить ракурс «{ $name }»
log-preset-renamed = Камера «{ $camera }»: ракурс «{ $was }» теперь «{ $name }»
log-preset-forgotten = Камера «{ $camera }»: ракурс «{ $name }» убран
log-preset-restored = Камера «{ $camera }»: ракурс «{ $name }» возвращён
log-presets-arranged = Камера «{ $camera }»: другой порядок ракурсов
log-presets-put-back = Камера «{ $camera }»: вернуть в её память ракурсы, всего { $count }
log-presets-put-back-ended = Камера «{ $camera }»: { $end ->
    [stopped] возврат ракурсов прерван, в памяти { $done } из { $all }
    [air] возврат ракурсов прерван: она вышла в эфир. В памяти { $done } из { $all }
    [away] возврат ракурсов прерван: связь с ней пропала. В памяти { $done } из { $all }
   *[done] ракурсы возвращены, { $done } из { $all }
}
log-presets-put-back-ended-so = { log-presets-put-back-ended }. Ракурс «{ $name }» не вернулся: { $reason }
log-preset-not-put-back = Камера «{ $camera }»: ракурс «{ $name }» в память не вернулся: { $reason }
log-camera-home = Камера «{ $camera }»: в исходное положение
log-camera-woken = Камера «{ $camera }» включена
log-camera-asleep = Камера «{ $camera }» выключена
log-camera-focus = Камера «{ $camera }»: фокус { $mode ->
    [auto] автоматический
    [once] навести один раз
   *[manual] ручной
}
log-camera-iris = Камера «{ $camera }»: { $mode ->
    [auto] экспозиция автоматическая
    [up] диафрагму открыть
   *[down] диафрагму прикрыть
}
log-camera-white = Камера «{ $camera }»: баланс белого { $mode ->
    [auto] автоматический
    [indoor] для ламп
    [outdoor] для улицы
   *[once] по белому листу
}
log-camera-failed = Камера «{ $camera }» не выполнила команду: { $reason }
log-camera-lock = Камеры в эфире защищены от прыжков
log-camera-lock-off = Камеры в эфире больше не защищены от прыжков
log-head-connected = Камера «{ $camera }» слушается управления
log-head-away = Камера «{ $camera }» больше не слушается управления: { $reason }
log-head-refused = Камера «{ $camera }» не пускает к управлению: { $reason }

# Команды плана
act-recall = камера «{ $camera }»: ракурс «{ $name }»
act-home = камера «{ $camera }»: в исходное положение
act-feed = сигнал «{ $camera }»: { $use ->
    [auto] автоматически
    [main] держать камеру
    [backup] держать резерв
   *[slate] держать заставку
}

# Файл шоу
show-ptz-kind = камере нужно ровно одно: visca, visca_udp, visca_tcp, onvif или cgi
show-ptz-address = адрес пишется так: 192.168.1.88 или 192.168.1.88:52381, порт от 1 до 65535
show-ptz-password = имя и пароль бывают только у onvif и cgi
show-ptz-slot = ячеек у камеры всего { $most }, счёт с 0: поправьте slot или slots
show-ptz-slot-none = камера этой модели не хранит ракурсов в ячейке { $slot }: возьмите другую
show-ptz-slot-twice = ячейка { $slot } уже занята ракурсом в строке { $line }

# Переключатели камер
no-such-switch = Такого переключателя камер в шоу нет
switch-no-such-camera = В переключателе «{ $switch }» такой камеры нет
switch-no-voices = Переключатель «{ $switch }» не знает, чей микрофон у какой камеры: добавьте ему voices в файле шоу
log-switched = { $switch }: камера «{ $camera }»
log-switched-by-voice = { $switch }: говорят, камера «{ $camera }»
log-switch-follows = { $switch }: следить за говорящим
log-switch-follows-no-more = { $switch }: за говорящим больше не следить
act-switch = { $name }: камера «{ $camera }»
act-follow = { $name }: следить за говорящим
act-follow-off = { $name }: не следить за говорящим
show-cue-preset = пишите камеру и ракурс через черту: камера/ракурс
show-camera-fixed = камера «{ $name }» не поворотная: у неё нет ptz
show-no-such-preset = ракурса «{ $name }» у этой камеры в файле нет: их называют в её ptz.presets
show-no-such-preset-near = ракурса «{ $name }» у этой камеры в файле нет; может быть, «{ $near }»?
show-cue-feed-direct = камеру «{ $name }» OBS открывает сам, её сигналом Efir не управляет: нужен feed: bridge
show-cue-no-backup = у камеры «{ $name }» нет резерва (backup)
show-switch-deaf = переключатель «{ $name }» не знает, чей микрофон у какой камеры: нужен раздел voices
show-switch-no-camera = камеры «{ $name }» в этом переключателе нет
show-switch-no-camera-near = камеры «{ $name }» в этом переключателе нет; может быть, «{ $near }»?
show-no-such-switch = переключателя «{ $name }» нет
show-no-such-switch-near = переключателя «{ $name }» нет; может быть, «{ $near }»?
show-microphone-direct = камеру «{ $name }» OBS открывает сам и не слышит, пока она скрыта: нужен feed: bridge или микрофон из audio
show-no-such-microphone = микрофона «{ $name }» нет: нужен ключ из audio или камера с audio: true
show-no-such-microphone-near = микрофона «{ $name }» нет; может быть, «{ $near }»?
show-switch-twice = камера «{ $name }» уже есть в этом переключателе (строка { $line })
show-voice-camera = камеры «{ $name }» нет среди cameras этого переключателя
show-switch-few = переключателю нужны хотя бы две камеры
