# Графика по шагам
graphic-without-steps = У графики «{ $graphic }» нет шагов: она только появляется и уходит
graphic-not-on-air = «{ $graphic }» сейчас не в эфире: сначала выведите её
graphic-no-more-steps = У графики «{ $graphic }» больше нет шагов, всего их { $steps }
log-graphic-step = Графика «{ $graphic }»: шаг { $step }
show-graphic-fixed = повестка не заполняется из дебатов: добавьте source: fixed и data

# Плавная громкость
fade-too-long = Громкость плавно меняется не дольше { $longest } с
log-fade = Звук «{ $input }»: плавно до { $volume } дБ за { $seconds } с

# Метки
no-such-mark = Метки { $number } нет: её уже убрали
log-marked = Метка{ $text ->
    [blank] {""}
   *[other] : «{ $text }»
}
log-unmarked = Метка убрана{ $text ->
    [blank] {""}
   *[other] : «{ $text }»
}
marks-number = Номер
marks-time = Время
marks-text = Метка
marks-scene = Сцена в эфире
marks-item = Пункт плана
marks-stream = От начала трансляции
marks-record = От начала записи
