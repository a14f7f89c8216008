# Мультиэкран
multiview-title = Мультиэкран
multiview-air = Эфир
multiview-next = Подготовка
multiview-scene = Сцена
multiview-none = ничего
multiview-scenes = Сцены
multiview-whole = Во весь экран
