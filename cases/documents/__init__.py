"""A determination as a document (R30): its text in numbered blocks, whole or as it may be released, as PDF, DOCX and page.

Every form is made from the same blocks, and they from the frozen document alone; only its state is of the moment.
"""
