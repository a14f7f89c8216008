# Страница эксперта
judge-title = Эксперт · Efir
judge-role = Эксперт
judge-topic = Тема
judge-topic-none = Тему ещё не вытянули
judge-position = Позиция:
judge-position-none = позиция ещё не определена
judge-of = из { $most }
judge-points = { $points ->
    [one] { $points } балл
    [few] { $points } балла
    [many] { $points } баллов
   *[other] { $points } балла
}
judge-sums = Суммы баллов

judge-phase-idle = Скоро начало
judge-phase-prepare = Подготовка
judge-phase-debate = Дебаты
judge-phase-judging = Оценивание
judge-phase-result = Результат
judge-waited = ждём ваши оценки
judge-clock-idle = ещё не идёт
judge-clock-paused = пауза
judge-clock-overtime = перебор

judge-criterion-topic = Раскрытие темы
judge-criterion-rhetoric = Риторика и грамотность речи
judge-criterion-persuasion = Методы убеждения
judge-criteria = За что ставить баллы
judge-criteria-most = Каждому — от 0 до { $most } по каждому критерию

judge-note-draw = Сейчас определят тему и позиции.
judge-note-soon = Пара готова, скоро начнут.
judge-note-prepare = Участники готовятся. Оценки можно ставить, когда начнутся дебаты.
judge-note-unscored = Ваших оценок этой пары нет: результат показан без них.

judge-recused-title = Эту пару вы не оцениваете
judge-recused = Вы заявили о заинтересованности. Делать ничего не нужно: ваш отвод учтён, результат посчитают без вас.

judge-send = Отправить оценки
judge-correct = Исправить
judge-sending = Отправляется…
judge-queued = Ждёт связи
judge-received = Оценки получены
judge-state-empty = Поставьте оценки обоим.
judge-state-draft = { $device ->
    [phone] Черновик на этом телефоне.
   *[other] Черновик на этом устройстве.
}
judge-state-sending = Отправляется…
judge-state-queued = В очереди: нет связи. Отправится само.
judge-state-received = Получено в { $time }{ $revision ->
    [1] .
   *[other] {" "}(версия { $revision }).
}
judge-state-elsewhere = С другого устройства получено в { $time } (версия { $revision }).
judge-state-changed = Исправлено, но не отправлено. Принято прежнее, в { $time }.
judge-state-rejected = Не принято. { $reason }
judge-late = Ваши оценки прошлой пары не приняты: не было связи.
judge-late-more = Если это важно, скажите оператору.
judge-hint-later = Отправить можно после дебатов.
judge-hint-correct = До показа можно исправить.
judge-hint-gaps = { $gaps ->
    [one] Осталась { $gaps } оценка.
    [few] Осталось { $gaps } оценки.
   *[many] Осталось { $gaps } оценок.
}

judge-outcome-win = Победа
judge-outcome-loss = Поражение
judge-outcome-tie = Ничья
judge-outcome-points = { $points } — сумма всех экспертов, в зачёт { $result }

judge-next = Следующие
judge-next-opponent = Соперника определит жребий
judge-over = Все пары выступили. Спасибо!
judge-wait-draw = Пары ещё не определены
    .more = Скоро жеребьёвка. Страницу можно не закрывать: пара появится здесь сама.
judge-wait-between = Сейчас на сцене никого нет
    .more = Когда выйдет следующая пара, она появится здесь сама.
judge-wait-over = Все пары выступили
    .more = Ваша работа закончена. Спасибо!
judge-wait-nothing = Здесь пока нечего оценивать
    .more = В этой передаче нет дебатов. Если это ошибка, скажите оператору.
judge-refused-draft = Поставленные оценки сохранятся: откройте новую ссылку на этом же устройстве.
