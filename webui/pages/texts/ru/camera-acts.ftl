# Клавиши камер на пульте
panel-keys-camera = Открытая камера
panel-keys-lending = Дать порулить
panel-key-other-switch = Следующий переключатель
panel-key-camera-trouble = Камера с неполадкой
panel-key-into = Показать в переключателе № { $place }
panel-key-skip-guest = Следующий гость

# Камеры, которых в шоу ещё нет
panel-find = Найти камеры в сети
panel-find-looking = Ищем камеры…
panel-find-wait = Ждём ответов: три секунды
panel-find-none = Никто не отозвался. Так бывает, если ответы не пропускает брандмауэр, если ONVIF в камере выключен или камера за маршрутизатором: тогда впишите её адрес и поищите ещё раз. Камеры PTZOptics и похожие на них искать себя не позволяют: их адрес вписывают в файл шоу.
panel-find-found = Отозвались: { $count }
panel-find-at = Адрес камеры за маршрутизатором
panel-find-known = уже в шоу: { $name }
panel-find-file = Вставьте строки в раздел cameras файла шоу. Камера появится, когда Efir запустят снова.
panel-find-copy = Скопировать строки
panel-find-copy-of = Скопировать строки: { $name }
panel-find-copied = Строки скопированы: { $name }
panel-find-not-copied = Скопировать не вышло: выделите строки сами
