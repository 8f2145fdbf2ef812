"""Tables that people bring and take away: Excel and CSV, read without trusting them, written without harm.

`reading.read_table` and `writing` are the front. Nothing here imports a spreadsheet library before it is used; Excel
files are read in a process of their own, whose memory is bounded.
"""
