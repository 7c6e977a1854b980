"""Search over everything the apps register, within what the reader may know of (SCREENS 6).

language/: what a query says and what words a text holds, pure. The index is search_document, written by following the docket.
"""
