# A journal's export: what can be wrong with it (control/journal/export.py).

export-format = This is not a journal exported by Efir
export-version = This file was exported by a newer Efir (format { $found }, this one knows { $known }). Update Efir
export-line = Line { $line } is not as Efir wrote it: { $reason }
export-incomplete = The file is incomplete: it should end with entry { $expected } and ends with { $found } (line { $line })
export-chain = Entry { $seq } (line { $line }) was changed after it was written: { $reason ->
    [seq] an entry is missing here or stands twice
    [previous] it does not follow the entry before it
   *[hash] its content does not match its hash
}
