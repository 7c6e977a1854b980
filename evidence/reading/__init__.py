"""Reading hostile files, apart from the rest: no Django, no database, nothing of the product but this package
and the pure rules on types.

`host` is a small process that has the libraries loaded. For each file it forks a child (`confine`: limits on
processor time, memory, file size and open files, no network, an empty folder of its own), which reads an open
file with the reader its type asks for (`kinds`) and writes what it finds as frames (`frames`) into a pipe.
What a child does to itself therefore harms no other file, and its end is an answer like any other.
"""
