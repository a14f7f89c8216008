# Пульт оператора
panel-brand = Эфир
panel-pages = Страницы
panel-page-stage = Сцена
panel-page-backstage = За кулисами

# Связь с OBS. short — слово для строки состояния
panel-obs-obs-connected = OBS { $version }
    .short = OBS
panel-obs-obs-connecting = Подключаемся к OBS…
    .short = OBS: подключаемся
panel-obs-obs-lost = OBS пропал. Подключаемся сами, картинка вернётся
    .short = OBS пропал
panel-obs-obs-refused = OBS не пускает. Проверьте адрес и пароль
    .short = OBS не пускает
panel-obs-rehearsal-connected = Репетиция: OBS не подключён, зрители этого не видят
    .short = Репетиция
panel-obs-rehearsal-connecting = Репетиция: готовим картинку…
    .short = Репетиция
panel-obs-rehearsal-lost = Репетиция остановилась, запускаем снова
    .short = Репетиция
panel-obs-rehearsal-refused = Репетиция не запустилась
    .short = Репетиция

# Эфир
panel-monitors = Подготовка и эфир
panel-program = Эфир
panel-preview = Подготовка
panel-on-air = В эфире
panel-pending = ждём подтверждения
panel-no-scene = пусто
panel-take = В эфир
panel-cut = склейка
panel-auto = Переход
panel-transition = Вид перехода
panel-transition-duration = Длительность перехода
panel-transition-cut = Склейка
panel-transition-fade = Плавно
panel-transition-swipe = Сдвиг
panel-transition-slide = Слайд
panel-transition-luma_wipe = Шторка
panel-transition-fade_to_color = Через цвет
panel-seconds = { $seconds } с
panel-scenes = Сцены
panel-items = Что видно
panel-switches = Камеры в сценах
panel-switch-follow = Следить за говорящим
    .hint = камера сама меняется на того, кто говорит
panel-switch-held = Удержано: снова следить
    .hint = камеру выбрала рука; нажмите, и она снова пойдёт за говорящим
panel-switch-softly = Плавно
    .hint = менять камеры переходом шоу, а не склейкой
panel-items-of = Чьи источники
panel-item-seen = видно
panel-item-hidden = скрыто
panel-panic = Заставка
    .hint = сразу в эфир
panel-panic-on = Заставка в эфире

# Дебаты
panel-desk = Дебаты сейчас
panel-desk-more = Пульт дебатов
panel-debate = Дебаты
panel-pair-of = Пара { $place } из { $count }
panel-no-pair = На сцене никого
panel-opponent-open = соперник ещё не выбран
panel-topic-open = Тема не выбрана
panel-phases = Ход дебатов
panel-phase-prepare = Подготовка
panel-phase-debate = Дебаты
panel-phase-judging = Оценки
panel-phase-result = Итог
panel-clock-start = Пуск
panel-clock-pause = Пауза
panel-clock-resume = Пуск
panel-clock-state-idle = стоит
panel-clock-state-running = идёт
panel-clock-state-paused = пауза
panel-minus-minute = Минус минута
panel-minus-ten = Минус 10 секунд
panel-plus-ten = Плюс 10 секунд
panel-plus-minute = Плюс минута
panel-restart = Сначала
    .hint = Часы на начало. Удерживайте
panel-hold = удерживайте
panel-back = Назад
panel-skip-debate = К дебатам
panel-skip-judging = К оценкам
panel-reveal-without = Показать без них

panel-act-draw-pairs = Жеребьёвка пар
panel-act-reveal-draw = Открыть жребий
    .hint = спросите слово у зала, потом откройте
panel-act-select-pair = Пригласить пару
panel-act-draw-opponent = Жребий: соперник
panel-act-draw-topic = Жребий: тема
panel-act-draw-positions = Жребий: позиции
    .hint = если не договорились сами
panel-act-prepare = К подготовке
panel-act-start = Пуск часов
panel-act-pause = Пауза
panel-act-resume = Продолжить
panel-act-debate = К дебатам
panel-act-judging = К оценкам
panel-act-wait-for-judges = Ждём экспертов
panel-act-reveal = Показать результат
panel-act-next-pair = Следующая пара
panel-act-finished = Все пары выступили

panel-judges = Оценки экспертов
panel-judge-online = на связи
panel-judge-offline = не на связи
panel-ballot-waiting = ждём
panel-ballot-received = получены
panel-ballot-corrected = исправлены
panel-ballot-recused = не оценивает

