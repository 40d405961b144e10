"""Thumbnails and colour statistics of photographs."""

from pathlib import Path
from typing import Annotated, Literal

from PIL import Image, ImageStat, UnidentifiedImageError
from pydantic import BaseModel, Field

from taskgate import task
from tasks.files import FileUnreadable, locate


class Thumbnail(BaseModel):
    """An image that was written."""

    path: str = Field(description="Where it was written, on the worker's machine.")
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    size: int = Field(description="Bytes.")


class Colour(BaseModel):
    """One of the colours that an image consists of."""

    hex: str = Field(description="As in CSS: #rrggbb.")
    share: float = Field(description="The part of the image's pixels that are nearest to it, from 0 to 1.")


class ColourStatistics(BaseModel):
    """The colours of an image."""

    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    mean: tuple[float, float, float] = Field(description="Red, green and blue, each from 0 to 255.")
    palette: list[Colour] = Field(description="The commonest first.")


@task(
    queue="cpu",
    raises=[FileUnreadable],
    examples=[
        # The bytes differ with the version of Pillow: what is returned has to fit the contract alone.
        {"arguments": {"location": "sample:china.jpg", "folder": "/tmp/thumbnails", "width": 64}},
        {
            "arguments": {"location": "nowhere.jpg", "folder": "/tmp/thumbnails"},
            "exception": "tasks.files.FileUnreadable",
            "details": {
                "location": "nowhere.jpg",
                "reason": "there is no such file on the worker's machine",
            },
        },
        {
            "arguments": {"location": "sample:iris.csv", "folder": "/tmp/thumbnails"},
            "exception": "tasks.files.FileUnreadable",
            "details": {
                "location": "sample:iris.csv",
                "reason": "it is not an image that Pillow can read",
            },
        },
    ],
)
def thumbnail(
    location: str,
    folder: str,
    width: Annotated[int, Field(ge=16, le=4096)] = 256,
    format: Literal["jpeg", "png", "webp"] = "jpeg",
) -> Thumbnail:
    """Write a smaller copy of a photograph.

    The copy keeps the proportions; `width` is in pixels. It is written to `folder`, which is created, and
    named after the photograph and the width.
    """
    source = locate(location)
    with _open(source, location) as image:
        height = max(1, round(image.height * width / image.width))
        smaller = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    target = Path(folder) / f"{source.stem}-{width}.{format}"
    target.parent.mkdir(parents=True, exist_ok=True)
    smaller.save(target, format)
    return Thumbnail(path=str(target), width=width, height=height, size=target.stat().st_size)


@task(
    queue="cpu",
    raises=[FileUnreadable],
    examples=[
        {
            "arguments": {"location": "nowhere.jpg"},
            "exception": "tasks.files.FileUnreadable",
            "details": {
                "location": "nowhere.jpg",
                "reason": "there is no such file on the worker's machine",
            },
        },
        {
            "arguments": {"location": "sample:flower.jpg", "colours": 1},
            "result": {
                "width": 640,
                "height": 427,
                "mean": [55.13, 73.58, 57.0],
                "palette": [{"hex": "#374a39", "share": 1.0}],
            },
        },
    ],
)
def colours(location: str, colours: Annotated[int, Field(ge=1, le=16)] = 5) -> ColourStatistics:
    """Find the mean colour of a photograph and the few colours that stand for it."""
    with _open(locate(location), location) as image:
        picture = image.convert("RGB")
    reduced = picture.quantize(colours, Image.Quantize.MEDIANCUT)
    counts = reduced.getcolors() or []
    values = reduced.getpalette() or []
    pixels = picture.width * picture.height
    red, green, blue = (round(channel, 2) for channel in ImageStat.Stat(picture).mean)
    return ColourStatistics(
        width=picture.width,
        height=picture.height,
        mean=(red, green, blue),
        palette=[
            Colour(hex="#" + bytes(values[3 * index : 3 * index + 3]).hex(), share=round(count / pixels, 4))
            for count, index in sorted(counts, reverse=True)
            if isinstance(index, int)
        ],
    )


def _open(path: Path, location: str) -> Image.Image:
    try:
        return Image.open(path)
    except UnidentifiedImageError:
        raise FileUnreadable(location, "it is not an image that Pillow can read") from None
