"""Every table, view and trigger, as migrations; opening the database."""
