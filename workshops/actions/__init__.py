"""Every change to a roadshow, by what it concerns: one verb each, atomic, announced once it is committed."""
