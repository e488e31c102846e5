"""The parts of pages that change while they are open, drawn for page and push alike, by what they concern."""
