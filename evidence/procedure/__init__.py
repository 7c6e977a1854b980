"""The rules of Part II, pure: facts in, decisions with typed reasons out. No Django, no database.

terms       words of R13, R14 and R16 as enums
fields      a small declared schema, told apart from what it declares
intake      what a submission may contain, and how each wrong one is refused (R12)
matrix      the quick matrix and its alarm (R13)
screening   the states of a submission, who moves it and when it is due (R14)
grades      the Admiralty grades; F and 6 are not numbers (R14)
roots       independent sources (R17)
receipt     what a receipt says (R12)
hostile     which files stay held (R18)
access      who may open what (R16)
release     release terms, followed into everything that goes back to a source (R16)
boxes       where a redaction covers a page (R15, R16)
likeness    texts that are nearly the same (R17)
flags       months out of line, and twenty-five killings a year (R19)
"""
