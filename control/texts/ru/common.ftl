# Когда слов нет.
text-missing = У Efir нет для этого слов ({ $code })
