# Отказы: что случилось и что делать
not-allowed = Это действие вам недоступно
id-used-before = Эта команда уже была отправлена с другим содержанием. Обновите страницу и повторите
no-such-scene = Такой сцены в шоу нет
already-taken = Не выполнено: другой оператор уже вывел в эфир «{ $scene }». Посмотрите на эфир и решите заново
transition-too-long = Длительность перехода — от { $shortest } до { $longest } мс
no-such-item = Такого источника в сцене нет
no-such-input = Такого источника звука нет
volume-out-of-range = Громкость — от { $quietest } до { $loudest } дБ
no-such-graphic = Такой графики нет
graphic-not-editable = «{ $graphic }» заполняется из хода дебатов и вручную не правится
no-such-field = В этой графике нет поля «{ $field }»
text-empty = Сообщение пустое
text-too-long = Слишком длинный текст: не больше { $longest } знаков
output-not-in-show = { $output ->
    [stream] Куда вести трансляцию, не указано: добавьте outputs.stream в файл шоу
   *[record] Запись не настроена: добавьте outputs.record в файл шоу
}
cannot-undo = Это действие отменить нельзя
already-undone = Это действие уже отменено

# Журнал
journal-full = Диск полон: ничего не сохраняется. Освободите место — Efir продолжит сам. До этого управляйте эфиром прямо в OBS
journal-broken = Запись на диск не удалась: действие не выполнено. Проверьте диск
journal-refusing = Журнал не принимает записи: действие не выполнено. Проверьте диск
journal-busy = Слишком много команд сразу. Повторите через секунду
journal-duplicate = Эта команда уже выполнена
journal-closed = Efir останавливается. Действие не выполнено
journal-locked = С этим шоу уже работает другой Efir ({ $path }). Закройте его или укажите другую папку: --data
journal-corrupt = Файл журнала повреждён: { $path } ({ $reason }). Восстановите его из копии (efir backup)
journal-foreign = Это не журнал Efir: { $path }. Укажите другую папку: --data
journal-newer = Журнал { $path } создан более новой версией Efir ({ $found }; эта версия понимает { $known }). Обновите Efir
journal-main-file-missing = Рядом с { $path } остались части журнала, а сам он пропал. Верните файл или уберите остатки
journal-no-wal = Диск с { $path } не поддерживает журнал SQLite (сетевая папка?). Укажите папку на своём диске: --data
journal-cannot-open = Не удалось открыть журнал { $path }: { $reason }
journal-chain-broken = Цепочка журнала нарушена на записи { $seq } ({ $reason }): файл меняли в обход Efir
journal-no-such-entry = В журнале нет записи { $seq }
journal-backup-exists = Файл { $path } уже есть. Укажите другое имя
journal-backup-failed = Копию { $path } сделать не удалось: { $reason }

# Лента событий
log-taken = В эфире «{ $scene }»{ $transition ->
    [cut] {""}
   *[other] {" "}(переходом)
}
log-taken-in-obs = В OBS вручную вывели в эфир «{ $scene }»
log-panic = ЗАСТАВКА: в эфире «{ $scene }»
log-foreign-scene = В OBS вывели в эфир сцену не из шоу: «{ $name }»
log-transition = { $transition ->
    [cut] Переход: склейка
   *[other] Переход: { $ms } мс
}
log-item-shown = В сцене «{ $scene }» видно: «{ $item }»
log-item-hidden = В сцене «{ $scene }» скрыто: «{ $item }»
log-muted = Звук выключен: «{ $input }»
log-sound = Звук «{ $input }»: { $volume } дБ
log-graphic-on = Графика в эфире: «{ $graphic }»
log-graphic-off = Графика убрана: «{ $graphic }»
log-graphics-cleared = Снята вся графика ({ $count })
log-graphics-restored = Графика снова в эфире ({ $count })
log-graphic-updated = Текст графики изменён: «{ $graphic }»
log-output-start = { $output ->
    [stream] Начать трансляцию
   *[record] Начать запись
}
log-output-stop = { $output ->
    [stream] Закончить трансляцию
   *[record] Закончить запись
}
log-output-off = { $output ->
    [stream] Трансляция остановлена
   *[record] Запись остановлена{ $detail ->
        [blank] {""}
       *[other] {": "}{ $detail }
    }
}
log-output-starting = { $output ->
    [stream] Трансляция запускается
   *[record] Запись запускается
}
log-output-on = { $output ->
    [stream] Трансляция идёт
   *[record] Запись идёт
}
log-output-reconnecting = Трансляция прервалась, OBS переподключается
log-output-stopping = { $output ->
    [stream] Трансляция завершается
   *[record] Запись завершается
}
log-output-failed = { $output ->
    [stream] Трансляция сорвалась. Проверьте адрес и ключ платформы и запустите снова
   *[record] Запись сорвалась. Проверьте место на диске и запустите снова
}
log-said = На сцену: «{ $text }»
log-hushed = Сообщение на сцену убрано
log-obs-connecting = Ищем OBS…
log-obs-connected = OBS { $version } на связи: картинка восстановлена
log-obs-lost = OBS пропал. Efir переподключается сам; картинка вернётся без вашего участия
log-obs-refused = OBS не пустил Efir: { $reason ->
    [wrong_password] неверный пароль (Сервис → Настройки сервера WebSocket)
    [too_old] слишком старая версия, нужна 28 или новее
   *[other] { $reason }
}
log-rehearsal-connecting = Репетиция запускается
log-rehearsal-connected = Репетиция: OBS не подключён, эфир условный
log-rehearsal-lost = Репетиция прервалась
log-rehearsal-refused = Репетиция прервалась
log-link-created = Создана ссылка: { $role ->
    [stage] сцена
    [backstage] за кулисами
    [graphics] графика
    [phone] телефон
    [operator] оператор
   *[judge] { $subject }
}
log-link-revoked = Ссылка отозвана: { $role ->
    [stage] сцена
    [backstage] за кулисами
    [graphics] графика
    [phone] телефон
    [operator] оператор
   *[judge] { $subject }
}
log-link-rotated = Ссылка заменена: { $role ->
    [stage] сцена
    [backstage] за кулисами
    [graphics] графика
    [phone] телефон
    [operator] оператор
   *[judge] { $subject }
}
log-link-joined = Вход по ссылке: { $role ->
    [stage] сцена
    [backstage] за кулисами
    [graphics] графика
    [phone] телефон
    [operator] оператор
   *[judge] { $subject }
}
log-undone = Отменено
