"""`make bench`: this site against Datasette, a textbook page and a constant one, on the same made-up rows, in one run."""
