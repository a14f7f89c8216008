# Командная строка (efir/cli*.py).

cli-help = Efir («эфир»): одна система, которая ведёт онлайн-событие в прямом эфире вместе с OBS Studio.
cli-epilog = Код завершения: 0 — всё хорошо, 1 — ошибки в файле, 2 — ошибка в командной строке, 3 — чего-то не хватает или что-то мешает. Язык: --language, или EFIR_LANGUAGE, или язык системы.
cli-arguments = Аргументы
cli-options = Параметры
cli-commands = Команды
cli-show = Файл шоу (YAML).
cli-json = Для программ: один объект JSON.
cli-host = Где ждать подключений; 0.0.0.0 — чтобы страницы открывались с телефонов в той же сети.
cli-port = Порт страниц; 0 — любой свободный.
cli-obs = Адрес OBS (ws://…), managed — запустить свой, rehearsal — без OBS. По умолчанию — из файла шоу, а если там никто не отвечает — репетиция.
cli-obs-url = Адрес OBS (ws://…). По умолчанию — из файла шоу.
cli-data = Папка для журнала, тестовых записей и ключей. По умолчанию рядом с файлом шоу: show.efir для show.yaml.
cli-version = Показать версию.
cli-language = Язык: ru или en.
cli-run = Запустить шоу.
cli-check = Проверить файл шоу; каждая ошибка — строкой файл:строка:столбец: ключ: сообщение.
cli-plan = Показать, что изменит в OBS команда apply. Ничего не меняет.
cli-apply = Создать в OBS сцены шоу. Чужого не трогает.
cli-links = Показать ссылки экспертов, сцены и графики.
cli-reset-owner = Забыть пароль владельца: первая ссылка снова откроет вход. Efir должен быть остановлен.
cli-reset-owner-done = Пароль забыт. Задайте новый по первой ссылке внизу.
cli-verify = Проверить журнал или его выгрузку: цепочку хешей, жеребьёвки, результаты.
cli-verify-file = Выгрузка (.jsonl), копия или сам журнал.
cli-backup = Скопировать журнал в новый файл; шоу может идти.
cli-backup-file = Новый файл.
cli-backup-show = Чей журнал. Без него и без --data — единственная папка *.efir здесь.

cli-error = Ошибка:
cli-usage = { $detail }
cli-usage-missing = не хватает { $name }
cli-usage-command = команды «{ $name }» нет; есть { $commands }
cli-usage-option = параметра { $name } нет
cli-usage-value = { $name }: значение не подходит ({ $detail })
cli-usage-help = Справка: efir --help
cli-language-unknown = Языка «{ $language }» нет; есть ru и en
cli-check-fine = Ошибок нет.

cli-run-footage = Готовим тестовые записи
cli-run-title = Шоу: { $title }
cli-run-judge = Эксперт: { $name }
cli-run-judge-none = { "  " }ссылка отозвана или истекла; новую можно сделать в пульте
cli-run-stage = Сцена: { $url }
cli-run-backstage = За кулисами: { $url }
cli-run-graphics = Графика для OBS: { $url }
cli-run-panel = Пульт: { $url }
cli-run-setup = Задать пароль владельца (откроется один раз): { $url }
cli-run-obs = Efir управляет OBS по адресу { $url }.
cli-run-managed = Efir управляет собственным OBS по адресу { $url }.
cli-run-rehearsal = Это РЕПЕТИЦИЯ: OBS не подключён, в эфир ничего не идёт. Чтобы выйти в эфир, запустите OBS (в нём включите «Сервис» → «Настройки сервера WebSocket»), а потом снова Efir.
cli-run-here-only = Ссылки и QR-коды выше открываются только на этом компьютере. Для телефонов экспертов запустите с --host 0.0.0.0 (make run HOST=0.0.0.0).
cli-run-stop = Остановить: Ctrl+C.
cli-run-over = Остановлено. Всё сохранено.

cli-plan-none = В OBS всё так, как сказано в файле шоу: менять нечего.
cli-plan-count = { $count ->
    [one] Изменений: { $count }. Выполнить: efir apply
   *[other] Изменений: { $count }. Выполнить: efir apply
}
cli-apply-count = { $count ->
    [one] Выполнено { $count } изменение.
    [few] Выполнено { $count } изменения.
   *[many] Выполнено { $count } изменений.
}
plan-create-scene = сцена «{ $scene }»: создать
plan-remove-scene = сцена «{ $scene }»: удалить
plan-create-input = «{ $name }»: создать (сцена «{ $scene }»)
plan-remove-input = «{ $name }»: удалить
plan-set-input = «{ $name }»: изменить настройки
plan-add-item = сцена «{ $scene }»: добавить «{ $name }»
plan-remove-item = сцена «{ $scene }»: убрать «{ $name }»
plan-arrange-item = сцена «{ $scene }»: поставить «{ $name }» на место
plan-order-items = сцена «{ $scene }»: расставить источники по порядку
clash-scene-not-ours = В OBS уже есть сцена или источник «{ $name }», и это не Efir. Переименуйте их или сцену в файле шоу
clash-input-not-ours = В OBS уже есть источник «{ $name }», и это не Efir. Переименуйте его или источник в файле шоу
clash-kind-missing = Этот OBS не может показать «{ $name }»: в нём нет источников вида { $kind }
obs-not-answering = OBS по адресу { $url } не отвечает. Запустите его и включите «Сервис» → «Настройки сервера WebSocket»
obs-refused = OBS по адресу { $url } не пустил Efir: { $reason ->
    [wrong_password] неверный пароль («Сервис» → «Настройки сервера WebSocket»)
    [too_old] слишком старая версия, нужна 28 или новее
   *[other] { $reason }
}

cli-link = { $role ->
    [judge] Эксперт: { $label }
    [stage] Сцена: { $label }
    [backstage] За кулисами: { $label }
    [graphics] Графика: { $label }
    [phone] Телефон: { $label }
   *[other] { $label }
}
cli-link-dead = отозвана или истекла

data-folder-unusable = В папке { $path } нельзя хранить данные шоу: { $reason }. Укажите другую: --data
cli-file-absent = Файла { $path } нет
cli-file-unreadable = Файл { $path } не читается: { $reason }
cli-file-large = Файл { $path } слишком велик для выгрузки Efir
cli-event-unknown = { $path }: этот Efir не знает, о чём запись { $seq }. Обновите Efir
cli-verify-chain = { $count ->
    [one] Цепочка цела: { $count } запись, последний хеш { $hash }
    [few] Цепочка цела: { $count } записи, последний хеш { $hash }
   *[many] Цепочка цела: { $count } записей, последний хеш { $hash }
}
cli-verify-draws = { $count ->
    [one] Заново проведена { $count } жеребьёвка
    [few] Заново проведены { $count } жеребьёвки
   *[many] Заново проведено жеребьёвок: { $count }
}
cli-verify-ballot-sender = Лист эксперта { $judge } для пары { $pair } прислал не он, а { $actor }
cli-verify-holds = Протокол сходится.
cli-verify-fails = Протокол НЕ сходится.
cli-backup-doing = Копируем журнал
cli-backup-done = Копия: { $path }. В ней ключи ваших ссылок: храните её у себя и никому не передавайте
cli-backup-which = Какое шоу? Назовите его: --show ФАЙЛ или --data ПАПКА (в { $path } не ровно одна папка *.efir)
