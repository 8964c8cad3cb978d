"""The diary to and from other programs: JSON, CSV, calendars, sport watches."""
