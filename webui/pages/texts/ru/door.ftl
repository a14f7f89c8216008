# Вход: первая настройка, пароль, ссылки
door-setup-title = Первый вход · Efir
door-setup = Придумайте пароль владельца
door-setup-lead = Владелец управляет эфиром и раздаёт ссылки остальным. Пароль нужен только ему: операторы, эксперты и сцена входят по ссылкам.
door-setup-go = Создать и войти
door-setup-working = Сохраняем…
door-setup-no-token = Эта ссылка неполная
door-setup-no-token-more = Возьмите её целиком из окна, где запущен Efir: она печатается при первом запуске. Ссылка работает один раз.
door-setup-done = У этого Efir уже есть владелец
door-setup-done-more = Ссылка для первого входа больше не действует. Войдите с паролем.
door-to-login = Войти с паролем

door-password = Пароль
door-password-again = Пароль ещё раз
door-password-show = Показать
door-password-hide = Скрыть
door-password-differs = Пароли не совпадают
door-password-same = Совпадает
door-caps = Включён Caps Lock
door-strength-empty = Не короче { $shortest } знаков. Хорошо подходит фраза из нескольких слов.
door-strength-short = { $left ->
    [one] Ещё { $left } знак
    [few] Ещё { $left } знака
   *[many] Ещё { $left } знаков
}
door-strength-weak = Слишком простой: легко угадать
door-strength-fair = Подойдёт, но длиннее надёжнее
door-strength-good = Хороший пароль
door-strength-strong = Отличный пароль

door-login-title = Вход · Efir
door-login = Вход для владельца
door-login-lead = Остальным пароль не нужен: откройте ссылку, которую дал оператор.
door-login-go = Войти
door-login-working = Проверяем…
door-login-wait = Подождите { $seconds } с
door-login-forgot = Забыли пароль?
door-login-forgot-more = Остановите Efir на его компьютере и выполните: efir reset-owner ФАЙЛ. Передача и результаты останутся.

door-in-title = Вы уже вошли
door-in-owner = Как владелец
door-in-operator = Как оператор
door-in-judge = Как эксперт
door-in-stage = Как экран сцены
door-in-graphics = Как страница графики
door-in-open = Открыть пульт
door-in-open-own = Открыть свою страницу
door-in-out = Выйти
door-in-leaving = Выходим…
door-out = Вы вышли.

door-join-title = Ссылка · Efir
door-join-working = Открываем вашу страницу…
door-join-none = Здесь нужна ссылка
door-join-none-more = Откройте ссылку или QR-код, которые дал оператор.

door-refused-link-invalid = Ссылка не подошла
    .more = Возможно, она скопирована не целиком. Попросите у оператора ссылку ещё раз или наведите камеру на QR-код.
door-refused-link-revoked = Ссылка больше не действует
    .more = Её отозвали или заменили. Попросите у оператора новую.
door-refused-link-expired = Срок ссылки вышел
    .more = Попросите у оператора новую.
door-refused-not-signed-in = Нужна ваша ссылка
    .more = Откройте ссылку или QR-код, которые дал оператор. Владелец входит с паролем.
door-refused-signed-out = Вы вышли
    .more = Чтобы вернуться, откройте свою ссылку ещё раз. Владелец входит с паролем.
door-refused-not-allowed = Эта страница не для вашей роли
    .more = Откройте ссылку, которую дал оператор именно вам.
door-refused-bad-message = Страница устарела
    .more = Обновите её: сервер уже другой версии.
door-refused-unknown = Не получилось войти
    .more = Попросите у оператора новую ссылку.

door-offline = Efir не отвечает. Проверьте, что он запущен и вы в той же сети, и повторите.
