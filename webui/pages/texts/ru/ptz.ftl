# Пульт поворотных камер
ptz-desk-title = Пульт камер
ptz-desk-none = Поворотных камер в шоу нет. Добавьте камере раздел ptz в файле шоу: какие бывают, сказано в docs/cameras-ptz.md
ptz-desk-cameras = Поворотные камеры
ptz-desk-free = свободна
ptz-desk-phase-connecting = подключаемся
ptz-desk-phase-connected = на связи
ptz-desk-phase-away = не на связи
ptz-desk-phase-refused = не пускает
ptz-desk-phase-asleep = спит
ptz-desk-sleeps = Камера спит
ptz-desk-why = «{ $camera }»: { $reason }
ptz-desk-motion = Движение
ptz-desk-pad = Джойстик: поворот и наклон
ptz-desk-help = Тяните или держите стрелки
ptz-desk-help-panel = Тяните; стрелки — после щелчка сюда
ptz-desk-help-gamepad = Слушается геймпада
ptz-desk-help-asleep = Сейчас не слушается
ptz-desk-asleep = Камера не на связи
ptz-desk-rests = стоит
ptz-desk-spring = Тяните и держите; отпустите — остановится. С клавиатуры: ↑ и ↓
ptz-desk-key-yes = да: камера в эфире перейдёт
ptz-desk-key-no = нет: останется, где стоит
ptz-desk-key-turn = повернуть, пока нажато
ptz-desk-key-focus = фокус ближе, дальше — пока нажато
ptz-desk-key-focus-auto = фокус: авто
ptz-desk-key-focus-manual = фокус: ручной
ptz-desk-gamepad = Геймпад
ptz-desk-gamepad-turn = поворот и наклон
ptz-desk-gamepad-camera = предыдущая, следующая камера
ptz-desk-zoom = Зум
ptz-desk-wide = шире
ptz-desk-tele = крупнее
ptz-desk-speed = Скорость
ptz-desk-speed-slow = Медленно
ptz-desk-speed-normal = Средне
ptz-desk-speed-fast = Быстро
ptz-desk-stop = Стоп
    .hint = Всё встаёт, кто бы ни вёл камеру. Чтобы вести дальше, отпустите джойстик и возьмите снова
ptz-desk-previous = предыдущая камера
ptz-desk-next = следующая камера
ptz-desk-at = поворот { $pan }, наклон { $tilt }{ $zoom ->
    [blank] {""}
   *[other] , зум { $zoom } %
}
ptz-desk-other-hand = камеру ведёт кто-то другой
ptz-desk-of-scene = Картинка сцены «{ $scene }»: эту камеру OBS открывает сам, и приходит картинка реже
ptz-desk-no-scene = Картинки нет: эту камеру OBS открывает сам, и ни в одной сцене она не видна

ptz-desk-presets = Ракурсы
ptz-desk-preset-number = ракурс { $number }
ptz-desk-no-presets = Ракурсов пока нет: наведите камеру и запомните первый
ptz-desk-edit = Изменить
ptz-desk-edit-done = Готово
ptz-desk-name = Название ракурса
ptz-desk-new-name = Название нового ракурса
ptz-desk-store = Запомнить
    .hint = Камера запомнит, куда смотрит сейчас
ptz-desk-full = Все ячейки камеры заняты: перезапишите или уберите один из ракурсов
ptz-desk-earlier = «{ $name }»: раньше
ptz-desk-later = «{ $name }»: позже
ptz-desk-overwrite = «{ $name }»: перезаписать тем, что сейчас
ptz-desk-forget = «{ $name }»: убрать
ptz-desk-forgotten = Ракурс «{ $name }» убран
ptz-desk-here = здесь
ptz-desk-going = едет
ptz-desk-put-back = Вернуть ракурсы в камеру
    .hint = Камеру заменили или сбросили? Удерживайте: она объедет все ракурсы и запишет каждый в свою память. Фокус запомнит тот, что найдёт на месте
ptz-desk-put-back-placeless = Где смотрят ракурсы этой камеры, Efir не знает: перезапишите их
ptz-desk-putting-back = Возвращаем ракурсы: { $number } из { $all }, «{ $name }». «Стоп» прервёт
ptz-desk-put-back-end = { $end ->
    [stopped] Прервано: в памяти камеры { $done } из { $all }.
    [air] Прервано, камера вышла в эфир: в её памяти { $done } из { $all }.
    [away] Прервано, связь с камерой пропала: в её памяти { $done } из { $all }.
   *[done] Ракурсы в памяти камеры: { $done } из { $all }.
}
ptz-desk-put-back-failed = Не вышло: { $names }. Наведите камеру рукой и перезапишите.
ptz-desk-put-back-left = Не дошла очередь: { $names }.

ptz-desk-lock = Защита эфира
    .off = Удерживайте, чтобы снять
    .back = Нажмите, чтобы вернуть
ptz-desk-unlocked = Защита снята: камера в эфире прыгнет к ракурсу сразу
ptz-desk-on-air = Камера в эфире: к ракурсу она перейдёт только с подтверждением
ptz-desk-unclear = Неизвестно, не в эфире ли камера: к ракурсу она перейдёт только с подтверждением
ptz-desk-not-on-air = Камера не в эфире: к ракурсам она переходит сразу
ptz-desk-confirm = «{ $camera }» в эфире. { $act ->
    [home] Вернуть её в исходное положение
    [off] Выключить её
    [put-back] Провести её по всем ракурсам и записать их заново
   *[recall] Перейти к ракурсу «{ $name }»
} на глазах у зрителей?
ptz-desk-confirm-unclear = Неизвестно, не в эфире ли «{ $camera }». { $act ->
    [home] Вернуть её в исходное положение
    [off] Выключить её
    [put-back] Провести её по всем ракурсам и записать их заново
   *[recall] Перейти к ракурсу «{ $name }»
}?
ptz-desk-confirm-yes = { $act ->
    [home] Вернуть
    [off] Выключить
    [put-back] Провести
   *[recall] Перейти
}
ptz-desk-confirm-no = Не надо

ptz-desk-camera = Камера
ptz-desk-focus = Фокус
ptz-desk-focus-auto = авто
ptz-desk-focus-manual = ручной
ptz-desk-focus-once = навести
ptz-desk-near = ближе
ptz-desk-far = дальше
ptz-desk-exposure = Экспозиция
ptz-desk-exposure-auto = авто
    .hint = Диафрагму, выдержку и усиление выбирает камера
ptz-desk-exposure-iris = приоритет диафрагмы
ptz-desk-exposure-shutter = приоритет выдержки
ptz-desk-exposure-manual = ручная
ptz-desk-exposure-bright = по яркости
ptz-desk-iris-up = диафрагма: открыть
    .hint = Диафрагму ведёте вы, выдержку и усиление — камера. Если выдержка была выставлена вручную, ручной станет вся экспозиция
ptz-desk-iris-down = прикрыть
ptz-desk-white = Баланс
ptz-desk-white-auto = авто
ptz-desk-white-indoor = лампы
ptz-desk-white-outdoor = улица
ptz-desk-white-once = по листу
ptz-desk-white-other = другой
ptz-desk-home = В исходное
ptz-desk-on = Включить
ptz-desk-off = Выключить
