# Мультиэкран
multiview-title = Мультиэкран
multiview-air = Эфир
multiview-next = Подготовка
multiview-scene = Сцена
multiview-none = ничего
multiview-scenes = Сцены
multiview-whole = Во весь экран
multiview-then = Далее
multiview-stands = стоит
multiview-overtime = перебор
multiview-untitled = без названия
multiview-more-timers = и ещё { $count }
