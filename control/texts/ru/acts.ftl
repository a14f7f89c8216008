# Графика по шагам
graphic-without-steps = У графики «{ $graphic }» нет шагов: она только появляется и уходит
graphic-not-on-air = «{ $graphic }» сейчас не в эфире: сначала выведите её
graphic-no-more-steps = У графики «{ $graphic }» больше нет шагов, всего их { $steps }
log-graphic-step = Графика «{ $graphic }»: шаг { $step }
show-graphic-fixed = повестка не заполняется из дебатов: добавьте source: fixed и data

# Плавная громкость
fade-too-long = Громкость плавно меняется не дольше { $longest } с
log-fade = Звук «{ $input }»: плавно до { $volume } дБ за { $seconds } с
