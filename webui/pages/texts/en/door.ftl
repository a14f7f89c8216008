# The door: first set-up, password, links
door-setup-title = First sign-in · Efir
door-setup = Choose the owner's password
door-setup-lead = The owner runs the show and hands out links. Nobody else needs a password: operators, judges and the stage come in by link.
door-setup-go = Create and sign in
door-setup-working = Saving…
door-setup-no-token = This link is not complete
door-setup-no-token-more = Copy the whole of it from the window in which Efir runs: it is printed at the first start. It works once.
door-setup-done = This Efir has an owner already
door-setup-done-more = The set-up link works no more. Sign in with the password.
door-to-login = Sign in with the password

door-password = Password
door-password-again = Password again
door-password-show = Show
door-password-hide = Hide
door-password-differs = The passwords differ
door-password-same = They match
door-caps = Caps Lock is on
door-strength-empty = At least { $shortest } characters. A phrase of several words is good.
door-strength-short = { $left ->
    [one] { $left } more character
   *[other] { $left } more characters
}
door-strength-weak = Too simple: easy to guess
door-strength-fair = Good enough, longer is safer
door-strength-good = A good password
door-strength-strong = An excellent password

door-login-title = Sign in · Efir
door-login = Owner's sign-in
door-login-lead = Nobody else needs a password: open the link the operator gave you.
door-login-go = Sign in
door-login-working = Checking…
door-login-wait = Wait { $seconds } s
door-login-forgot = Forgot the password?
door-login-forgot-more = Stop Efir on its computer and run: efir reset-owner FILE. The show and its results stay.

door-in-title = You are signed in
door-in-owner = As the owner
door-in-operator = As an operator
door-in-judge = As a judge
door-in-stage = As a stage screen
door-in-graphics = As the graphics page
door-in-open = Open the panel
door-in-open-own = Open my page
door-in-out = Sign out
door-in-leaving = Signing out…
door-out = You are signed out.

door-join-title = Link · Efir
door-join-working = Opening your page…
door-join-none = A link is needed here
door-join-none-more = Open the link or the QR code the operator gave you.

door-refused-link-invalid = This link does not fit
    .more = Perhaps a part of it is missing. Ask the operator for it again, or scan the QR code.
door-refused-link-revoked = This link works no more
    .more = It was revoked or replaced. Ask the operator for a new one.
door-refused-link-expired = This link has expired
    .more = Ask the operator for a new one.
door-refused-not-signed-in = Your link is needed
    .more = Open the link or the QR code the operator gave you. The owner signs in with a password.
door-refused-signed-out = You signed out
    .more = To come back, open your link again. The owner signs in with a password.
door-refused-not-allowed = This page is for another role
    .more = Open the link the operator gave to you.
door-refused-bad-message = This page is out of date
    .more = Reload it: the server has another version.
door-refused-unknown = Could not let you in
    .more = Ask the operator for a new link.

door-offline = Efir does not answer. Check that it runs and that you are on the same network, then try again.
