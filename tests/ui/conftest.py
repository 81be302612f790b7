"""The fixtures of these tests."""

from tests.support.app import (  # noqa: F401
    clock,
    impatient,
    imported,
    library,
    library_folder,
    open_desk,
    opened,
    settings,
    speaking_of,
    with_log,
)
from tests.support.journal import journal  # noqa: F401
