"""Lifts a drawing off its paper: shadows go, paper becomes white and ink dark, with Pillow alone. Pure."""

from __future__ import annotations

from PIL import Image, ImageFilter, ImageMath, ImageOps

# The longer side of the copy in which the paper behind the ink is looked for.
_SEARCHED = 160
# Ink wider than this share of the sheet passes for paper.
_WINDOW = 15
# What is darker than this share of the brightest paper is a dark patch of colour and no shadow.
_DARKEST_SHADOW = 0.45
# What paper becomes: a little more than white, so that its grain goes too.
_WHITE = 272
# The share of the darkest points, in percent, that become black.
_BLACK = 0.3
# A photo whose middle tone is darker than this has no white paper.
_LEAST_PAPER = 70


def lifted(photo: Image.Image) -> Image.Image | None:
    """Return a drawing in even light, on white; None for a photo without bright paper."""
    if _middle(photo.convert("L")) < _LEAST_PAPER:
        return None
    bands = [_flattened(band) for band in photo.split()]
    return ImageOps.autocontrast(Image.merge("RGB", bands), cutoff=(_BLACK, 0), preserve_tone=True)


def _flattened(band: Image.Image) -> Image.Image:
    """Divide what is seen by the paper behind it."""
    result: Image.Image = ImageMath.lambda_eval(
        lambda seen: seen["min"](seen["band"] * _WHITE / seen["paper"], 255), band=band, paper=_paper_behind(band)
    )
    return result.convert("L")


def _paper_behind(band: Image.Image) -> Image.Image:
    """Return the paper as it would look without ink: the brightest around each point, softly."""
    factor = max(1.0, max(band.size) / _SEARCHED)
    small = band.resize((max(1, round(band.width / factor)), max(1, round(band.height / factor))), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(_WINDOW)).filter(ImageFilter.GaussianBlur(_WINDOW / 2))
    brightest = max(value for value, count in enumerate(paper.histogram()) if count)
    least = max(1, round(_DARKEST_SHADOW * brightest))
    return paper.point(lambda value: max(value, least)).resize(band.size, Image.Resampling.BICUBIC)


def _middle(grey: Image.Image) -> int:
    """Return the median of a grey picture."""
    half, seen = grey.width * grey.height / 2, 0
    for value, count in enumerate(grey.histogram()):
        seen += count
        if seen >= half:
            return value
    return 255
