"""alp: a case registry in plain files, for teams that keep vulnerable people in their homes."""

__version__ = "0.1.0"
