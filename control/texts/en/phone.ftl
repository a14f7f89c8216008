# A phone as a camera: taking its picture, the certificate, the simulator.

phone-no-camera = This show has no camera that waits for a phone with this link. Ask the operator for a new one
phone-taken = Another phone is this camera already. Let it leave, or have the operator revoke its link
phone-offer = Efir did not understand what the phone is about to send. Reload the page; if that does not help, try another browser
phone-away = The camera is not ready for a phone yet. The page will try again
phone-gone = This transmission is over already

certificate-unusable = The certificate { $path } cannot be used: { $reason }
cli-https-port = The second port, by https: without it a phone gives no page its camera. By default 8443 if the show takes phones
cli-certificate = A certificate of your own for the second port (PEM); without it Efir makes one
cli-key = The key of your certificate (PEM, without a password)
cli-run-phone = Phone as the camera “{ $name }”:
phone-replaced = Another phone or another tab goes on with this link

cli-simulate-phone = A phone that is not there: sends a moving picture and a tone into a phone camera of the show
cli-simulate-phone-link = The phone's link from the panel or from Efir's window: https://…/phone?t=…
cli-simulate-phone-silent = Without a microphone
simulate-phone-link = This is no phone's link: { $link }. It is needed whole, with what follows “?t=”
simulate-phone-live = The phone “{ $label }” is live. Stop: Ctrl+C
simulate-phone-ended = The transmission broke off
simulate-phone-help =
    lock, lock off: the screen is locked, unlocked; no picture comes
    turn: the phone's other camera, the picture is turned
    mute, mute off: the microphone is off, on
    battery 20: its charge, per cent; charging, charging off: at the charger or not
    torch, torch off: its light
    ok: all as it began. To stop: Ctrl+C
