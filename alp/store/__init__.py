"""YAML to records and back, git, the only place that knows paths."""
