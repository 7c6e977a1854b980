"""`make bench`: figures as ratios, each pair taken in one run on the same server."""
