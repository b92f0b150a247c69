"""Bytes -> text -> tree -> containers and candidate blocks."""
