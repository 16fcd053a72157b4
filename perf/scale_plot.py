"""Draws time over size from `hybridgpu bench --workload risk-scale --csv`, both axes logarithmic, as SVG.

Usage: hybridgpu bench --workload risk-scale --csv | python3 scale_plot.py > FILE.svg
A line of slope 1 through the largest size of each kernel shows what linear cost would be.
"""

import csv
import math
import sys

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 460, 80, 40, 20, 60
COLOURS = {"contracts": "#1f6f8b", "accounts": "#b5542b"}
LABELS = {"contracts": "contracts: 64 scenarios and Greeks", "accounts": "accounts: margin, 20 positions each"}


def read(lines):
    """Points (count, ms) of each kernel; the rows say which case and field a value belongs to."""
    cases = {}
    for row in csv.reader(lines):
        if len(row) == 4 and row[0] == "risk-scale":
            cases.setdefault(row[1], {})[row[2]] = row[3]
    points = {}
    for case in cases.values():
        points.setdefault(case["kernel"], []).append((float(case["count"]), float(case["best_ms"])))
    return {kernel: sorted(values) for kernel, values in points.items()}


def main():
    points = read(sys.stdin)
    if not points:
        sys.exit("scale_plot.py: no rows of risk-scale on standard input")
    every = [point for values in points.values() for point in values]
    low_x, high_x = (f(math.log10(x) for x, _ in every) for f in (min, max))
    low_y = math.floor(min(math.log10(y) for _, y in every))
    high_y = math.ceil(max(math.log10(y) for _, y in every))

    def place(x, y):
        across = (math.log10(x) - low_x) / (high_x - low_x)
        up = (math.log10(y) - low_y) / (high_y - low_y)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="{LEFT}" y="22" font-size="15">Time of a pass over size, best of the runs; dashed: linear</text>']
    for exponent in range(math.ceil(low_x), math.floor(high_x) + 1):
        x, _ = place(10.0 ** exponent, 10.0 ** low_y)
        out.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{10 ** exponent:,}</text>')
    for exponent in range(low_y, high_y + 1):
        _, y = place(10.0 ** low_x, 10.0 ** exponent)
        out.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0 ** exponent:g} ms</text>')
    for row, (kernel, values) in enumerate(sorted(points.items())):
        colour = COLOURS.get(kernel, "black")
        count, ms = values[-1]
        ends = [(count, ms), (max(values[0][0], count * 10.0 ** low_y / ms), 0)]
        ends[1] = (ends[1][0], ms * ends[1][0] / count)
        (x1, y1), (x2, y2) = place(*ends[0]), place(*ends[1])
        out.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-dasharray="5 4"/>')
        places = [place(*point) for point in values]
        out.append('<polyline fill="none" stroke-width="2" stroke="{}" points="{}"/>'.format(
            colour, " ".join(f"{x:.1f},{y:.1f}" for x, y in places)))
        out.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places)
        out.append(f'<text x="{LEFT + 14}" y="{TOP + 20 + 20 * row}" fill="{colour}">{LABELS.get(kernel, kernel)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">contracts, or accounts</text>')
    out.append("</svg>")
    print("\n".join(out))


if __name__ == "__main__":
    main()
