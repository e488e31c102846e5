"""Pictures of a case, laid out from plain data. No Django, no files; templates draw what is placed here.

Lengths are in units of the drawing, text sizes too: a page says how large a unit is.
"""
