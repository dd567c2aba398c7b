"""A funder's report: its figures, their proof, what is missing, and what may be published."""
