"""Records and rules: no disk, no git, no console, no clock, no randomness."""
