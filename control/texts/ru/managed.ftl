# OBS, который Efir запускает сам (--obs managed)
obs-cannot-be-managed = Сам запускать OBS Efir умеет только на Linux, а здесь { $system }. Откройте OBS Studio, включите в нём «Сервис» → «Настройки сервера WebSocket» и запустите Efir без «--obs managed»
obs-not-installed = Нет программ: { $missing }. Установите их и запустите Efir снова: sudo apt-get install obs-studio xvfb
obs-install-failed = Установить OBS не получилось. Что ответила система, записано в { $log }. Установите его сами: sudo apt-get install obs-studio xvfb
obs-folder-in-use = Другой запущенный Efir уже держит OBS в папке { $folder }. Закройте его или укажите этому другую папку: --data
obs-will-not-start = Программа { $program } не запустилась. Причина — в конце файла { $log }
