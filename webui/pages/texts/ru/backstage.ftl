# Экраны за кулисами
backstage-title = За кулисами
backstage-list = Экраны
backstage-settings = Настройки ссылки
backstage-link = Ссылка
backstage-link-stage = Ссылка для экрана сцены
    .hint = Там же сообщения оператора, звонок этих таймеров и затемнение
backstage-copy = Скопировать ссылку
backstage-copied-yes = Ссылка скопирована
backstage-copied-no = Ссылка выделена: скопируйте её сами
backstage-open = Открыть
backstage-rehearsal = Прогон ×{ $rate }

backstage-screen-backstage = Ход эфира
    .for = Что идёт, что дальше, насколько опаздываем и когда закончим
backstage-screen-cuesheet = Таблица плана
    .for = Весь план по строкам, с заметками и командами. Поиск и печать
backstage-screen-countdown = До моего выхода
    .for = Сколько осталось до вашего пункта, с поправкой на опоздание
backstage-screen-clock = Студийные часы
    .for = Точное время сервера: цифрами или кольцом
backstage-screen-timers = Таймеры
    .for = Таймер крупно, или несколько рядом: зал и секции
backstage-screen-prompter = Суфлёр
    .for = Тексты пунктов бегут с нужной скоростью, есть зеркало для стекла
backstage-screen-confidence = Контрольный монитор
    .for = Картинка эфира, часы пункта и что дальше
backstage-screen-crew = Моя роль
    .for = Камере: когда вы в эфире. Цеху: ваша колонка плана

# Настройки ссылки
backstage-option-lang = Язык
    .none = Как выбрано в браузере
backstage-option-lang-ru = Русский
backstage-option-lang-en = Английский
backstage-option-theme = Оформление
    .none = Как выбрано в браузере
backstage-option-theme-dark = Тёмное
backstage-option-theme-light = Светлое
backstage-option-names = Показывать названия пунктов
backstage-option-hide = Убрать с экрана
backstage-option-columns = Колонки
backstage-option-filter = Искать
backstage-option-group = Группа
    .none = Все группы
backstage-option-past = Показывать прошедшее
backstage-option-item = Пункт
    .none = Выбрать на экране
backstage-option-timer = Какие таймеры
    .none = В этом шоу таймеров пока нет
backstage-option-style = Вид часов
    .none = Цифры
backstage-option-style-digital = Цифры
backstage-option-style-ring = Кольцо
backstage-option-seconds = Секунды
backstage-option-speed = Скорость, слов в минуту
backstage-option-size = Размер букв
backstage-option-mirror = Зеркально
backstage-option-flip = Вверх ногами
backstage-option-camera = Камера
    .none = Выбрать на экране
backstage-option-field = Колонка плана
    .none = Выбрать на экране
backstage-part-clock = Часы
backstage-part-offset = Отклонение
backstage-part-end = Конец эфира
backstage-part-timers = Таймеры
backstage-part-flag = До флажка
backstage-part-list = Список
backstage-part-strip = Лента времени
backstage-part-message = Сообщение на сцену
backstage-part-timer = Часы пункта
backstage-part-next = Следующий пункт

# Общее для экранов
backstage-untitled = Без названия
backstage-item = Пункт { $number }
backstage-now = Сейчас
backstage-next = Дальше
backstage-in = через
backstage-last = Это последний пункт
backstage-on-air = В эфире
backstage-paused = Пауза
backstage-overtime = Перебор
backstage-mode-idle = План стоит
backstage-mode-loaded = Готов к пуску
backstage-mode-waiting = Начнётся через
backstage-mode-gone = Вне плана
backstage-not-begun = Эфир ещё не начат
backstage-nothing = Ничего не идёт
backstage-message = На сцену
backstage-clock = Время
backstage-offset = Отклонение от плана
backstage-end = Закончим в
backstage-end-planned = по плану { $time }
backstage-coming = Впереди
backstage-nothing-more = Больше ничего нет
backstage-strip = Лента времени
backstage-no-scene = нет сцены
backstage-empty = План пуст
backstage-expected = ожидается
backstage-planned = по плану

# До моего выхода
backstage-countdown-choose = Какой пункт ваш?
backstage-countdown-done = Показать
backstage-countdown-change = Другой пункт
backstage-countdown-on = В эфире
backstage-countdown-ready = Готов к пуску
backstage-countdown-over = Уже прошёл
backstage-countdown-skipped = Пропускается
backstage-countdown-coming = До выхода
backstage-countdown-unknown = Время неизвестно
backstage-countdown-stands = отсчёт стоит: эфир задерживается

# Моя роль
backstage-crew-choose = Кто вы?
backstage-crew-cameras = Камеры
backstage-crew-fields = Колонки плана
backstage-crew-none = В этом шоу нет ни камер, ни своих колонок
backstage-crew-live = В эфире ваша камера
backstage-crew-in = Ваша камера через
backstage-crew-preview = Ваша камера в подготовке
backstage-crew-nothing = Вы не в эфире
backstage-crew-nothing-more = Впереди для вас ничего нет
backstage-crew-until = Потом { $scene }
backstage-crew-until-hidden = Потом вас скроют
backstage-crew-on = { $scene }{ $how ->
    [switch] : переключат на вас
    [show] : вас покажут
   *[take] {""}
}
backstage-crew-own-in = Команда вашей камере через
backstage-crew-own-recall = сама перейдёт к ракурсу «{ $name }»
backstage-crew-own-home = сама уйдёт в исходное положение
backstage-crew-own-feed = { $use ->
    [main] показывать её, что бы ни случилось
    [backup] вместо неё пойдёт резерв
    [slate] вместо неё пойдёт заставка
   *[auto] замену выбирает Efir
}
backstage-crew-stays = До конца плана
backstage-crew-again = снова через
backstage-crew-by-hand = по пуску
backstage-crew-stands = отсчёт стоит
backstage-crew-no-words = Для этого пункта ничего не записано
backstage-crew-no-more = Дальше в этой колонке пусто

# Суфлёр
backstage-prompter-run = Пустить
backstage-prompter-stop = Остановить
backstage-prompter-speed = { $words } сл/мин
backstage-prompter-faster = Быстрее
backstage-prompter-slower = Медленнее
backstage-prompter-larger = Крупнее
backstage-prompter-smaller = Мельче
backstage-prompter-back = Назад по тексту
backstage-prompter-on = Вперёд по тексту
backstage-prompter-top = К началу текста
backstage-prompter-follow = За эфиром
backstage-prompter-nothing = Текста нет: ничего не идёт и ничего не выбрано
backstage-prompter-no-script = У пункта «{ $item }» нет текста
backstage-prompter-progress = Прочитано
backstage-prompter-goes-on = Связи нет, текст бежит дальше

# Таблица плана
backstage-column-number = №
backstage-column-start = По плану
backstage-column-expected = Ожидается
backstage-column-duration = Длина
backstage-column-title = Название
backstage-column-note = Заметка
backstage-column-cues = Команды
backstage-sheet-filter = Найти в плане
backstage-sheet-hide-past = Без прошедшего
backstage-sheet-count = { $shown } из { $all }
backstage-sheet-print = Печать
backstage-sheet-printed = План на { $date }, напечатан в { $time }
backstage-sheet-none = Ничего не нашлось
backstage-sheet-on = эфир
backstage-sheet-next = дальше
backstage-sheet-skip = пропуск

# Таймеры
backstage-timers = Таймеры
backstage-timers-more = и ещё { $count }
backstage-timers-choose = Какие таймеры показать?
backstage-timers-change = Другие таймеры
