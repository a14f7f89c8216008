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
feed-use-main = Камера
feed-use-backup = Резерв
feed-use-slate = Заставка
feed-direct = Эти камеры OBS открывает сам: { $names }
