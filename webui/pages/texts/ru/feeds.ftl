# Сигналы камер на страницах
feed-process-refused = не читается
feed-process-restarting = чтение оборвалось, запускаем снова
feed-fps = { $fps } к/с
feed-mbps = { $mbps } Мбит/с
feed-keyframe = опорный кадр { $seconds } с назад
feed-errors-rate = ошибок в секунду: { $count }
feed-peak = звук { $db } дБ
feed-apart = { $order ->
    [ahead] звук раньше картинки на { $seconds } с
   *[behind] звук позже картинки на { $seconds } с
}
feed-since = с { $time }
feed-picture = Кадр
feed-picture-of = { $line }, { $time }: { $state }
feed-history = Что было
feed-history-for = длилось { $time }
feed-history-now = и сейчас
feed-by-hand = держим вручную
feed-held = Держим
    .hint = { $use ->
        [main] Держим камеру вручную: резерв сам не пойдёт, пока не вернёте «Авто»
        [backup] Держим резерв вручную: камера сама не вернётся, пока не вернёте «Авто»
       *[slate] Держим заставку вручную, пока не вернёте «Авто»
    }
feed-kept-out = { $line ->
    [backup] держим камеру вручную, поэтому резерв не идёт
   *[main] держим резерв вручную, поэтому камера не идёт
}
feed-free = Авто
    .hint = «{ $name }»: больше не держать вручную, { $line ->
        [backup] пойдёт резерв
       *[main] пойдёт камера
    }
feed-line-main = Камера
feed-line-backup = Резерв
feed-use-label = «{ $name }»: что показывать
feed-use-auto = Авто
    .hint = пока камера в порядке, идёт она; с бедой Efir сам ставит резерв или заставку
feed-use-main = Камера
    .hint = держать саму камеру, что бы с ней ни было
feed-use-backup = Резерв
    .hint = держать резерв, пока не вернёте «Авто»
feed-use-slate = Заставка
    .hint = держать заставку, пока не вернёте «Авто»
feed-by-obs = OBS открывает эту камеру сам: { $state ->
    [connecting] соединяется
    [frozen] картинка замерла
    [ended] запись кончилась
    [lost] нет сигнала
    [live] картинка идёт
   *[unknown] её нет ни в одной сцене, или OBS не подключён
}
feed-into-switch = «{ $switch }»: показать
    .hint = показать эту камеру в переключателе «{ $switch }» сразу, склейкой
feed-into-switch-now = «{ $switch }»: показана
feed-obs-connecting = соединяется
feed-obs-frozen = картинка замерла
feed-obs-lost = нет сигнала
