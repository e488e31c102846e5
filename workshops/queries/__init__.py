"""What pages show, read in a fixed number of queries, by what it concerns."""
