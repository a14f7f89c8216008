# Таймеры: отказы, лента событий, файл шоу

no-such-timer = Такого таймера уже нет
no-such-bank = Такого банка у таймера нет
timers-many = Таймеров не больше { $most }: уберите лишние
timer-id-wrong = Имя таймера для программ — строчные латинские буквы, цифры и дефис, не больше 63
timer-nameless = Назовите таймер
timer-name-taken = Таймер «{ $name }» уже есть: назовите иначе
timer-name-unseen = В названии невидимый знак: наберите его заново
timer-moved-on = Не отменено: с этим таймером уже сделали что-то ещё
timer-time-goes-on = Время дня на паузу не поставить: таймер можно сбросить
timer-starts-by-itself = Сначала пуск: остаток считается от времени дня
timer-too-far = Слишком много: таймер показывает не больше { $hours } часов
timer-no-banks = У этого таймера нет банков, переключать нечего
timer-bank-twice = Два банка с одним id
timer-key-foreign = Лишнее для такого таймера: { $key ->
    [length] длительность
    [limit] предел
    [at] время дня
    [warning] предупреждение
    [danger] второе предупреждение
    [bells] звонки
    [protected] защищённое время
   *[banks] банки
}
timer-key-missing = Не хватает: { $key ->
    [length] длительность
    [limit] предел
    [at] время дня
    [warning] предупреждение
    [danger] второе предупреждение
    [bells] звонки
    [protected] защищённое время
   *[banks] банки
}
timer-no-limit = { $key ->
    [bells] Звонки считаются от предела
   *[warning] Предупреждение считается от предела
}: задайте, до скольких считать
timer-level-late = Предупреждение должно быть короче самого таймера
timer-danger-above = Второе предупреждение должно быть позже первого
timer-bell-late = Звонок раньше, чем таймер начнётся
timer-bell-twice = Два звонка в одно время
timer-bells-many = Звонков не больше { $most }
timer-protected-long = Защищённое время занимает всю речь: вопросы задавать некогда
timer-banks-few = Банков нужно хотя бы { $least }
timer-banks-many = Банков не больше { $most }

log-timer-added = Таймер «{ $timer }» готов
log-timer-changed = Таймер «{ $timer }» изменён
log-timer-removed = Таймер «{ $name }» убран
log-timer-started = Таймер «{ $timer }» пущен{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
log-timer-paused = Таймер «{ $timer }» на паузе
log-timer-switched = Таймер «{ $timer }»: ход — «{ $bank }»
log-timer-set = Таймер «{ $timer }» поставлен на { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
log-timer-adjusted = Таймер «{ $timer }»: { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
log-timer-reset = Таймер «{ $timer }» сброшен
log-timer-restored = Таймер «{ $timer }» снова как был
log-timer-up = Время вышло: «{ $timer }»{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}

show-timers-many = таймеров не больше { $most }
show-timer-key-foreign = для таймера вида { $kind } ключа «{ $key }» нет
show-timer-key-missing = нет ключа «{ $key }»
show-timer-no-limit = «{ $key }» считается от предела: задайте limit
show-timer-level-late = предупреждение не короче самого таймера
show-timer-danger-above = danger больше, чем warning: второе предупреждение должно быть позже первого
show-timer-bell-late = звонок раньше, чем таймер начнётся
show-timer-bell-twice = на это время звонок уже есть
show-timer-bells-many = звонков не больше { $most }
show-timer-protected-long = защищённое время занимает всю речь: вопросы задавать некогда
show-timer-banks-few = банков нужно хотя бы { $least }
show-timer-banks-many = банков не больше { $most }
show-time-of-day-wrong = «{ $text }» — не время дня: пишите 19:00 или 19:00:30
show-graphic-timer-source = graphic: timer и source: timer бывают только вместе
show-graphic-timer-foreign = ключ «{ $key }» нужен только графике с source: timer
show-no-such-timer = таймера «{ $name }» нет
show-no-such-timer-near = таймера «{ $name }» нет; может быть, «{ $near }»?