panel-tab-pairs = Пары
panel-tab-draw = Жребий
panel-tab-say = На сцену
panel-tab-standings = Зачёт
panel-pairs-none = Пар пока нет: начните с жеребьёвки
panel-on-stage = на сцене
panel-pair-done = выступила

panel-positions = Кто за какую позицию
    .hint = Договорились сами — нажмите. Нет — тяните жребий.
panel-agree = { $name }: «{ $position }»
panel-first-position = первая позиция
panel-draw-pairs = Жребий пар
panel-draw-topic = Жребий темы
panel-draw-positions = Жребий позиций
panel-draw-opponent = Жребий соперника
panel-draw-word = Слово из зала (можно без него)
    .example = например, «весна»
panel-draw-hash = Отпечаток, показан до жребия
panel-draw-said = Слово из зала
panel-draw-seed = Зерно, открыто после
panel-draw-none = Жребий ещё не тянули
panel-draw-by-hand = Тянули вручную, записано оператором
panel-manual-one = Нажмите на то, что вытянули
panel-manual-order = Нажимайте в том порядке, в каком тянули
panel-manual-record = Записать жребий

panel-say-nothing = Сцена видит только часы
panel-say-hush = Убрать
panel-say-own = Своё сообщение
panel-say-send = Отправить на сцену
panel-say-minute = Осталась минута
panel-say-finish = Заканчивайте
panel-say-louder = Говорите громче
panel-say-microphone = Ближе к микрофону
panel-say-wait = Подождите
panel-say-begin = Можно начинать
panel-say-blink = Мигать
panel-say-blackout = Погасить экран сцены
panel-say-blackout-on = Экран сцены погашен
panel-say-seen = Понято в { $time }
panel-say-not-seen = Ещё не подтвердили
panel-say-no-message = Сообщения на сцене нет
panel-second = Вторая строка под часами
panel-second-nothing = Пусто
panel-second-text = { $text ->
    [blank] Слова
   *[other] Слова: «{ $text }»
}
panel-second-timer = Таймер: { $name }
panel-second-gone = Таймер убран: строка пуста
panel-second-own = Слова для второй строки
panel-second-send = Показать во второй строке

panel-standings-none = Результаты появятся, когда вы покажете первый
panel-standings-of = Показано пар: { $done } из { $count }
panel-participant = Участник
panel-credit = Зачёт

# Справа
panel-graphics = Графика
panel-graphics-clear = Снять всё
panel-graphic-edit = Изменить текст: { $name }
panel-graphic-send = Обновить
panel-graphic-updated = { $name }: текст обновлён
panel-field-title = Имя
panel-field-subtitle = Подпись
panel-field-topic = Тема
panel-field-heading = Заголовок
panel-field-point1 = Пункт 1
panel-field-point2 = Пункт 2
panel-field-point3 = Пункт 3
panel-field-point4 = Пункт 4
panel-field-point5 = Пункт 5
panel-field-point6 = Пункт 6
panel-graphic-step = Следующий шаг: { $name } ({ $step } из { $steps })
panel-sound = Звук
panel-sound-none = В файле шоу нет звука
panel-db = дБ
panel-mute = Выключить звук: { $name }
panel-fader = Громкость: { $name }
panel-outputs = Трансляция и запись
panel-stream = Трансляция
panel-record = Запись
panel-stream-off = не идёт
panel-stream-starting = начинаем…
panel-stream-on = идёт
panel-stream-reconnecting = связь рвётся…
panel-stream-stopping = завершаем…
panel-stream-failed = сорвалась
panel-record-off = не идёт
panel-record-starting = начинаем…
panel-record-on = идёт
panel-record-reconnecting = связь рвётся…
panel-record-stopping = завершаем…
panel-record-failed = сорвалась
panel-output-none = нет в файле шоу
panel-output-failed-detail = Нажмите «Начать», чтобы попробовать снова
panel-begin = Начать
panel-stop = Стоп
panel-mbps = { $mbps } Мбит/с
panel-losing = теряем кадры
panel-congested = сеть не успевает

