"""The style sheet of a place: the colours of its brand as custom properties, and what can be read on each.

The rest of the look is `publish/assets`, which reads these properties; the brand itself is checked in `publish.brand`.
"""

from __future__ import annotations

from newlyn.publish.brand import Brand
from newlyn.publish.colour import ink_on


def render_brand_css(brand: Brand) -> str:
    """The style sheet; equal brands give equal text.

    Examples
    --------
    >>> print(render_brand_css(Brand("Saltmarch", "#0b3d5c", "#00703c")), end="")
    :root {
      --brand: #0b3d5c;
      --brand-ink: #ffffff;
      --accent: #00703c;
      --accent-ink: #ffffff;
    }
    """
    colours = {"brand": brand.colour, "accent": brand.accent}
    lines = [f"  --{name}: {colour.lower()};\n  --{name}-ink: {ink_on(colour)};\n" for name, colour in colours.items()]
    return f":root {{\n{''.join(lines)}}}\n"
