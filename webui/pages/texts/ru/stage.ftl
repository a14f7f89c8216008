# Экран сцены
stage-title = Сцена · Efir
stage-phase-idle = Скоро начало
stage-phase-prepare = Подготовка
stage-phase-debate = Дебаты
stage-phase-judging = Оценивание
stage-phase-result = Результат
stage-clock-idle = Готовность
stage-clock-paused = Пауза
stage-clock-warning = { $seconds ->
    [60] Меньше минуты
    [30] Меньше полуминуты
   *[other] Меньше { $time }
}
stage-clock-danger = Заканчивайте
stage-clock-overtime = Перебор
stage-topic = Тема
stage-judging = Эксперты ставят оценки
stage-result = Итоги дебатов
stage-outcome-win = Победа
stage-outcome-tie = Ничья
stage-outcome-loss = { "" }
stage-points = { $points ->
    [one] балл
    [few] балла
    [many] баллов
   *[other] балла
}
stage-in-result = в зачёт { $result }
stage-next = Следующие
stage-opponent = соперника определит жребий
stage-draw-pairs = Жеребьёвка пар
stage-draw-topic = Жеребьёвка темы
stage-draw-positions = Жеребьёвка позиций
stage-draw-opponent = Жеребьёвка соперника
stage-draw-hash = Отпечаток жребия, объявлен заранее
stage-soon = Скоро начинаем
stage-over = Все пары выступили
stage-message = Оператор
stage-sound-ask = Включить звонок
stage-sound-ask-more = Браузер ждёт касания
stage-sound-muted = Звонок выключен
stage-fullscreen = На весь экран
stage-window = Свернуть в окно
stage-got-it = Понятно
stage-got-it-sent = Понято
stage-blackout = Экран погасил оператор
stage-item-next = Дальше
stage-item-waits = Начнётся через
stage-timer-not-yet = Отсчёт ещё не идёт
stage-timer-paused-over = Пауза · перебор
stage-timer-passed = Время вышло
stage-timer-near-limit = До предела меньше { $time }
stage-timer-until = До { $time }
stage-timer-limit = Предел { $time }
stage-timer-turn = ход
stage-timer-questions-open = Вопросы можно
stage-timer-questions-closed = Без вопросов
stage-timer-gone = Такого таймера сейчас нет
    .id = Имя в ссылке: { $id }
