"""This app's pages, by who opens them."""
