"""A PTZ camera that is not there: one set of motors behind VISCA, HTTP-CGI and ONVIF, with faults on command. For
rehearsal (`efir simulate ptz`) and for tests."""
