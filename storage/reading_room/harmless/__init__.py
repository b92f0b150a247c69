"""An archived page as harmless HTML: its text and its own styles; nothing in it runs, loads, links or submits.

The answer's policy (``safety.SANDBOX``) forbids all that as well; either alone would do. A process of its own reads a
page and writes it harmless, with what was cut outlined and what was kept marked: one page may not stop the room
(``rendering.rendered``, which leaves of crowded tags the names alone). It finds this folder and nothing else of the
project, most of which ``storage`` alone would load, for half a second a page: the modules import each other by their
place in the folder.
"""
