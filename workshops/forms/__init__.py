"""What people type into this app's pages, and what their buttons send, by what it concerns."""
