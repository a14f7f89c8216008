# Графика по шагам
graphic-without-steps = У графики «{ $graphic }» нет шагов: она только появляется и уходит
graphic-not-on-air = «{ $graphic }» сейчас не в эфире: сначала выведите её
graphic-no-more-steps = У графики «{ $graphic }» больше нет шагов, всего их { $steps }
log-graphic-step = Графика «{ $graphic }»: шаг { $step }
show-graphic-fixed = повестка не заполняется из дебатов: добавьте source: fixed и data

# Плавная громкость
fade-too-long = Громкость плавно меняется не дольше { $longest } с
log-fade = Звук «{ $input }»: плавно до { $volume } дБ за { $seconds } с

# Метки
no-such-mark = Метки { $number } нет: её уже убрали
log-marked = Метка{ $text ->
    [blank] {""}
   *[other] : «{ $text }»
}
log-unmarked = Метка убрана{ $text ->
    [blank] {""}
   *[other] : «{ $text }»
}
log-chapter-refused = OBS не сделал главу в записи из метки{ $text ->
    [blank] {""}
   *[other] {" "}«{ $text }»
}. Главы бывают только в Hybrid MP4 (outputs.record.format: hybrid_mp4). До конца этой записи метки остаются только в списке
marks-number = Номер
marks-time = Время
marks-text = Метка
marks-scene = Сцена в эфире
marks-item = Пункт плана
marks-stream = От начала трансляции
marks-record = От начала записи

# Вызовы наружу
no-such-target = Адресата «{ $target }» в файле шоу нет: добавьте его в calls
target-not-webhook = «{ $target }» — адресат OSC, а не вебхук
target-not-osc = «{ $target }» — вебхук, а не адресат OSC
calls-too-many = Слишком много вызовов ждут ответа (больше { $most }): подождите
call-body-too-long = Данные вызова слишком длинные: не больше { $most } КиБ
call-body-of-get = С запросом GET данные не отправляются: выберите POST
osc-number = Число не помещается в сообщение OSC
call-not-open = Повторять нечего: этот вызов дошёл, ещё ждёт ответа или уже повторён
call-refused = соединение отклонено: проверьте, что устройство включено и слушает этот порт
call-timeout = ответа нет слишком долго
call-unreachable = адресат недоступен: проверьте адрес и сеть
call-status = адресат ответил отказом
call-garbage = ответ непонятен: проверьте, тот ли это порт
call-insecure = защищённое соединение не установлено: проверьте сертификат адресата
call-broken = Efir не смог составить этот вызов ({ $detail }): напишите разработчикам
call-unsure = Efir перезапускался, и дошёл ли вызов, неизвестно. Проверьте и при нужде повторите
log-called-again = Вызов ещё раз: «{ $target }»
log-called = Вызов: «{ $target }»
log-call-failed = Вызов «{ $target }» не удался: { $reason }{ $detail ->
    [blank] {""}
   *[other] {" "}({ $detail })
}
log-calls-unsure = Пока Efir не работал, ответа ждали вызовы: { $count }. Дошли ли они, неизвестно
show-target-kind = адресату нужно ровно одно: webhook или osc
show-target-token = token бывает только у вебхука
show-target-osc = адрес OSC пишется так: устройство:порт, порт от 1 до 65535

# Сообщения на сцену
message-gone = Этого сообщения уже нет
log-blackout = Экран сцены погашен
log-blackout-over = Экран сцены снова включён
log-acknowledged = На сцене поняли: «{ $text }»

# Вторая строка под часами сцены
second-unclear = Вторая строка показывает либо слова, либо один таймер
log-second-text = { $text ->
    [blank] Вторая строка на сцене: слов пока нет
   *[other] Вторая строка на сцене: «{ $text }»
}
log-second-timer = Вторая строка на сцене: таймер «{ $timer }»
log-second-off = Вторая строка со сцены убрана
log-second-kept = { $text ->
    [blank] Слова для второй строки стёрты
   *[other] Слова для второй строки: «{ $text }»
}
