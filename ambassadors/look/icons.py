"""The icons: 24 px, a 2 px stroke, drawn for Werkstolz. A name is what the thing is, not where it is used."""

ICONS = {
    # where one goes
    "home": '<path d="M4 11.5 12 4l8 7.5M6.5 10v9.5h11V10M10 19.5v-5h4v5"/>',
    "users": '<circle cx="9" cy="8" r="3.5"/><path d="M2.8 19.5c0-4 2.5-6 6.2-6s6.2 2 6.2 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14c2.5.6 3.8 2.5 3.8 5.5"/>',
    "user": '<circle cx="12" cy="8" r="3.8"/><path d="M4.8 20c0-4.3 2.8-6.5 7.2-6.5s7.2 2.2 7.2 6.5"/>',
    "user-plus": '<circle cx="9.5" cy="8" r="3.5"/><path d="M3 19.5c0-4 2.6-6 6.5-6s6.5 2 6.5 6M19 8v6M16 11h6"/>',
    "book": '<path d="M12 6.5C10 4.8 7 4.5 4 5v13.5c3-.5 6-.2 8 1.5 2-1.7 5-2 8-1.5V5c-3-.5-6-.2-8 1.5ZM12 6.5V20"/>',
    "trophy": '<path d="M7.5 4h9v5a4.5 4.5 0 0 1-9 0ZM7.5 6H4c0 3 1 4.5 4 4.5M16.5 6H20c0 3-1 4.5-4 4.5M12 13.5V17M8.5 20h7M10 17h4v3h-4Z"/>',
    "wall": '<rect x="3" y="4" width="18" height="13" rx="2"/><path d="M10 4v13M10 11h11M9 21h6"/>',
    "chart": '<path d="M4 20h16M7 16v-5M12 16V5M17 16V9"/>',
    "table": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M3.5 10h17M3.5 14.5h17M10 10v9"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "tree": '<rect x="8.5" y="3.5" width="7" height="5" rx="1.5"/><rect x="2.5" y="15.5" width="7" height="5" rx="1.5"/><rect x="14.5" y="15.5" width="7" height="5" rx="1.5"/><path d="M12 8.5v3.5M6 15.5V12h12v3.5"/>',
    "inbox": '<path d="M4 13.5 6.5 5h11l2.5 8.5V19H4ZM4 13.5h4.5l1.5 2.5h4l1.5-2.5H20"/>',
    "outbox": '<path d="M4 13.5V19.5h16v-6M4 13.5h4l1.5 2.5h5l1.5-2.5h4M12 12V3.5M8.5 7 12 3.5 15.5 7"/>',
    "settings": '<circle cx="9" cy="7" r="2.3"/><circle cx="15" cy="17" r="2.3"/><path d="M3.5 7h3.2M11.3 7h9.2M3.5 17h9.2M17.3 17h3.2"/>',
    "logout": '<path d="M10 4H5v16h5M9.5 12H20.5M16.5 8l4 4-4 4"/>',
    "login": '<path d="M14 4h5v16h-5M3.5 12h11M10.5 8l4 4-4 4"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="3.5"/><path d="m6 6 3.5 3.5M14.5 14.5 18 18M18 6l-3.5 3.5M9.5 14.5 6 18"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17"/>',
    # what one does
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
    "x": '<path d="m6 6 12 12M18 6 6 18"/>',
    "phone": '<path d="M6 3.5h3l1.5 4.5-2 1.6a12 12 0 0 0 5.9 5.9l1.6-2 4.5 1.5v3c0 1.2-1 2-2.2 2C10.5 19.5 4.5 13.5 4 5.7c0-1.200.8-2.2 2-2.2Z"/>',
    "mail": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="m3.5 7 8.5 6 8.5-6"/>',
    "send": '<path d="M20.5 3.5 3.5 10.5l7 3 3 7ZM10.5 13.5l10-10"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8"/>',
    "filter": '<path d="M4 5.5h16l-6 7V19l-4-2v-4.5Z"/>',
    "edit": '<path d="M4 20h4.5L19.5 9 15 4.5 4 15.5Z"/>',
    "camera": '<path d="M4 7.5h4l1.5-2.5h5L16 7.5h4v12H4Z"/><circle cx="12" cy="13" r="3.5"/>',
    "image": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="m4 17 5-4.5 3 2.5 3.5-4L20 15"/>',
    "eye": '<path d="M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12Z"/><circle cx="12" cy="12" r="3"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-4"/>',
    "refresh": '<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.5M20 4.5v5h-5"/>',
    "upload": '<path d="M12 16V4.5M7.5 9 12 4.5 16.5 9M4.5 20h15"/>',
    "share": '<circle cx="6" cy="12" r="2.5"/><circle cx="17.5" cy="5.5" r="2.5"/><circle cx="17.5" cy="18.5" r="2.5"/><path d="m8.2 10.8 7.1-4M8.2 13.2l7.1 4"/>',
    "trash": '<path d="M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 13.5h9l1-13.5M10.5 10.5v5.5M13.5 10.5v5.5"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7Z"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.3-3.3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0L5 13.3A4 4 0 0 0 10.7 19l1.3-1.3"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "up": '<path d="m5 15 7-7 7 7"/>',
    # how it stands
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10.5h16M8.5 3.5v4M15.5 3.5v4"/>',
    "flag": '<path d="M6 21V4h12l-2.5 4L18 12H6"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6Z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M15.5 8l3 3M18 5.5l2.5 2.5"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17h.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5h.1"/>',
    "no": '<circle cx="12" cy="12" r="8.5"/><path d="m6.5 6.5 11 11"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z"/>',
    "spark": '<path d="M12 3v5M12 16v5M3 12h5M16 12h5M6 6l3 3M15 15l3 3M18 6l-3 3M9 15l-3 3"/>',
    # what is in hand, and where
    "file": '<path d="M6 3.5h8l4 4v13H6ZM14 3.5v4h4"/>',
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1"/>',
    "checklist": '<path d="m3.5 6.5 1.7 1.7L8 5M3.5 13.5l1.7 1.7L8 12M11.5 7H20.5M11.5 14H20.5M11.5 19.5h6"/>',
    "rucksack": '<path d="M8 7V5.5a4 4 0 0 1 8 0V7M5.5 10a3 3 0 0 1 3-3h7a3 3 0 0 1 3 3v10.5h-13Z"/><path d="M8.5 13h7v4h-7Z"/>',
    "tie": '<path d="M9.5 3.5h5L13 8l3 9.5-4 3.5-4-3.5L11 8Z"/>',
    "pin": '<circle cx="12" cy="10" r="6"/><path d="m8.5 15-1.5 6 5-2.5 5 2.5-1.5-6"/>',
    "sticker": '<path d="M5 4h14v9l-6 7H5ZM13 20v-7h6"/>',
    "mug": '<path d="M5 8h11v9a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3ZM16 10.5h2a2 2 0 0 1 0 5.5h-2M8.5 3v2M12.5 3v2"/>',
    "box": '<path d="m12 3.5 8 4v9l-8 4-8-4v-9ZM4 7.5l8 4 8-4M12 11.5v9"/>',
    "fair": '<circle cx="12" cy="10.5" r="7"/><path d="M12 3.5v14M5 10.5h14M7 5.5l10 10M17 5.5l-10 10M8 21l4-8 4 8"/>',
    "train": '<rect x="5" y="3.5" width="14" height="13.5" rx="3"/><path d="M5 11h14M8.5 14.2h.1M15.5 14.2h.1M8 17l-2.5 4M16 17l2.5 4"/>',
    "shop": '<path d="M4 9.5 5.5 4h13L20 9.5M5.5 10v10h13V10M4 9.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M10 20v-5.5h4V20"/>',
    "house": '<path d="M4 11.5 12 4l8 7.5M6.5 10v9.5h11V10"/>',
    "office": '<path d="M5 20.5v-17h9v17M14 9h5.5v11.5M3 20.5h18M8 7.5h3M8 11.5h3M8 15.5h3M16.8 12.5v.1M16.8 16v.1"/>',
    "glass": '<path d="M7 3.5h10l-1 7a4 4 0 0 1-8 0ZM12 14.5V20.5M8.5 20.5h7M7.5 8h9"/>',
    "speech": '<path d="M4 5h16v11h-9l-4.5 4v-4H4Z"/>',
    "quote": '<path d="M5 13h4.5V7H4.5v6.5c0 2 1 3.5 3 4M14.5 13H19V7h-5v6.5c0 2 1 3.5 3 4"/>',
    "hand": '<path d="M8 12.5V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11V6a1.5 1.5 0 0 1 3 0v8.5c0 3.5-2.3 6-5.5 6-2.5 0-4-1-5.2-3.2L4 13.3a1.5 1.5 0 0 1 2.5-1.6Z"/>',
    "handshake": '<path d="m2.5 7.5 4-1.5 5.5 2M21.5 7.5l-4-1.5-4 1-4 4.5c1.5 1.5 3.5 1 5-.5l5 5-2 2-1.5-1-2 2-1.5-1.5-1.5 1.5-4.5-4-2.5 0M2.5 16V7.5M21.5 16V7.5"/>',
    "map-pin": '<path d="M12 21c-4.5-4.5-7-8-7-11a7 7 0 0 1 14 0c0 3-2.5 6.5-7 11Z"/><circle cx="12" cy="10" r="2.5"/>',
    "map": '<path d="m3.5 6 5.5-2 6 2 5.5-2v14L15 20l-6-2-5.5 2ZM9 4v14M15 6v14"/>',
    "wifi": '<path d="M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.3a4.3 4.3 0 0 1 6 0M12 19.5h.1"/>',
    "mobile": '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
    "tag": '<path d="M3.5 12.5v-8h8l9 9-8 8ZM8 8.5h.1"/>',
}

