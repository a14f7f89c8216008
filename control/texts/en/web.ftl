# The web server: signing in, links, commands over the network

# --- signing in ---
not-signed-in = Sign in to open this page
password-wrong = That is not the password
password-short = The password is short: at least { $shortest } characters
password-long = The password is too long: at most { $longest } bytes
too-many-tries = Too many tries. The next one in { $seconds } s
setup-invalid = This link is not for this Efir. Take the one from the window in which Efir runs
setup-done = This Efir has an owner already. Sign in with the password
foreign-origin = The request came from a foreign page, and Efir did not take it

# --- links ---
link-invalid = This link leads nowhere. Perhaps it was not copied whole: ask the operator for a new one
link-invalid-title = Not a good link
link-revoked = This link was revoked or replaced. Ask the operator for a new one
link-revoked-title = The link was revoked
link-expired = This link has expired. Ask the operator for a new one
link-expired-title = The link has expired
no-such-link = There is no such link: the list on the page may be out of date
no-such-judge = The show file names no such judge
link-role-unknown = There are no links for the role “{ $role }”: only operator, judge, stage, backstage, graphics, phone, guest
label-too-long = The label is too long: at most { $longest } characters
too-many-links = There are { $most } links already, which is enough. Renew one of the old ones
expires-past = That time is over already

# --- commands and requests ---
bad-command = The command was not understood: { $field } — { $reason }
bad-body = The request was not understood: { $field } — { $reason }
protocol-before-reveal = The protocol can be downloaded once the result is revealed: it holds scores that nobody has seen yet
http-error = The server did not take the request: { $status } { $reason }
too-many-commands = Too many commands at once. This one was not done: try again in a second

# --- saying goodbye ---
bye-not-signed-in = Sign in to open this page
bye-link-invalid = This link leads nowhere. Ask the operator for a new one
bye-link-revoked = This link was revoked or replaced. Ask the operator for a new one
bye-link-expired = This link has expired. Ask the operator for a new one
bye-signed-out = You signed out. Sign in again to go on
bye-not-allowed = This page is not for your role
bye-bad-message = The page sent something the server does not understand. Reload it
bye-too-slow = The connection cannot keep up. The page will connect again
bye-going-away = Efir is closing. The page will connect when it is back

# --- the server ---
pages-missing = The pages are not built yet. Run “make run” in Efir's folder and reload this page
pages-missing-title = The pages are not built
pages-stale = The pages were built from another version. Run “make run” in Efir's folder
port-taken = Port { $port } on { $host } is taken by another program. Close it or choose another port: --port
port-refused = The system does not let Efir listen on { $host }:{ $port }: { $reason }
