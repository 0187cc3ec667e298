"""Figures as strips of frames over their main control: they move without a kernel.

A solved lesson runs in a kernel that `record` has told to write frames wherever the lesson
shows a figure. So a strip shows what the lesson shows, with the functions it was given.
"""

import html
import json
import time
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from course.live import page
from course.live.controls import Choice, Slider, Switch
from course.plots.look import DARK, LIGHT

FRAMES = 8  # about as many as a hand tells apart on its way
COLORS = 128  # of a frame: half the bytes of all of them
MOST_SECONDS = 20.0  # of the processor's time for a strip; a figure that takes longer gets fewer
LOOKS = (LIGHT, DARK)


def record(folder, lesson):
    """From now on figures of this kernel are shown as strips, whose frames go to `folder`.

    Parameters
    ----------
    folder : str
    lesson : str
        Name of the lesson's file, without its ending.
    """
    shown = []

    def show(live):
        from IPython.display import HTML, display

        shown.append(live)
        name = f"{lesson}-{len(shown)}"
        strip = made(live.explorer, Path(folder), name)
        display(HTML(markup(strip, name, lesson, page.settings_in_words(live))))

    page.show = show


def stops(explorer):
    """The control that a strip is over, and its values from one end to the other; or None."""
    for name in explorer.main:
        control, start = explorer.controls[name], explorer.values[name]
        if isinstance(control, Slider):
            return control, positions(control, start)
        if isinstance(control, Choice):
            return control, list(control.options)
        if isinstance(control, Switch):
            return control, [False, True]
    return None


def positions(slider, start):
    """Values of a slider at equal distances, `start` among them in the place of its nearest."""
    count = min(FRAMES, slider.positions + 1)
    steps = [round(k * slider.positions / (count - 1)) for k in range(count)]
    values = [slider.check(at(slider, step)) for step in steps]
    nearest = min(range(count), key=lambda k: abs(values[k] - start))
    values[nearest] = start
    return values


def at(slider, step):
    """The value of a slider at one of its positions."""
    share = step / slider.positions
    if slider.log:
        return slider.low * (slider.high / slider.low) ** share
    value = slider.low + share * (slider.high - slider.low)
    return round(value) if slider.whole else round(value, 10)


def made(explorer, folder, name):
    """Write the frames of a figure; return what a page needs to know of them."""
    found = stops(explorer)
    before, room = dict(explorer.values), explorer.room
    explorer.settle()
    frames, start = [frame(explorer, folder, f"{name}-0")], 0
    if found and explorer.steps is None:
        control, values = found
        frames[0]["said"] = control.said(before[control.name])
        due, seen = time.process_time() + MOST_SECONDS, {before[control.name]: frames[0]}
        for value in between(values):
            if value in seen or time.process_time() > due:
                continue
            try:
                explorer.set(**{control.name: value})
            except ValueError:  # the model refuses it beside the other values
                continue
            explorer.settle()
            if explorer.steps is None:  # a picture that is still growing would tell no truth
                seen[value] = frame(explorer, folder, f"{name}-{len(seen)}")
                seen[value]["said"] = control.said(value)
        frames = [seen[value] for value in values if value in seen]
        start = [value for value in values if value in seen].index(before[control.name])
    explorer.set(**before)
    explorer.resize(**room._asdict())
    label = found[0].label or found[0].name if found else ""
    meaning = (found[0].meaning if found else "") or label
    width, height = (round(side * 100) for side in explorer.size)
    return {
        "title": explorer.title,
        "label": meaning,
        "frames": frames,
        "start": start,
        "width": width,
        "height": height,
    }


def between(values):
    """The ends first, then what lies in the middle of what is there already."""
    order, ends = [], [(0, len(values) - 1)]
    order += [0, len(values) - 1]
    while ends:
        low, high = ends.pop(0)
        middle = (low + high) // 2
        if middle not in (low, high):
            order.append(middle)
            ends += [(low, middle), (middle, high)]
    return [values[k] for k in dict.fromkeys(order)]


def frame(explorer, folder, name):
    """Write the picture as it is in each look; return its name and its summary."""
    folder.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        explorer.resize(**explorer.still._replace(look=look)._asdict())
        picture = explorer.picture
        picture.render()
        few = picture.image().quantize(COLORS, Image.Quantize.FASTOCTREE).convert("RGB")
        few.save(folder / f"{name}-{look.name}.webp", lossless=True, method=4, quality=100)
    return {"file": name, "summary": explorer.summary}


def markup(strip, name, lesson, settings):
    """The HTML of a strip: the still of its start, and what moves it."""
    frames, start = strip["frames"], strip["start"]
    still = frames[start]
    light, dark = (f"../figures/{still['file']}-{look.name}.webp" for look in LOOKS)
    words = html.escape(f"{strip['title']}. {still['summary']}")
    slider = ""
    if len(frames) > 1:
        slider = (
            f'<label class="strip-slider"><span>{html.escape(strip["label"])}</span>'
            f'<input type="range" min="0" max="{len(frames) - 1}" step="1" value="{start}"'
            f' aria-valuetext="{html.escape(still["said"])}">'
            f"<output>{html.escape(still['said'])}</output></label>"
        )
    known = html.escape(json.dumps(frames, ensure_ascii=False, separators=(",", ":")))
    run = f"../lite/lab/index.html?path={quote(lesson)}.ipynb"
    return (
        f'<figure class="strip" id="{name}" data-frames="{known}">'
        f'<p class="strip-title">{html.escape(strip["title"])}</p>'
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img loading="lazy" width="{strip["width"]}" height="{strip["height"]}" '
        f'alt="{words}" src="{light}"></picture>{slider}'
        f'<figcaption><span class="strip-summary">{html.escape(still["summary"])}</span>'
        f"<small>{html.escape(settings)}</small> "
        f'<a href="{run}">Run it to move everything else</a></figcaption></figure>'
    )
