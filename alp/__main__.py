"""`python -m alp`."""

import sys

from alp.cli import main

sys.exit(main())
