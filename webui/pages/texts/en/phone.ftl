# The page of a phone that is a camera, and the page about the certificate
phone-title = Phone camera · Efir
phone-title-of = { $name } · Efir
phone-picture = This phone's picture
phone-hello = This phone is the camera “{ $name }”
phone-backup = It is the backup: it goes on air if the main camera fails.
phone-ask = The phone will now ask whether this page may use the camera. Allow it: there is nothing to film with otherwise. The microphone is not needed.
phone-ask-sound = The phone will now ask whether this page may use the camera and the microphone. Allow it: the show's operator will see and hear them.
phone-open = Turn the camera on
phone-nobody-sees = Until you press “Go live” only you see the picture.
phone-go = Go live
phone-go-here = Go live from here
phone-stop = Stop sending
phone-stop-air = Stop: you are on air
phone-close = Turn the camera off
phone-flip = Other camera
phone-torch = Torch
phone-mute = Mute the microphone
phone-muted = Microphone is muted

phone-state-off = Only you see the picture
phone-state-connecting = Connecting…
phone-state-live = The operator sees you
phone-state-preview = In preview
phone-state-program = On air
phone-state-lost = No connection, connecting again
phone-state-asleep = The camera fell asleep: open this page and keep it open
phone-state-taken = Another phone is live with this link
phone-instead-main = The main camera is shown instead of you
phone-instead-backup = The backup is shown instead of you
phone-instead-held = The audience sees your last picture
phone-instead-slate = A slate is shown instead of you
phone-blind = No connection to the panel: whether you are on air cannot be seen
phone-poor = Weak connection: move closer to the Wi-Fi
phone-rate = { $mbit } Mbit/s
phone-rtt = network delay { $ms } ms
phone-loss = loss { $percent } %

phone-fault-denied = The phone did not give the page its camera. Allow it in the site's settings: the icon left of the address → Permissions
phone-fault-none = No fitting camera was found
phone-fault-busy = Another app has the camera. Close it and try again
phone-fault-other = The camera did not start
phone-insecure = This way the phone gives no camera
    .more = The page was opened without encryption (http), and phones give their camera over https only. Scan this camera's QR code in the panel again: it leads to the right place.
phone-certificate = Why the phone warns about the certificate
phone-gone-camera = The show has this camera no more
    .more = Ask the operator for a new link.

certificate-title = The certificate for phones
certificate-why = A phone gives its camera only to pages over https, and for that Efir has a certificate of its own. The phone does not know it and warns that the connection is not private. It is the very computer that runs the show: the connection to it is encrypted.
certificate-once = For once
    .more = Scan the camera's QR code. At the warning press “Advanced” (Android) or “Show Details” (iPhone) and go on to the site.
certificate-ever = For good
    .more = Install the certificate on the phone. It is good for addresses of local networks only: no site of the internet can be faked with it. After the event it can be removed in the same settings.
certificate-get = Download the certificate
certificate-android = Android
    .more = 1. Download the certificate with the button above.
        2. Settings → Security → More security settings → Encryption & credentials → Install a certificate → CA certificate (a search for “certificate” finds it sooner).
        3. “Install anyway”, then choose the file efir.crt.
certificate-iphone = iPhone and iPad
    .more = 1. Open this page in Safari, download the certificate and allow the profile.
        2. Settings → Profile Downloaded → Install.
        3. Settings → General → About → Certificate Trust Settings: turn Efir on.
certificate-fingerprint = Fingerprint
    .more = SHA-256. Compare it with what the phone shows if there may be strangers in the network.
certificate-none = This show has no phones as cameras, so no certificate is needed
certificate-own = This Efir has a certificate of its own that phones know: nothing needs to be installed. If the phone warns all the same, open the address that the certificate was made for.

# --- a phone that is a camera, on the panel ---
panel-role-phone = Phone camera
panel-link-camera = Camera
panel-phone-none = No phone is live
panel-phone-connecting = Connecting
panel-phone-live = Live
panel-phone-lost = No picture
panel-phone-hidden = screen locked
panel-phone-muted = microphone muted
panel-phone-facing = { $facing ->
    [user] front camera
   *[environment] rear camera
}
panel-phone-torch = torch on
panel-phone-battery = battery { $percent } %
panel-phone-charging = charging, { $percent } %
phone-signal-good = good connection
phone-signal-poor = poor connection
phone-signal-none = no connection
phone-alarm-away = no picture from the phone
phone-alarm-weak = the phone’s connection is poor
phone-alarm-low = the phone’s battery is low: { $percent } %
phone-alarm-asleep = the phone’s screen is locked
panel-phone-trouble = { $name }: { $words }
