# When there are no words.
text-missing = Something Efir has no words for ({ $code })
