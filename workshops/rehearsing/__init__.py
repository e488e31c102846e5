"""Simulated tables that take part in a rehearsal over real HTTP and WebSockets, and what became of it."""
