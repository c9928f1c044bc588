"""图标: the line icons, 16 by 16, drawn for this house; `{% icon 'inbox' %}` shows one."""

from typing import Final

ICONS: Final[dict[str, str]] = {
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "user": '<circle cx="8" cy="5" r="3"/><path d="M2.5 14c.6-3 2.7-4.5 5.5-4.5s4.9 1.5 5.5 4.5"/>',
    "inbox": '<path d="M2 9.5 4 3h8l2 6.5V13H2z"/><path d="M2 9.5h3.5l1 1.5h3l1-1.5H14"/>',
    "eye": (
        '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><circle '
        'cx="8" cy="8" r="2"/>'
    ),
    "radar": '<circle cx="8" cy="8" r="6"/><circle cx="8" cy="8" r="2.5"/><path d="M8 8l4.2-4.2"/>',
    "talk": '<path d="M2 3h12v8H7l-3 2.5V11H2z"/>',
    "dice": (
        '<rect x="2.5" y="2.5" width="11" height="11" rx="2"/><path d="M5.5 5.5h0M10.5 '
        '10.5h0M10.5 5.5h0M5.5 10.5h0M8 8h0"/>'
    ),
    "doc": '<path d="M3.5 1.5h6l3 3v10h-9z"/><path d="M9.5 1.5v3h3M5.5 8h5M5.5 11h5"/>',
    "case": '<path d="M2 4.5h4l1.5 1.5H14V13H2z"/>',
    "seal": '<rect x="3" y="7" width="10" height="7" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
    "shop": (
        '<path d="M2 6.5 3.5 2.5h9L14 6.5M3 7v6.5h10V7"/><path d="M2 6.5c0 2 3 2 3 0 0 2 '
        '3 2 3 0 0 2 3 2 3 0 0 2 3 2 3 0"/>'
    ),
    "star": '<path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5z"/>',
    "chart": '<path d="M2 14h12M4 11.5V8M8 11.5v-9M12 11.5V5.5"/>',
    "list": '<path d="M5.5 4h8.5M5.5 8h8.5M5.5 12h8.5M2 4h.5M2 8h.5M2 12h.5"/>',
    "grid": '<path d="M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z"/>',
    "check": '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.2 2.2 2.2L11 6"/>',
    "tick": '<path d="m3 8.5 3.2 3.2L13 4.5"/>',
    "cross": '<circle cx="8" cy="8" r="6.5"/><path d="m5.7 5.7 4.6 4.6M10.3 5.7l-4.6 4.6"/>',
    "alert": '<path d="M8 2 14.5 13.5h-13z"/><path d="M8 6.5v3M8 11.5h0"/>',
    "info": '<circle cx="8" cy="8" r="6.5"/><path d="M8 7.2V11.5M8 4.8h0"/>',
    "pause": '<path d="M5.5 4v8M10.5 4v8"/>',
    "half": '<circle cx="8" cy="8" r="6.5"/><path d="M5 8h6"/>',
    "camera": '<path d="M1.5 5h3l1-1.5h5l1 1.5h3v8h-13z"/><circle cx="8" cy="8.8" r="2.4"/>',
    "pin": (
        '<path d="M8 14.5S3 10 3 6.5a5 5 0 0 1 10 0C13 10 8 14.5 8 14.5z"/><circle '
        'cx="8" cy="6.5" r="1.6"/>'
    ),
    "mic": (
        '<rect x="6" y="1.5" width="4" height="7.5" rx="2"/><path d="M3.5 7.5a4.5 4.5 0 '
        '0 0 9 0M8 12v2.5"/>'
    ),
    "off": (
        '<path d="M2 2l12 12M4.8 9.2A5 5 0 0 1 6 8.4M2.5 6.5c.7-.7 1.5-1.2 2.3-1.6M7 4a9 '
        '9 0 0 1 6.5 2.5M9.8 8.4c.5.2.9.5 1.3.9M8 12h0"/>'
    ),
    "back": '<path d="M10 3 5 8l5 5"/>',
    "print": '<path d="M4 6V2h8v4M4 12H2V6h12v6h-2M4 9.5h8V14H4z"/>',
    "down": '<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"/>',
    "link": (
        '<path d="M6.5 9.5l3-3M7 4.5 9 2.8a2.9 2.9 0 0 1 4.2 4.2L11.5 9M9 11.5l-2 '
        '1.7A2.9 2.9 0 0 1 2.8 9L4.5 7"/>'
    ),
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "phone": '<rect x="4.5" y="1.5" width="7" height="13" rx="1.5"/><path d="M7.5 12.5h1"/>',
    "home": '<path d="M2 7.5 8 2.5l6 5M3.5 6.5V13.5h9V6.5M6.5 13.5V9.5h3v4"/>',
    "filter": '<path d="M2 3.5h12M4.5 8h7M6.5 12.5h3"/>',
    "clock": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4.5V8l2.5 1.5"/>',
    "law": '<path d="M8 2v11.5M4 13.5h8M3 4.5h10M3 4.5 1.5 9h3zM13 4.5 11.5 9h3z"/>',
    "upload": '<path d="M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11"/>',
    "town": '<path d="M2 13.5h12M3.5 13.5V6.5L8 2.5l4.5 4v7M6.5 13.5V10h3v3.5"/>',
    "gear": (
        '<circle cx="8" cy="8" r="2.2"/><path d="M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 '
        '3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4"/>'
    ),
    "out": '<path d="M6.5 2.5h-4v11h4M10.5 4.5 14 8l-3.5 3.5M14 8H6"/>',
    "people": (
        '<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5c.4-2.7 2-4 4.5-4s4.1 1.3 '
        '4.5 4M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.8c1.5.5 2.3 1.8 2.5 3.7"/>'
    ),
    "reply": '<path d="M6 3.5 2 7.5l4 4M2 7.5h7.5c2.8 0 4.5 1.7 4.5 5"/>',
    "next": '<path d="m6 3 5 5-5 5"/>',
    "book": (
        '<path d="M8 3.5c-1.5-1-3.5-1.3-6-1.3v10.3c2.5 0 4.5.3 6 1.3 1.5-1 3.5-1.3 '
        '6-1.3V2.2c-2.5 0-4.5.3-6 1.3zM8 3.5v10.3"/>'
    ),
}

LOGO: Final = (
    '<svg viewBox="0 0 28 28" aria-hidden="true" focusable="false">'
    '<rect width="28" height="28" rx="6" fill="#fff"/><g fill="none" stroke="#1a56b8" '
    'stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M6.5 22V6.5h15V22"/>'
    '<path d="m10 10.5 3.5 6M13.5 10.5 10 16.5M14.8 10.5l3.4 6M18.2 10.5l-3.4 6" '
    'stroke-width="1.7"/></g></svg>'
)
