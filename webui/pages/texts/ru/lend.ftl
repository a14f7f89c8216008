# Страница гостя, которому дали порулить камерой
lend-picture = Картинка камеры «{ $name }»
lend-on-air = В эфире
lend-closed = Сейчас камеру не дают
    .more = Не закрывайте страницу: когда оператор даст порулить, она оживёт сама.
lend-free = Можно порулить камерой
    .more = { $waiting ->
        [0] Один гость рулит { $seconds } с.
       *[other] В очереди: { $waiting }. Один гость рулит { $seconds } с.
    }
lend-name = Как вас зовут (увидит только оператор; можно не писать)
lend-join = Хочу порулить
lend-join-again = Порулить ещё раз
lend-waiting = Вы в очереди
    .more = { $place ->
        [1] Вы следующий.
       *[other] Вы { $place }-й.
    } Ждать не дольше { $minutes } мин, если оператор не остановит. Не закрывайте страницу.
lend-turn = Камера у вас
    .more = Тяните за поле внизу. Скорость для гостей: { $speed } % возможной.
    .bounded = Повернуть её можно только до края, который задал оператор.
    .zoom-to = Приближать можно до { $to } % зума.
    .zoom-from = Отдалять можно до { $from } % зума.
    .zoom-between = Зум можно менять от { $from } до { $to } %.
lend-held = Камеру взял оператор
    .more = Ваше время не идёт. Подождите: он вернёт её или закончит.
lend-air = Камера в эфире
    .more = Сейчас её видят зрители, и двигать её может только оператор. Ваше время идёт.
lend-unclear = Может быть, камера в эфире
    .more = Что сейчас видят зрители, неизвестно, поэтому двигать её может только оператор. Ваше время идёт.
lend-away = Камера не отвечает
    .more = Оператор это видит. Подождите немного.
lend-thanks = Спасибо, что порулили!
lend-barred = Оператор убрал вас из очереди
    .more = Пока камеру дают в этот раз, снова встать в очередь нельзя.
lend-leave = Выйти из очереди
lend-finish = Закончить раньше

# --- на пульте ---
panel-role-guest = Гость у камеры
panel-lend-of = Дать порулить: { $name }
panel-lend-terms = Условия
panel-lend-show = Показать камеру «{ $name }» и её очередь
panel-lend-open = Дать порулить
panel-lend-change = Изменить условия
panel-lend-close = Больше не давать
panel-lend-turn = Одному гостю
panel-lend-seconds = { $seconds } с
panel-lend-minutes = { $minutes } мин
panel-lend-speed = Скорость
panel-lend-percent = { $percent } %
panel-lend-range = Поворот и наклон
panel-lend-range-all = куда угодно
panel-lend-range-around = ±{ $degrees }° от того, где стоит
panel-lend-range-same = как заданы сейчас
panel-lend-zoom = Зум
panel-lend-zoom-all = любой
panel-lend-zoom-half = от общего плана до половины
panel-lend-zoom-no-closer = не крупнее, чем сейчас
panel-lend-zoom-no-wider = не шире, чем сейчас
panel-lend-zoom-same = как задан сейчас
panel-lend-lost = Сейчас не известно, где стоит камера: дождитесь её или выберите другие границы
panel-lend-limits = { $what ->
    [turn] Камера не говорит, на сколько градусов повернулась: ограничить можно скорость, время и зум
    [zoom] Камера не говорит, насколько приблизила: зум ограничить нельзя
   *[both] Камера не говорит, куда смотрит: ограничить можно только скорость и время
}
panel-lend-presets = Можно звать ракурсы
panel-lend-air = Можно двигать и в эфире
panel-lend-lent = Гостям дают
panel-lend-nobody = Никто не рулит, очередь пуста
panel-lend-who = { $name ->
    [blank] Гость № { $number }
   *[other] { $name } (№ { $number })
}
panel-lend-has = Рулит { $who }
panel-lend-queue = В очереди: { $count }
panel-lend-take-back = Забрать камеру
panel-lend-taken = Камера у вас, гости ждут
panel-lend-give-back = Вернуть гостям
panel-lend-skip = Следующий
panel-lend-remove = Убрать из очереди: { $who }
panel-lend-on-air = Камера в эфире, и её ведёт гость
panel-lend-on-air-quiet = Камера в эфире: гости её сейчас не двигают
panel-lend-unclear = Неизвестно, не в эфире ли камера: гости её сейчас не двигают
panel-lend-link = Ссылка для гостей
panel-lend-link-make = Сделать ссылку с QR-кодом
panel-lend-link-lasts = Ссылка действует 12 часов; отозвать её можно здесь же или в «Доступе».
panel-lend-alarm = «{ $camera }» в эфире у гостя
panel-lend-alarm-quiet = «{ $camera }» у гостей
