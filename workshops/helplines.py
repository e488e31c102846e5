"""Helplines with which every support card begins. Organisers check and change them before each event."""

# Name, and how to reach it.
HELPLINES = (
    ("NSPCC Helpline", "0808 800 5000"),
    ("Samaritans", "116 123"),
    ("Shout, by text message", "Text 85258"),
    ("Child Death Helpline", "0808 800 6019"),
    ("The Lullaby Trust", "0808 802 6869"),
)
