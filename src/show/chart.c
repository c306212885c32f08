/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What all charts are made of: text, the frame, bars. */
#include "chart.h"

#include <math.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum { BAR_WIDTH = 120, BAR_HEIGHT = 12 };

/* In parts of the size: from the widths of Noto Sans and DejaVu Sans, the wider of both. */
static double point_width(uint32_t point)
{
    if (point >= 0x1100 && (point <= 0x115F || (point >= 0x2E80 && point <= 0xA4CF) ||
                            (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                            (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                            (point >= 0x20000 && point <= 0x3FFFD)))
        return 1.0;
    if (point >= 0x300 && point <= 0x36F) /* marks above and below a letter */
        return 0;
    if (point < 0x80 && strchr("ijl.,:;'|!I ()[]-/", (int)point) != NULL)
        return 0.40;
    if (point == 'm' || point == 'w' || point == 'M' || point == 'W' || point == '@' || point == '%')
        return 1.0;
    if (point < 0x80 && ((point >= 'A' && point <= 'Z')))
        return 0.74;
    return 0.64;
}

double chart_text_width(const char *text, double size)
{
    double width = 0;
    size_t length = strlen(text);

    for (size_t at = 0; at < length;)
        width += point_width(tvx_utf8_next(text, length, &at));
    return width * size;
}

const char *chart_text_fit(struct tvx_arena *arena, const char *text, double size, double width)
{
    size_t length = strlen(text), fits = 0;
    double so_far = 0, room = width - 1.0 * size;

    if (chart_text_width(text, size) <= width)
        return text;
    for (size_t at = 0; at < length;) {
        so_far += size * point_width(tvx_utf8_next(text, length, &at));
        if (so_far > room)
            break;
        fits = at;
    }
    while (fits > 0 && text[fits - 1] == ' ')
        fits--;
    return tvx_arena_printf(arena, "%.*s…", (int)fits, text);
}

void chart_start(struct html *html, const char *id, double width, double height, const char *title,
                 const char *description)
{
    html_raw(html, "<figure class=\"chart\"><div class=\"scroll\" role=\"group\" tabindex=\"0\"");
    html_attribute(html, "aria-label", title);
    html_raw(html, ">");
    html_printf(html, "<svg role=\"img\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\"", width, height,
                width, height);
    html_attribute(html, "aria-labelledby", tvx_arena_printf(html->arena, "%s-t %s-d", id, id));
    html_raw(html, ">\n<title");
    html_attribute(html, "id", tvx_arena_printf(html->arena, "%s-t", id));
    html_raw(html, ">");
    html_text(html, title);
    html_raw(html, "</title><desc");
    html_attribute(html, "id", tvx_arena_printf(html->arena, "%s-d", id));
    html_raw(html, ">");
    html_text(html, description);
    html_raw(html, "</desc>\n");
}

void chart_end(struct html *html)
{
    html_raw(html, "</svg></div></figure>\n");
}

void chart_text(struct html *html, double x, double y, const char *class, const char *anchor, const char *text)
{
    html_printf(html, "<text x=\"%.1f\" y=\"%.1f\"", x, y);
    html_attribute(html, "class", class);
    if (*anchor != 's')
        html_attribute(html, "text-anchor", anchor);
    html_raw(html, ">");
    html_text(html, text);
    html_raw(html, "</text>\n");
}

static double within(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

static void bar_start(struct html *html)
{
    html_printf(html, "<svg class=\"bar\" aria-hidden=\"true\" preserveAspectRatio=\"none\" width=\"%d\" height=\"%d\" "
                      "viewBox=\"0 0 %d %d\">"
                      "<rect class=\"rail\" x=\"0\" y=\"4\" width=\"%d\" height=\"4\" rx=\"2\"/>",
                BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH);
}

void chart_bar(struct html *html, double low, double high, double most)
{
    double from = within(low / most, 0, 1) * BAR_WIDTH, to = within(high / most, 0, 1) * BAR_WIDTH;

    if (to - from < 3) { /* a number that is known well is still seen */
        from = within(from - 1.5, 0, BAR_WIDTH - 3);
        to = from + 3;
    }
    bar_start(html);
    html_printf(html, "<rect class=\"fill\" x=\"%.1f\" y=\"1\" width=\"%.1f\" height=\"10\" rx=\"2\"/></svg>", from,
                to - from);
}

void chart_share(struct html *html, size_t part, size_t whole)
{
    double width = whole == 0 ? 0 : within((double)part / (double)whole, 0, 1) * BAR_WIDTH;

    bar_start(html);
    if (width > 0)
        html_printf(html, "<rect class=\"fill\" x=\"0\" y=\"1\" width=\"%.1f\" height=\"10\" rx=\"2\"/>", width);
    html_raw(html, "</svg>");
}

void chart_dot(struct html *html, double low, double point, double high, double from, double to)
{
    double span = to > from ? to - from : 1, a = within((low - from) / span, 0, 1) * (BAR_WIDTH - 8) + 4,
           b = within((high - from) / span, 0, 1) * (BAR_WIDTH - 8) + 4,
           p = within((point - from) / span, 0, 1) * (BAR_WIDTH - 8) + 4;

    bar_start(html);
    html_printf(html, "<rect class=\"fill\" x=\"%.1f\" y=\"4\" width=\"%.1f\" height=\"4\"/>"
                      "<circle class=\"point\" cx=\"%.1f\" cy=\"6\" r=\"4\"/></svg>", a, b - a < 1 ? 1 : b - a, p);
}
