"""Parts of pages about drawings."""
