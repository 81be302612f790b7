"""`python -m journal` is `journal`."""

from journal.cli import main

raise SystemExit(main())
