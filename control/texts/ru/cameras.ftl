# Камеры: отказы
no-such-camera = Такой камеры в шоу нет
no-such-preset = Такого ракурса у камеры «{ $camera }» нет
camera-fixed = Камера «{ $camera }» неподвижна: чтобы управлять ею, добавьте ей ptz в файле шоу
camera-away = Камера «{ $camera }» не отвечает: проверьте её питание, сеть и адрес
camera-busy = Камера «{ $camera }» не успевает: подождите, пока она выполнит сказанное
camera-on-air = Камера «{ $camera }» в эфире: подтвердите, что она должна двинуться на глазах у зрителей
presets-full = У камеры «{ $camera }» заняты все ячейки ракурсов ({ $most }): перезапишите один из них
presets-changed = Ракурсы тем временем изменил кто-то другой: посмотрите и решите заново
head-away = камера не отвечает: проверьте питание, сеть и адрес
head-refused = камера отказалась выполнить команду
head-timeout = камера не подтвердила команду вовремя
head-garbage = ответ непонятен: проверьте протокол и порт
head-cannot = эта камера так не умеет
head-unsure = Efir перезапускался, и выполнила ли камера команду, неизвестно

# Камеры: лента событий
log-preset-recalled = Камера «{ $camera }»: ракурс «{ $name }»
log-preset-stored = Камера «{ $camera }»: запомнить ракурс «{ $name }»
log-preset-renamed = Камера «{ $camera }»: ракурс «{ $was }» теперь «{ $name }»
log-preset-forgotten = Камера «{ $camera }»: ракурс «{ $name }» убран
log-preset-restored = Камера «{ $camera }»: ракурс «{ $name }» возвращён
log-presets-arranged = Камера «{ $camera }»: другой порядок ракурсов
log-camera-home = Камера «{ $camera }»: в исходное положение
log-camera-woken = Камера «{ $camera }» включена
log-camera-asleep = Камера «{ $camera }» выключена
log-camera-focus = Камера «{ $camera }»: фокус { $mode ->
    [auto] автоматический
    [once] навести один раз
   *[manual] ручной
}
log-camera-iris = Камера «{ $camera }»: диафрагма { $mode ->
    [auto] автоматическая
    [up] открыть
   *[down] прикрыть
}
log-camera-white = Камера «{ $camera }»: баланс белого { $mode ->
    [auto] автоматический
    [indoor] для ламп
    [outdoor] для улицы
   *[once] по белому листу
}
log-camera-failed = Камера «{ $camera }» не выполнила команду: { $reason }{ $detail ->
    [blank] {""}
   *[other] {" "}({ $detail })
}
log-camera-lock = Камеры в эфире защищены от прыжков
log-camera-lock-off = Камеры в эфире больше не защищены от прыжков
log-head-connected = Камера «{ $camera }» слушается управления
log-head-away = Камера «{ $camera }» не отвечает на управление
log-head-refused = Камера «{ $camera }» отвергла управление: проверьте имя и пароль

# Команды плана
act-recall = камера «{ $camera }»: ракурс «{ $name }»
act-home = камера «{ $camera }»: в исходное положение
act-feed = сигнал «{ $camera }»: { $use ->
    [auto] автоматически
    [main] держать камеру
    [backup] держать резерв
   *[slate] держать заставку
}

# Файл шоу
show-ptz-kind = камере нужно ровно одно: visca, visca_udp, visca_tcp, onvif или cgi
show-ptz-address = адрес пишется так: 192.168.1.88 или 192.168.1.88:52381, порт от 1 до 65535
show-ptz-password = имя и пароль бывают только у onvif и cgi
show-ptz-slot = ячеек у камеры всего { $most }, счёт с 0: поправьте slot или slots
show-ptz-slot-twice = ячейка { $slot } уже занята ракурсом в строке { $line }
