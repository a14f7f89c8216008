# Сигналы камер: здоровье, заставка, имитация.

feed-address-unknown = Efir не умеет открывать адреса вида «{ $scheme }://». Подойдут файл, camera:, rtsp://, rtmp://, rtmp+listen://, srt://, udp://, tcp://, http(s)://
feed-no-backup = У камеры «{ $camera }» нет резерва: добавьте backup в файл шоу
feed-direct = Камеру «{ $camera }» OBS открывает сам: чтобы держать её сигнал, напишите ей в файле шоу feed: bridge
feed-port-taken = Порт { $port } для сигнала камеры «{ $name }» занят другой программой. Закройте её или укажите другой порт
feed-slate = Камера скоро вернётся

feed-state = { $state ->
    [unknown] ещё неизвестно
    [ok] в порядке
    [doubtful] сомнительно
    [bad] плохо
   *[away] нет связи
}
feed-showing = { $shown ->
    [main] идёт камера
    [held] стоит последний кадр
    [backup] идёт резерв
   *[slate] идёт заставка
}

# Что не так
feed-gap = сигнал прерывается
feed-freeze = картинка застыла
feed-black = чёрный экран
feed-silence = тишина
feed-mute = звука нет совсем
feed-clipping = звук перегружен
feed-size = не тот размер кадра
feed-rate = не та частота кадров
feed-bitrate = слишком низкий битрейт
feed-keyframes = давно не было опорного кадра
feed-skew = звук расходится с картинкой
feed-errors = сигнал приходит с ошибками
feed-codec = картинку нельзя передать как есть, Efir кодирует её заново

# Лента событий
log-feed-use = Сигнал «{ $camera }»: { $use ->
    [auto] автоматически
    [main] держать камеру
    [backup] держать резерв
   *[slate] держать заставку
}
log-feed-ok = Сигнал «{ $camera }»{ $line ->
    [backup] {" "}(резерв)
   *[main] {""}
}: всё хорошо
log-feed-doubtful = Сигнал «{ $camera }»{ $line ->
    [backup] {" "}(резерв)
   *[main] {""}
}: { $reason }
log-feed-bad = Сигнал «{ $camera }»{ $line ->
    [backup] {" "}(резерв)
   *[main] {""}
} негоден: { $reason }
log-feed-away = Сигнала «{ $camera }»{ $line ->
    [backup] {" "}(резерв)
   *[main] {""}
} нет
log-feed-shown = Сигнал «{ $camera }»: показываем { $showing ->
    [main] камеру
    [backup] резерв
    [held] последний кадр
   *[slate] заставку
}
log-feed-running = Сигнал «{ $camera }»: чтение восстановлено
log-feed-restarting = Сигнал «{ $camera }»: чтение оборвалось, Efir запускает его снова
log-feed-refused = Сигнал «{ $camera }» не читается: { $reason }

# Готовность следующего пункта
preflight-feed-held = «{ $camera }»: стоит последний кадр
preflight-feed-slate = «{ $camera }»: вместо картинки заставка
preflight-feed-bad = «{ $camera }»: { $reason }

# Файл шоу
show-device-nameless = не хватает имени камеры: camera:/dev/video0, camera:HD%20Pro%20Webcam
show-feed-direct-key = «{ $key }» бывает только у камер, которые читает Efir: уберите его или feed: direct
show-feed-direct-url = такой адрес OBS сам открыть не может: уберите feed: direct
show-feed-backup-same = резерв — тот же адрес, что и сама камера: он пропадёт вместе с ней
show-feed-passthrough-phone = картинку с телефона нельзя передать в OBS как есть: уберите output: passthrough
show-feed-size-half = нужны и ширина, и высота (width и height) — или ни той, ни другой

cli-simulate-feed = Камера, которой нет: движущаяся картинка с таймкодом и тоном и неисправности по команде
cli-simulate-feed-url = Куда: udp://АДРЕС:ПОРТ (шлёт), tcp://АДРЕС:ПОРТ или rtsp+serve://АДРЕС:ПОРТ/ПУТЬ (раздаёт), rtmp://… или rtsp://… (публикует)
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
simulate-feed-help =
    Неисправность длится, пока не ok; в конце можно добавить for СЕКУНДЫ: black for 3
      drop — нет связи, freeze — картинка замерла, black — чёрный кадр, silence — тишина; off убирает: black off
      jitter 0.3 — пакеты опаздывают, секунды; corrupt 0.05 — доля испорченных; size 640x360 — другой размер кадра
    back — метки времени пошли сначала
    ok — снова всё исправно. Остановить: Ctrl+C
simulate-feed-lost = Связи нет: { $reason }. Пробуем снова
simulate-feed-connected = Есть связь
simulate-feed-address = Имитация камеры не умеет слать на { $url }. Подойдут udp://, tcp://, rtsp+serve://, rtmp://, rtsp://
simulate-feed-port = Не удалось занять { $url }: { $reason }
