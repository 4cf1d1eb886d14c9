"""Grade other people's notebooks: safely, fairly, and a thousand at a time.

Code of a learner runs only in a sandbox (``worker``), which sends numbers and texts back (``codec``). The
process that decides never executes or unpickles anything of theirs.
"""
