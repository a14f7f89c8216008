"""`python -m efir`."""

import sys

from efir.cli import main

sys.exit(main())
