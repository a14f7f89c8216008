# The command line (efir/cli*.py).

cli-help = Efir («эфир», on air): one system that produces a live online event with OBS Studio.
cli-epilog = Exit status: 0 fine, 1 faults in the file, 2 the command line is wrong, 3 something is missing or in the way. Language: --language, or EFIR_LANGUAGE, or the system's.
cli-arguments = Arguments
cli-options = Options
cli-commands = Commands
cli-show = The show file (YAML).
cli-json = For a machine: one JSON object.
cli-host = Where to listen; 0.0.0.0 lets phones in the network reach the pages.
cli-port = The port of the pages; 0 takes any free one.
cli-obs = OBS's address (ws://…), “managed” to start one, “rehearsal” for none. By default the show file's, and the rehearsal if nobody answers there.
cli-obs-url = OBS's address (ws://…). By default the show file's.
cli-data = Folder for journal, footage and keys. By default beside the show file: show.efir for show.yaml.
cli-version = Print the version.
cli-language = Language: ru or en.
cli-run = Start the show.
cli-check = Check the show file; each fault as file:line:column: key: message.
cli-plan = Print what “apply” would change in OBS. Nothing is changed.
cli-apply = Make the show's scenes in OBS. Only what is Efir's is touched.
cli-links = Print the links of judges, stage and graphics.
cli-reset-owner = Forget the owner’s password: the set-up link opens again. Efir must be stopped.
cli-reset-owner-done = The password is forgotten. Set a new one with the set-up link below.
cli-verify = Check a journal or its export: the chain of hashes, the draws, the results.
cli-verify-file = An export (.jsonl), a backup or the journal itself.
cli-backup = Copy the journal into a new file; the show may be running.
cli-backup-file = The new file.
cli-backup-show = Whose journal. Without it and --data: the only *.efir in this folder.

cli-error = Error:
cli-usage = { $detail }
cli-usage-missing = { $name } is missing
cli-usage-command = there is no command “{ $name }”; there are { $commands }
cli-usage-option = there is no option { $name }
cli-usage-value = { $name }: this value will not do ({ $detail })
cli-usage-help = Help: efir --help
cli-language-unknown = There is no language “{ $language }”; there are ru and en
cli-check-fine = No faults.

cli-run-footage = Making test footage
cli-run-title = Show: { $title }
cli-run-judge = Judge: { $name }
cli-run-judge-none = { "  " }the link was revoked or has expired; make a new one in the panel
cli-run-stage = Stage: { $url }
cli-run-backstage = Backstage: { $url }
cli-run-graphics = Graphics, for OBS: { $url }
cli-run-panel = Panel: { $url }
cli-run-setup = Set the owner's password (opens once): { $url }
cli-run-obs = Efir drives OBS at { $url }.
cli-run-managed = Efir drives an OBS of its own at { $url }.
cli-run-rehearsal = This is a REHEARSAL: no OBS is connected, nothing goes on air. To go on air start OBS (in it, switch on Tools → WebSocket Server Settings), then Efir again.
cli-run-here-only = The links and QR codes above open on this computer only. For the judges' phones start with --host 0.0.0.0 (make run HOST=0.0.0.0).
cli-run-stop = To stop: Ctrl+C.
cli-run-over = Stopped. All is saved.

cli-plan-none = OBS is as the show file says: nothing to change.
cli-plan-count = { $count ->
    [one] { $count } change would be made. To make it: efir apply
   *[other] { $count } changes would be made. To make them: efir apply
}
cli-apply-count = { $count ->
    [one] { $count } change made.
   *[other] { $count } changes made.
}
plan-create-scene = scene “{ $scene }”: make it
plan-remove-scene = scene “{ $scene }”: remove it
plan-create-input = “{ $name }”: make it (scene “{ $scene }”)
plan-remove-input = “{ $name }”: remove it
plan-set-input = “{ $name }”: change its settings
plan-add-item = scene “{ $scene }”: add “{ $name }”
plan-remove-item = scene “{ $scene }”: take “{ $name }” out
plan-arrange-item = scene “{ $scene }”: place “{ $name }”
plan-order-items = scene “{ $scene }”: put sources in order
clash-scene-not-ours = OBS has a scene or source “{ $name }” already that is not Efir's. Rename it, or the scene in the show file
clash-input-not-ours = OBS has a source “{ $name }” already that is not Efir's. Rename it, or the one in the show file
clash-kind-missing = This OBS cannot show “{ $name }”: it has no source of the kind { $kind }
obs-not-answering = OBS does not answer at { $url }. Start it and switch on Tools → WebSocket Server Settings
obs-refused = OBS at { $url } did not let us in: { $reason ->
    [wrong_password] wrong password (Tools → WebSocket Server Settings)
    [too_old] too old, 28 or newer is needed
   *[other] { $reason }
}

cli-link = { $role ->
    [judge] Judge: { $label }
    [stage] Stage: { $label }
    [backstage] Backstage: { $label }
    [graphics] Graphics: { $label }
    [phone] Phone: { $label }
   *[other] { $label }
}
cli-link-dead = revoked or expired

data-folder-unusable = The show's data cannot be kept in { $path }: { $reason }. Name another folder: --data
cli-file-absent = There is no file { $path }
cli-file-unreadable = { $path } cannot be read: { $reason }
cli-file-large = { $path } is too large for an export of Efir
cli-event-unknown = { $path }: this Efir does not know what entry { $seq } says. Update Efir
cli-verify-chain = { $count ->
    [one] The chain holds: { $count } entry, last hash { $hash }
   *[other] The chain holds: { $count } entries, last hash { $hash }
}
cli-verify-draws = { $count ->
    [one] { $count } draw, drawn again
   *[other] { $count } draws, drawn again
}
cli-verify-ballot-sender = Ballot of judge { $judge } for pair { $pair } was sent by somebody else: { $actor }
cli-verify-holds = The protocol adds up.
cli-verify-fails = The protocol does NOT add up.
cli-backup-doing = Copying the journal
cli-backup-done = Copied to { $path }. It holds the keys of your links: keep it to yourself
cli-backup-which = Which show? Name it: --show FILE or --data DIR (there is not exactly one *.efir in { $path })
