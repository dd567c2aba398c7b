"""Prepared data to files for others: calendars; later minutes and reports."""
