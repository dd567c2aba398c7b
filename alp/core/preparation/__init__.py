"""What documents are given: prepared for one reader, already worded. Templates only lay it out."""
