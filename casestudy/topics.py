"""The topics of a case's own. Written here and nowhere else."""


def part_topic(code: str) -> str:
    """Return the topic of the devices that play the agency `code`; of those without a part when it is empty."""
    return f"part:{code}"