# Other words for the same drawing: choice values of forms and names people try first.
ALIASES = {
    "today": "home", "leads": "users", "lead": "flag", "stories": "book", "story": "book", "trophies": "trophy",
    "person": "user", "people": "users", "customer": "user", "ambassador": "rucksack", "ambassadors": "users", "unit": "tree",
    "case": "help", "hand-off": "handshake", "hand_off": "handshake",
    "consent": "shield", "encounter": "rucksack", "follow-up": "phone", "follow_up": "phone", "follow_ups": "phone",
    "won": "trophy", "figures": "chart", "export": "file", "delete": "trash", "more": "menu", "close": "x",
    "on_the_way": "train", "way": "train", "travel": "train", "friends": "house", "private": "house",
    "work": "speech", "call": "phone", "reception": "glass", "event": "glass",
    "colleague": "users", "just_so": "speech", "other": "spark",
    "yes": "check", "spoken": "speech", "written": "edit",
    "email": "mail", "post": "mail", "messenger": "speech", "own_phone": "mobile", "paper": "file", "fibre": "wifi", "internet": "wifi", "contract": "file", "tv": "wall",
    "moderation": "checklist", "mailbox": "inbox", "language": "globe", "place": "map-pin", "city": "map-pin",
    "error": "warning", "success": "check", "debug": "info", "picture": "image", "photo": "camera",
}  # fmt: skip


def named(name):
    """The drawing of that name; KeyError names the list when there is none."""
    try:
        return ICONS[ALIASES.get(name, name)]
    except KeyError:
        raise KeyError(f"No icon is called “{name}”; the names stand in ambassadors/look/icons.py.") from None


def known(name):
    return name in ICONS or name in ALIASES
