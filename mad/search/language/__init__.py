"""The language of search: folding, words, queries, marks. Pure; index, query and marks read a text alike."""

from mad.search.language.marks import Marker, fragments, marked
from mad.search.language.nodes import Query
from mad.search.language.reading import read
from mad.search.language.words import split, vector

__all__ = ["Marker", "Query", "fragments", "marked", "read", "split", "vector"]
