# The OBS that Efir starts itself (--obs managed)
obs-cannot-be-managed = Efir can start OBS itself on Linux only, and this is { $system }. Open OBS Studio, switch on Tools → WebSocket Server Settings there and start Efir without “--obs managed”
obs-not-installed = Not installed: { $missing }. Install them and start Efir again: sudo apt-get install obs-studio xvfb
obs-install-failed = OBS could not be installed. What the system said is in { $log }. Install it yourself: sudo apt-get install obs-studio xvfb
obs-folder-in-use = Another running Efir already keeps its OBS in the folder { $folder }. Close that one, or give this one another folder: --data
obs-will-not-start = { $program } did not start. The reason is at the end of { $log }