# Строка состояния и журнал
panel-fps = { $fps } к/с
panel-cpu = ЦП { $cpu } %
panel-journal-failed = Журнал не пишется: команды не принимаются. Освободите место на диске
panel-bridge-failed = Мост графики встал: титры не идут в эфир
panel-cameras = Камеры
panel-multiview = Мультиэкран
panel-multiview-key = Мультиэкран в новом окне, для второго монитора
panel-feeds = Камеры: { $count }
panel-feed-scene = Одна из камер этой сцены без картинки
panel-clients-judges = Эксперты { $here } из { $count }
panel-clients-stage = Сцена: { $count ->
    [0] нет
   *[other] { $count }
}
panel-clients-graphics = Графика: { $count ->
    [0] не открыта
   *[other] { $count }
}
panel-log = Журнал
    .title = Что произошло
panel-log-none = Пока ничего не произошло
panel-calls = Вызовы, которые не дошли
panel-calls-again = Вызвать ещё раз
panel-calls-failed = Вызовы не дошли: { $count }
panel-mark = Метка
panel-mark-text = Что отметить (можно пусто)
panel-marks-file = Скачать метки ({ $count })
panel-log-undone = отменено
panel-undo = Отменить
panel-undone = Отменено: { $what }
panel-nothing-to-undo = Отменять нечего

# Доступ
panel-access = Ссылки
    .title = Кто может войти
panel-links-here-only = Эти ссылки открываются только на этом компьютере. Чтобы вошли с телефонов, запустите Efir с --host 0.0.0.0 (make run HOST=0.0.0.0)
panel-link-new = Новая ссылка
panel-link-for = Кому
panel-link-label = Подпись
panel-link-lasts = Действует
panel-link-for-ever = до отзыва
panel-link-hours = { $hours } ч
panel-link-create = Создать ссылку
panel-link-copy = Скопировать
panel-link-rotate = Заменить
panel-link-revoke = Отозвать
panel-link-copied = Ссылка скопирована: { $name }
panel-link-not-copied = Скопировать не вышло: выделите адрес под кодом
panel-link-qr = QR-код: { $name }
panel-link-enlarge = Крупнее или мельче: { $name }
panel-link-hidden = Эту ссылку видит только владелец
panel-link-until = до { $time }
panel-sign-in = Войти
panel-role-owner = Владелец
panel-role-operator = Оператор
panel-role-judge = Эксперт
panel-role-stage = Сцена
panel-role-backstage = За кулисами
panel-role-graphics = Графика
panel-role-system = Efir

# Список клавиш
panel-keys-air = Эфир
panel-keys-view = Пульт
panel-keys-preview = В подготовку
panel-key-cut = В эфир склейкой
panel-key-auto = В эфир переходом
panel-key-panic = Заставка в эфир
panel-key-next = Следующий шаг дебатов
panel-key-clock = Часы: пуск, пауза, продолжить
panel-key-skip = К следующей фазе
panel-after-prepare = потом — дебаты
panel-after-debate = потом — оценки
panel-bells-mute = Звонки выключить
panel-clash = В OBS есть чужое «{ $name }». Переименуйте его там, и своё встанет на место
panel-foreign = не из этого шоу

# Таймеры
panel-timers = Таймеры
panel-tab-timers = Таймеры
panel-timers-none = Таймеров пока нет
panel-timer-new = Новый таймер
panel-timer-make = Добавить
panel-timer-name = Название
panel-timer-kind = Что считать
panel-timer-kind-countdown = Сколько осталось
panel-timer-kind-count-up = Сколько прошло
panel-timer-kind-time-of-day = До времени дня
panel-timer-kind-banks = Время каждого: шахматные часы, команды
panel-timer-length = Длительность
    .example = м:сс
panel-timer-limit = Предел (можно без него)
panel-timer-warning = Предупредить за
    .example = 1:00
panel-timer-at = Время дня
panel-timer-teams = Чьё время, через запятую
    .example = Белые, Чёрные
panel-timer-banks = { $name }: чей ход
panel-timer-start = Пуск: { $name }
panel-timer-pause = Пауза: { $name }
panel-timer-stop = Стоп: { $name }
panel-timer-more = Ещё: { $name }
panel-timer-id = Для OSC и ссылок:
    .hint = Так таймер зовут пульты, кнопки, OSC и ссылки экранов
    .copy = Скопировать имя { $id }
    .copied = Скопировано: { $id }
    .selected = Имя выделено: скопируйте его сами
panel-timer-set = Поставить
panel-timer-set-to = Сколько поставить, м:сс
panel-timer-remove = Убрать
    .hint = Таймер исчезнет отовсюду. Удерживайте
panel-timer-until = до { $time }
panel-timer-over = перебор
panel-timer-questions-open = вопросы можно
panel-timer-questions-closed = без вопросов
panel-timer-gone = (убран)
