# Сигналы камер на страницах
feed-process-refused = не читается
feed-process-restarting = чтение оборвалось, запускаем снова
feed-fps = { $fps } к/с
feed-mbps = { $mbps } Мбит/с
feed-since = с { $time }
feed-picture = Кадр
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
