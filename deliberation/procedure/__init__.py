"""The Division's rules on deliberation and outputs (RULES.md, Parts IV and V), as pure functions.

Nothing here knows a database or a request: facts come in as frozen dataclasses, numbers as
arguments, and every answer carries its reason and its rule.

- `votes`: quorum (R31), supermajority (R34), change during a vote (R35)
- `gate`: peaceful first (R33) and the draft recommendation (R32)
- `outputs`: stages of an output and who may move it (R37)
- `form`: numbering, punctuation and italics of a draft resolution (R38)
- `draft`, `wording`, `mandate`: what a draft may say (R39)
"""
