# План эфира
log-rundown-go = ПУСК: «{ $item }»
log-rundown-auto = Само: «{ $item }»
log-rundown-back = Назад: отменён пуск «{ $item }»{ $left ->
    [0] {""}
   *[other] . Не отменилось: { $left }
}
log-rundown-ready = Готов к пуску: «{ $item }»
log-rundown-stop = Стоп{ $item ->
    [blank] {""}
   *[other] : «{ $item }»
}
log-rundown-pause = План: пауза
log-rundown-resume = План: пауза снята
log-rundown-time = План: часы пункта { $ms } мс
log-rundown-up = Время вышло: «{ $item }»
log-rundown-missed = Пропущена команда: Efir не работал в её момент
log-rundown-held = План ждёт: пока Efir не работал, кое-что пропущено
log-rundown-went-on = План продолжает идти сам
log-rundown-armed = Автопуск включён
log-rundown-disarmed = Автопуск выключен
log-rundown-rolling = План идёт по часам
log-rundown-not-rolling = План больше не идёт по часам
log-rundown-reset = План возвращён к началу
log-rundown-rehearsing = Прогон: скорость ×{ $rate }, наружу ничего не идёт
log-rundown-rehearsed = Прогон закончен
log-rundown-added = В план добавлено: { $count }
log-rundown-changed = В плане изменено: «{ $entry }»
log-rundown-removed = Из плана убрано: «{ $entry }»{ $count ->
    [1] {""}
   *[other] {" "}и ещё, всего { $count }
}
log-rundown-moved = В плане передвинуто: «{ $entry }»
log-rundown-delay-applied = Сдвиг { $way ->
    [earlier] раньше
   *[later] позже
} на { $time } внесён в план, изменено пунктов: { $count }
log-rundown-settings = Изменены настройки плана
log-rundown-replaced = Загружен другой план, строк: { $count }
log-rundown-file-kept = План в файле шоу другой, но здесь его уже правили или он идёт: остался здешний
log-rundown-edit-undone = Правка плана отменена{ $entry ->
    [blank] {""}
   *[other] : «{ $entry }»
}
log-rundown-edit-redone = Правка плана возвращена{ $entry ->
    [blank] {""}
   *[other] : «{ $entry }»
}
already-gone = Не выполнено: пуск уже дал другой оператор. Посмотрите на план и решите заново
next-changed = Не выполнено: следующим стал другой пункт — «{ $entry }». Посмотрите на план и решите заново
moved-on = Не выполнено: план тем временем ушёл дальше. Посмотрите на него и решите заново
nothing-next = Дальше в плане ничего нет
nothing-on-air = Ни один пункт плана сейчас не идёт
nothing-to-go-back = Назад возвращаться некуда
item-on-air = Этот пункт сейчас в эфире
show-under-way = Показ уже начат: прогон стёр бы, что в нём было. Закончите показ и нажмите «Сброс», потом начинайте прогон
rehearsal-while-live = Идёт трансляция или запись: прогон сейчас начать нельзя
rate-out-of-range = Скорость прогона — от 0,1 до { $fastest }
not-asked = Об этой команде решение уже принято
cue-gone = Этой команды в плане больше нет
entry-gone = Этого пункта в плане больше нет
entry-exists = Пункт «{ $entry }» в плане уже есть
entry-changed = «{ $entry }» тем временем изменил кто-то другой
entry-other-kind = «{ $entry }» — это пункт другого вида
move-into-itself = Сюда передвинуть нельзя
rundown-changed = План тем временем изменил кто-то другой. Посмотрите на него и решите заново
rundown-too-long = План слишком длинный: не больше { $most } строк
no-such-day = Такого дня нет: { $day }
rundown-order = Строки плана перепутаны: этот файл повреждён
rundown-fields = Колонки плана повторяются, или их больше { $most }
group-torn = «{ $entry }» стоит не внутри своей группы
duration-out-of-range = «{ $entry }»: длительность — от нуля до семи суток
time-out-of-range = «{ $entry }»: время вне плана (не больше { $days } суток)
end-before-start = «{ $entry }»: конец раньше начала
no-end-to-count-to = «{ $entry }»: чтобы считать до конца, нужно время начала или конца
cues-not-unique = «{ $entry }»: команды повторяются, или их больше { $most }
cue-time-out-of-range = «{ $entry }»: время команды вне допустимого
delay-changed = Этот сдвиг тем временем изменил кто-то другой. Посмотрите на него и решите заново
delay-not-applied = Сдвиг не внести в план: на нём переводят часы, и одно время бывает дважды. Поставьте времена вручную
delay-too-long = Сдвиг плана — не больше суток
nothing-to-undo = Отменять нечего
edit-added = добавление
edit-changed = правка
edit-removed = удаление
edit-moved = перестановка
edit-delay-applied = сдвиг внесён в план
edit-settings = настройки
edit-replaced = загрузка плана

# Проверка перед пуском
preflight-no-obs = OBS не на связи: картинка переключится, когда он вернётся
preflight-no-stage = Экран сцены не открыт ни у кого
preflight-no-graphics = Страница графики не открыта: титры не будут видны
preflight-bridge = Графика не выводится: её окно не запустилось
preflight-feed-connecting = «{ $camera }» ещё подключается
preflight-feed-frozen = «{ $camera }» замерла
preflight-feed-lost = «{ $camera }»: нет сигнала

# Длительность ролика
clip-absent = Файла ролика нет на месте
clip-unreadable = Файл ролика не читается: он повреждён, или это не видео и не звук, а, например, ссылка на поток
clip-no-length = В файле ролика не записано, сколько он идёт
clip-late = Диск или сеть не отвечает: файл ролика не прочитался за { $seconds } с
