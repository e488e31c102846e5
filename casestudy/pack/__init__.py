"""A case pack: read from files, checked, written to files. No Django: a pack is data, wherever it is kept."""

from casestudy.pack.checks import Text
from casestudy.pack.content import Pack, as_data
from casestudy.pack.files import MAX_FILE_BYTES, MAX_FILES
from casestudy.pack.problems import BadPackError, Problem
from casestudy.pack.reader import Reading, read, read_pack

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "BadPackError",
    "Pack",
    "Problem",
    "Reading",
    "Text",
    "as_data",
    "read",
    "read_pack",
]
