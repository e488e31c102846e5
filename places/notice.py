"""Which wording of the privacy notice somebody saw. Change it with templates/places/_notice.html."""

NOTICE = "2026-11"
