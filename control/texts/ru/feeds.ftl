# Сигналы камер: здоровье, заставка, имитация.

feed-address-unknown = Efir не умеет открывать адреса вида «{ $scheme }://». Подойдут файл, camera:, rtsp://, rtmp://, rtmp+listen://, srt://, udp://, tcp://, http(s)://
feed-port-taken = Порт { $port } для сигнала камеры «{ $name }» занят другой программой. Закройте её или укажите другой порт
feed-slate = Камера скоро вернётся

feed-state = { $state ->
    [ok] в порядке
    [doubtful] сомнительно
    [bad] плохо
   *[away] нет связи
}
feed-showing = { $shown ->
    [main] в эфир идёт камера
    [held] в эфире держится последний кадр
    [backup] в эфир идёт резерв
   *[slate] в эфир идёт заставка
}
feed-fault = { $fault ->
    [gap] сигнал прерывается
    [freeze] картинка застыла
    [black] чёрный экран
    [silence] тишина
    [mute] звука нет совсем
    [clipping] звук перегружен
    [size] не тот размер кадра
    [rate] не та частота кадров
    [bitrate] слишком низкий битрейт
    [keyframes] давно не было опорного кадра
    [skew] звук расходится с картинкой
    [errors] сигнал приходит с ошибками
   *[other] { $fault }
}

cli-simulate-feed = Камера, которой нет: движущаяся картинка с таймкодом и тоном и неисправности по команде
cli-simulate-feed-url = Куда: udp://АДРЕС:ПОРТ (шлёт), tcp://АДРЕС:ПОРТ (раздаёт), rtmp://… или rtsp://… (публикует)
cli-simulate-feed-label = Что написано на картинке
cli-simulate-feed-size = Размер кадра, чётный
cli-simulate-feed-fps = Кадров в секунду
cli-simulate-feed-kbps = Битрейт видео, кбит/с
cli-simulate-feed-fault = Неисправность с самого начала, теми же словами, что и команды; можно несколько раз
cli-simulate-feed-marks = Время в кадре для программ, измеряющих задержку
simulate-feed-started = Камера «{ $label }» снимает: { $url }. Команды: { $words }. Пример: black for 3. Остановить: Ctrl+C
simulate-feed-command = Нет такой команды: «{ $line }». Есть: { $words }; в конце можно добавить for СЕКУНДЫ
simulate-feed-now = Сейчас: { $faults ->
    [none] всё исправно
   *[other] { $faults }
}
simulate-feed-lost = Связи нет: { $reason }. Пробуем снова
simulate-feed-connected = Есть связь
simulate-feed-address = Имитация камеры не умеет слать на { $url }. Подойдут udp://, tcp://, rtmp://, rtsp://
simulate-feed-port = Не удалось занять { $url }: { $reason }
