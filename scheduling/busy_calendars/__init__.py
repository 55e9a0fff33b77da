"""Calendars kept elsewhere whose events block appointments here."""
